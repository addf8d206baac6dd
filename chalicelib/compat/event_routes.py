"""Events of a project or issue, as Sentry's clients list and show them."""

import uuid
from contextlib import suppress

from chalice.app import Request, Response

from chalicelib.compat.event_serializers import answer_event, summarize_event
from chalicelib.compat.issue_schemas import EventIdAnswer, EventSummary, SentryEvent
from chalicelib.compat.lookup import find_issue_of, find_project_of
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import ListQuery
from chalicelib.errors import NotFound
from chalicelib.events.lists import (
    EventPage,
    find_newest_event_id,
    find_oldest_event_id,
    get_neighbours,
    list_issue_events,
    list_project_events,
)
from chalicelib.events.store import find_event_projects, get_event
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import readable_projects, require_organization
from chalicelib.issues.store import find_own_issues, get_issue, list_family_ids
from chalicelib.projects.store import Project

routes = SentryResource(__name__, tag="Sentry's API")

NAMED = {
    "latest": find_newest_event_id,
    "oldest": find_oldest_event_id,
    # Which event is worth most is Sentry's judgement; the newest is what most people want.
    "recommended": find_newest_event_id,
}


@routes.endpoint("GET", "/0/projects/{org_slug}/{project_slug}/events", access="event:read", answer=list[EventSummary])
def list_events(actor: Actor, org_slug: str, project_slug: str, query: ListQuery, request: Request) -> Response:
    """A project's events, newest first."""
    _, project = find_project_of(actor, org_slug, project_slug)
    page = list_project_events(project.project_id, limit=query.page_size, cursor=query.cursor or None)
    return _answer_page(request, project, page)


@routes.endpoint("GET", "/0/projects/{org_slug}/{project_slug}/events/{event_id}", access="event:read")
def show_project_event(actor: Actor, org_slug: str, project_slug: str, event_id: str) -> SentryEvent:
    """One event of a project in full."""
    _, project = find_project_of(actor, org_slug, project_slug)
    return _show(project, parse_event_id(event_id))


@routes.endpoint(
    "GET",
    "/0/organizations/{org_slug}/issues/{issue_id}/events",
    access="event:read",
    answer=list[EventSummary],
)
def list_events_of_issue(actor: Actor, org_slug: str, issue_id: str, query: ListQuery, request: Request) -> Response:
    """An issue's events, newest first."""
    _, project, issue = find_issue_of(actor, org_slug, issue_id)
    page = list_issue_events(project.project_id, issue, limit=query.page_size, cursor=query.cursor or None)
    return _answer_page(request, project, page)


@routes.endpoint("GET", "/0/organizations/{org_slug}/issues/{issue_id}/events/{event_id}", access="event:read")
def show_issue_event(actor: Actor, org_slug: str, issue_id: str, event_id: str) -> SentryEvent:
    """One event of an issue in full; `latest`, `oldest` and `recommended` are ids, too."""
    _, project, issue = find_issue_of(actor, org_slug, issue_id)
    named = NAMED.get(event_id)
    found = named(project.project_id, issue) if named else parse_event_id(event_id)
    if found is None:
        raise NotFound("This issue has no event that is still kept")
    stored = get_event(project.project_id, found)
    if stored.row.issue_id not in list_family_ids(issue):
        raise NotFound("This issue has no such event")
    return answer_event(project, stored, issue, get_neighbours(project.project_id, issue, found))


@routes.endpoint("GET", "/0/organizations/{org_slug}/eventids/{event_id}", access="event:read")
def find_event(actor: Actor, org_slug: str, event_id: str) -> EventIdAnswer:
    """Which issue and project an event belongs to."""
    access = require_organization(actor, org_slug)
    wanted = parse_event_id(event_id)
    projects = {project.project_id: project for project in readable_projects(actor, access)}
    for project_id in find_event_projects(wanted, projects):
        with suppress(NotFound):
            event = _show(projects[project_id], wanted)
            return EventIdAnswer(
                organization_slug=access.organization.slug,
                project_slug=projects[project_id].slug,
                group_id=event.group_id,
                event_id=wanted,
                event=event,
            )
    raise NotFound("No such event")


def parse_event_id(text: str) -> str:
    """SDKs write 32 hexadecimal digits, people paste dashes too. Raises NotFound."""
    try:
        return uuid.UUID(text).hex
    except ValueError:
        raise NotFound("No such event") from None


def _show(project: Project, event_id: str) -> SentryEvent:
    stored = get_event(project.project_id, event_id)
    # The event names the issue of its fingerprint, which may have been merged into another.
    issue = get_issue(project.project_id, stored.row.issue_id)
    return answer_event(project, stored, issue, get_neighbours(project.project_id, issue, event_id))


def _answer_page(request: Request, project: Project, page: EventPage) -> Response:
    issues = find_own_issues(project.project_id, {row.issue_id for row in page.events})
    rows = []
    for row in page.events:
        issue = issues.get(row.issue_id)
        rows.append(summarize_event(project, row, issue.number if issue else None, issue.culprit if issue else None))
    return answer_list(request, rows, page.next_cursor)
