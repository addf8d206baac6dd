"""Our issues as Sentry's clients read them."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from chalicelib.compat.issue_ids import numeric_issue_id
from chalicelib.compat.issue_schemas import AssignedTo, IssueTag, IssueTagValue, ReleaseReference, SentryIssue
from chalicelib.compat.serializers import refer_to_project
from chalicelib.issues.facets import Facet
from chalicelib.issues.lists import SPARKLINE_HOURS, IssueRow
from chalicelib.issues.schemas import Person
from chalicelib.issues.serializers import find_people, issue_url
from chalicelib.issues.store import MAX_USERS_EXACT, Issue, find_issue_text, short_id
from chalicelib.projects.store import Project

PRIORITIES = {"fatal": "high", "error": "high", "warning": "medium"}
SECONDS_PER_HOUR = 3600


def answer_rows(org_slug: str, rows: Iterable[tuple[Project, IssueRow]]) -> list[SentryIssue]:
    rows = list(rows)
    people = find_people(row.assignee_id for _, row in rows)
    return [_answer(org_slug, project, row, people, _row_stats(row), {}) for project, row in rows]


def answer_issue(org_slug: str, project: Project, issue: Issue) -> SentryIssue:
    """An issue in full."""
    text = find_issue_text(project.project_id, issue.id)
    metadata = text.metadata if text else {}
    answer = _answer(org_slug, project, issue, find_people([issue.assignee_id]), _issue_stats(issue), metadata)
    return answer.model_copy(update={"status_details": _status_details(issue)})


def answer_tag(key: str, facet: Facet) -> IssueTag:
    values = [
        IssueTagValue(key=key, name=value, value=value, count=count, query=f"{key}:{orjson.dumps(value).decode()}")
        for value, count in facet.values
    ]
    return IssueTag(
        key=key,
        name=name_tag(key),
        total_values=facet.total,
        unique_values=len(values),
        top_values=values,
    )


def name_tag(key: str) -> str:
    """A tag's key as words, as Sentry shows it: `server_name` is "Server Name"."""
    return key.replace("_", " ").title()


def refer_to_release(version: str | None) -> ReleaseReference | None:
    return ReleaseReference(version=version, short_version=shorten_version(version)) if version else None


def shorten_version(version: str) -> str:
    """The version without its package, and only the beginning of a hash."""
    plain = version.rpartition("@")[2] or version
    is_hash = len(plain) >= 32 and all(digit in "0123456789abcdef" for digit in plain.lower())
    return plain[:12] if is_hash else plain


def _answer(
    org_slug: str,
    project: Project,
    issue: Issue | IssueRow,
    people: Mapping[str, Person],
    stats: list[list[int]],
    metadata: dict[str, Any],
) -> SentryIssue:
    return SentryIssue(
        id=numeric_issue_id(project.project_id, issue.number),
        short_id=short_id(project, issue.number),
        title=issue.title,
        culprit=issue.culprit,
        permalink=issue_url(org_slug, project.slug, issue.id),
        level=issue.level,
        status=issue.status,
        substatus="archived_until_escalating" if issue.status == "ignored" else None,
        status_details={},
        is_unhandled=issue.handled is False,
        platform=issue.platform,
        project=refer_to_project(project),
        type=issue.type,
        priority=PRIORITIES.get(issue.level, "low"),
        metadata=metadata or {"title": issue.title},
        assigned_to=_assigned(people.get(issue.assignee_id or "")),
        count=str(issue.times_seen),
        user_count=min(issue.users, MAX_USERS_EXACT + 1),
        first_seen=issue.first_seen,
        last_seen=issue.last_seen,
        first_release=refer_to_release(issue.first_release),
        last_release=refer_to_release(issue.last_release),
        stats={"24h": stats},
    )


def _assigned(person: Person | None) -> AssignedTo | None:
    return AssignedTo(id=person.id, name=person.name, email=person.email) if person else None


def _status_details(issue: Issue) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if issue.resolution == "next_release":
        details["inNextRelease"] = True
    elif issue.resolution == "in_release":
        details["inRelease"] = issue.resolved_in_release
    if issue.ignored_until:
        details["ignoreUntil"] = issue.ignored_until
    if issue.ignore_count_limit:
        details["ignoreCount"] = issue.ignore_count_limit
    return details


def _row_stats(row: IssueRow) -> list[list[int]]:
    return list(map(list, zip(_hours(), row.sparkline, strict=True)))


def _issue_stats(issue: Issue) -> list[list[int]]:
    return [[hour, issue.hours.get(hour // SECONDS_PER_HOUR, 0)] for hour in _hours()]


def _hours() -> list[int]:
    this_hour = int(time.time()) // SECONDS_PER_HOUR
    return [hour * SECONDS_PER_HOUR for hour in range(this_hour - SPARKLINE_HOURS + 1, this_hour + 1)]
