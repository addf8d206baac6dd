"""Events: of an issue, of a project, and one in full by the id its SDK gave it."""

import uuid
from contextlib import suppress

from chalice.app import Response

from chalicelib.errors import NotFound
from chalicelib.events.attachments import list_attachments
from chalicelib.events.lists import (
    find_newest_event_id,
    find_oldest_event_id,
    get_neighbours,
    list_issue_events,
    list_project_events,
)
from chalicelib.events.markdown import describe_event
from chalicelib.events.scan import Scan, parse_event_query, scan_events
from chalicelib.events.schemas import EventDetail, EventList, EventListQuery, EventQuery
from chalicelib.events.serializers import answer_event, answer_event_row
from chalicelib.events.store import find_event_projects, get_event
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import list_readable_projects, require_project
from chalicelib.http.resource import Resource
from chalicelib.http.responses import MARKDOWN, answer_markdown
from chalicelib.http.schemas import Pagination
from chalicelib.issues.store import Issue, get_issue, resolve_issue_id
from chalicelib.times import utc_now

routes = Resource(__name__, tag="events")

NAMED = {"latest": find_newest_event_id, "oldest": find_oldest_event_id}


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/events", access="event:read")
def show_issue_events(project_id: str, issue_id: str, actor: Actor, query: EventListQuery) -> EventList:
    """List an issue's events, newest first.

    A query looks at a bounded number of events a page: go on with the cursor when a page is short.
    """
    issue = get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id))
    wanted = parse_event_query(project_id, query.query, utc_now())
    scan = scan_events(
        lambda limit, cursor: list_issue_events(project_id, issue, limit=limit, cursor=cursor),
        wanted,
        limit=query.limit,
        cursor=query.cursor,
    )
    return _answer_scan(scan)


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/events/{event_id}", access="event:read")
def show_issue_event(project_id: str, issue_id: str, event_id: str, actor: Actor) -> EventDetail:
    """Show one event of an issue in full; `latest` and `oldest` are ids, too."""
    issue = get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id))
    named = NAMED.get(event_id)
    found = named(project_id, issue) if named else _parse_event_id(event_id)
    if found is None:
        raise NotFound("This issue has no event that is still kept")
    answer = _show(project_id, found, issue)
    if answer.issue_id != issue.id:
        raise NotFound("This issue has no such event")
    return answer


@routes.endpoint("GET", "/projects/{project_id}/events", access="event:read")
def show_project_events(project_id: str, actor: Actor, query: EventListQuery) -> EventList:
    """List a project's events, newest first.

    A query looks at a bounded number of events a page: go on with the cursor when a page is short.
    """
    require_project(actor, project_id)
    wanted = parse_event_query(project_id, query.query, utc_now())
    scan = scan_events(
        lambda limit, cursor: list_project_events(project_id, limit=limit, cursor=cursor),
        wanted,
        limit=query.limit,
        cursor=query.cursor,
    )
    return _answer_scan(scan)


@routes.endpoint("GET", "/events/{event_id}", access="event:read", answer=EventDetail)
def show_event(event_id: str, actor: Actor, query: EventQuery) -> EventDetail | Response:
    """Show an event in full by the id its SDK gave it, from whichever project of the caller's has it.

    With `.md` behind the id as Markdown. Not found until it is grouped. Of several with one id the newest is shown;
    *project_id* picks another.
    """
    wanted = _parse_event_id(event_id.removesuffix(MARKDOWN))
    for project_id in _list_holders(actor, query, wanted):
        with suppress(NotFound):
            if event_id.endswith(MARKDOWN):
                return answer_markdown(describe_event(get_event(project_id, wanted)))
            return _show(project_id, wanted)
    raise NotFound("No such event")


def _list_holders(actor: Actor, query: EventQuery, event_id: str) -> list[str]:
    if query.project_id is not None:
        return [require_project(actor, query.project_id).project_id]
    return find_event_projects(event_id, [project.project_id for project in list_readable_projects(actor)])


def _show(project_id: str, event_id: str, issue: Issue | None = None) -> EventDetail:
    stored = get_event(project_id, event_id)
    if issue is None or stored.row.issue_id != issue.id:
        # The event names the issue of its fingerprint, which may have been merged into another.
        issue = get_issue(project_id, stored.row.issue_id)
    files = list_attachments(project_id, event_id)
    return answer_event(stored, issue, get_neighbours(project_id, issue, event_id), files)


def _answer_scan(scan: Scan) -> EventList:
    return EventList.model_construct(
        data=[answer_event_row(row) for row in scan.rows],
        pagination=Pagination(next_cursor=scan.next_cursor, has_more=scan.next_cursor is not None),
        scanned=scan.scanned,
    )


def _parse_event_id(text: str) -> str:
    """SDKs write 32 hexadecimal digits, people paste dashes too."""
    try:
        return uuid.UUID(text).hex
    except ValueError:
        raise NotFound("No such event") from None
