"""What people wrote about a project's errors: each message is an event of type feedback, and an issue of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.events.lists import list_issue_events
from chalicelib.events.rows import EventRow
from chalicelib.events.store import find_places, read_bodies
from chalicelib.issues.index.columns import IssueColumns
from chalicelib.issues.lists import IssueRow, find_roots, page_issues
from chalicelib.issues.store import get_issue
from chalicelib.search.evaluate import Lookups, select
from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import FieldTerm, IssueQuery

FEEDBACK = IssueQuery((FieldTerm("type", (Wildcard(("feedback",)),)),))
# Feedback about one issue is looked for among the newest of its project.
MAX_SEARCHED = 100


@dataclass(frozen=True, slots=True)
class Feedback:
    """One message. *about_event_id* is the event that the SDK says it is about, *about_issue_id* where that is now."""

    issue: IssueRow
    row: EventRow
    said: dict[str, Any]
    about_event_id: str | None
    about_issue_id: str | None

    def text(self, name: str) -> str | None:
        value = self.said.get(name)
        return value if isinstance(value, str) and value else None


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    feedback: list[Feedback]
    next_cursor: str | None
    total: int


def page_feedback(project_id: str, *, limit: int, cursor: str | None) -> FeedbackPage:
    """A project's feedback, newest first."""
    page = page_issues(project_id, _is_feedback, sort="first_seen", limit=limit, cursor=cursor)
    return FeedbackPage(_read(project_id, page.issues), page.next_cursor, page.total)


def list_feedback_about(project_id: str, issue_id: str) -> list[Feedback]:
    """What people wrote about an issue's events, newest first, among the project's newest."""
    page = page_issues(project_id, _is_feedback, sort="first_seen", limit=MAX_SEARCHED)
    return [one for one in _read(project_id, page.issues) if one.about_issue_id == issue_id]


def _is_feedback(columns: IssueColumns) -> Iterable[int]:
    return select(columns, FEEDBACK, Lookups())


def _read(project_id: str, issues: Sequence[IssueRow]) -> list[Feedback]:
    rows = [(issue, row) for issue in issues if (row := _event_of(project_id, issue)) is not None]
    bodies = read_bodies(project_id, [row.event_id for _, row in rows])
    said = {row.event_id: _said(bodies.get(row.event_id, {})) for _, row in rows}
    about = {event_id: _event_id(one.get("associated_event_id")) for event_id, one in said.items()}
    issue_ids = _issues_of(project_id, {event_id for event_id in about.values() if event_id})
    return [
        Feedback(issue, row, said[row.event_id], about[row.event_id], issue_ids.get(about[row.event_id] or ""))
        for issue, row in rows
    ]


def _event_of(project_id: str, issue: IssueRow) -> EventRow | None:
    try:
        events = list_issue_events(project_id, get_issue(project_id, issue.id), limit=1).events
    except NotFound:
        return None
    return events[0] if events else None


def _said(event: dict[str, Any]) -> dict[str, Any]:
    said = (event.get("contexts") or {}).get("feedback")
    return said if isinstance(said, dict) else {}


def _event_id(value: object) -> str | None:
    return value.replace("-", "").lower() if isinstance(value, str) and value else None


def _issues_of(project_id: str, event_ids: set[str]) -> dict[str, str]:
    """The issues that events belong to now; what was merged into another counts as that one's."""
    places = find_places(project_id, event_ids)
    return {
        event_id: next(iter(find_roots(project_id, [place.issue_id])), place.issue_id)
        for event_id, place in places.items()
    }
