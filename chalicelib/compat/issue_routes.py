"""Issues of a project or organization: list, show, change. Paths take numbers, short ids and our own ids."""

from collections.abc import Sequence

from chalice.app import Request, Response

from chalicelib.alerts.enqueue import enqueue_assignment
from chalicelib.compat.issue_changes import read_issue_change
from chalicelib.compat.issue_ids import numeric_issue_id
from chalicelib.compat.issue_lists import build_filters, read_sort, split_query
from chalicelib.compat.issue_schemas import IssueChange, IssueQuery, IssuesChanged, SentryIssue, ShortIdAnswer
from chalicelib.compat.issue_serializers import answer_issue, answer_rows
from chalicelib.compat.lookup import find_issue_in, find_issue_of, find_project_of, select_projects
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.errors import Conflict, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import OrganizationAccess, require_organization
from chalicelib.issues.bulk_changes import apply_change, change_issues_now, erase_later
from chalicelib.issues.change_requests import build_change, changes_something
from chalicelib.issues.lists import catch_up, match_issue_ids
from chalicelib.issues.merged_lists import MergedPage, page_merged
from chalicelib.issues.merging import merge_issues
from chalicelib.issues.search_request import build_select
from chalicelib.issues.store import Issue, get_issue
from chalicelib.jobs.serializers import start_bulk_job, start_erasure
from chalicelib.organizations.audit import audit
from chalicelib.projects.store import Project
from chalicelib.times import utc_now

routes = SentryResource(__name__, tag="Sentry's API")

# What changes more than this is done by a job, as everywhere.
INLINE_ISSUES = 25
MAX_MATCHED = 100_000


@routes.endpoint("GET", "/0/projects/{org_slug}/{project_slug}/issues", access="event:read", answer=list[SentryIssue])
def list_project_issues(
    actor: Actor, org_slug: str, project_slug: str, query: IssueQuery, request: Request
) -> Response:
    """A project's issues, the newest first."""
    access, project = find_project_of(actor, org_slug, project_slug)
    page = _page([project], actor, query)
    return answer_list(request, answer_rows(access.organization.slug, page.issues), page.next_cursor)


@routes.endpoint("PUT", "/0/projects/{org_slug}/{project_slug}/issues", access="event:write", errors=(Conflict,))
def change_project_issues(
    actor: Actor, org_slug: str, project_slug: str, query: IssueQuery, body: IssueChange
) -> IssuesChanged:
    """Change the issues that `id` names, or all of a status, or all."""
    _, project = find_project_of(actor, org_slug, project_slug, "write")
    return _change_many([project], actor, query, body)


@routes.endpoint("GET", "/0/organizations/{org_slug}/issues", access="event:read", answer=list[SentryIssue])
def list_issues(actor: Actor, org_slug: str, query: IssueQuery, request: Request) -> Response:
    """Issues of all projects, or of those that `project` or the query names."""
    access = require_organization(actor, org_slug)
    projects = select_projects(actor, access, [*query.project, *split_query(query.query)[1]])
    page = _page(projects, actor, query)
    return answer_list(request, answer_rows(access.organization.slug, page.issues), page.next_cursor)


@routes.endpoint("PUT", "/0/organizations/{org_slug}/issues", access="event:write", errors=(Conflict,))
def change_issues(actor: Actor, org_slug: str, query: IssueQuery, body: IssueChange) -> IssuesChanged:
    """Change the issues that `id` names."""
    require_organization(actor, org_slug)
    if not query.id:
        raise ValidationFailed("Which issues?", fields={"id": "expected at least one"})
    found = [find_issue_of(actor, org_slug, text, "write") for text in query.id]
    if body.merge:
        return _merge(found, actor)
    projects = {project.project_id: project for _, project, _ in found}
    for project in projects.values():
        ids = [issue.id for _, owner, issue in found if owner.project_id == project.project_id]
        _apply(project, actor, ids, body)
    return _changed(body)


@routes.endpoint("GET", "/0/organizations/{org_slug}/issues/{issue_id}", access="event:read")
def show_issue(actor: Actor, org_slug: str, issue_id: str) -> SentryIssue:
    """One issue, by its number, its short id or its id."""
    access, project, issue = find_issue_of(actor, org_slug, issue_id)
    return answer_issue(access.organization.slug, project, issue)


@routes.endpoint("PUT", "/0/organizations/{org_slug}/issues/{issue_id}", access="event:write", errors=(Conflict,))
def change_issue(actor: Actor, org_slug: str, issue_id: str, body: IssueChange) -> SentryIssue:
    """Change an issue's status or assignee."""
    access, project, issue = find_issue_of(actor, org_slug, issue_id, "write")
    now = utc_now()
    update = read_issue_change(project, body, now)
    if changes_something(update):
        apply_change(project.project_id, issue.id, build_change(project, update, now), actor.user_id, now)
    changed = get_issue(project.project_id, issue.id)
    if changed.assignee_id is not None and changed.assignee_id != issue.assignee_id:
        enqueue_assignment(project.organization_id, changed, actor_id=actor.user_id, now=now)
    return answer_issue(access.organization.slug, project, changed)


@routes.endpoint("DELETE", "/0/organizations/{org_slug}/issues/{issue_id}", access="event:admin")
def remove_issue(actor: Actor, org_slug: str, issue_id: str) -> None:
    """Delete an issue with its events."""
    _, project, issue = find_issue_of(actor, org_slug, issue_id, "write")
    start_erasure(project, actor.user_id, erase_later(project.project_id, issue.id, actor.user_id, utc_now()))
    audit(project.organization_id, actor, "issue.delete", issue.id, project_id=project.project_id, title=issue.title)


@routes.endpoint("GET", "/0/organizations/{org_slug}/shortids/{issue_id}", access="event:read")
def show_short_id(actor: Actor, org_slug: str, issue_id: str) -> ShortIdAnswer:
    """The issue that a short id such as WEB-12 means."""
    access, project, issue = find_issue_of(actor, org_slug, issue_id)
    group = answer_issue(access.organization.slug, project, issue)
    return ShortIdAnswer(
        organization_slug=access.organization.slug,
        project_slug=project.slug,
        group_id=group.id,
        short_id=group.short_id,
        group=group,
    )


def _page(projects: Sequence[Project], actor: Actor, query: IssueQuery) -> MergedPage:
    sort, filters = read_sort(query), build_filters(query)
    return page_merged(
        projects, filters, actor, utc_now(), sort=sort, limit=query.page_size, cursor=query.cursor or None
    )


def _change_many(projects: Sequence[Project], actor: Actor, query: IssueQuery, body: IssueChange) -> IssuesChanged:
    for project in projects:
        _apply(project, actor, _selected(project, actor, query), body)
    return _changed(body)


def _selected(project: Project, actor: Actor, query: IssueQuery) -> list[str]:
    if query.id:
        return [find_issue_in(project, text) for text in query.id]
    catch_up(project.project_id)
    wanted = query.query if query.query is not None else (f"is:{query.status}" if query.status else "")
    filters = build_filters(query.model_copy(update={"query": wanted}))
    select = build_select(project.project_id, filters, actor, utc_now())
    return match_issue_ids(project.project_id, select, limit=MAX_MATCHED)


def _merge(found: Sequence[tuple[OrganizationAccess, Project, Issue]], actor: Actor) -> IssuesChanged:
    """Merge the issues, which must be of one project, into the one with most events."""
    project = found[0][1]
    numbers = {issue.id: numeric_issue_id(project.project_id, issue.number) for _, _, issue in found}
    if len(numbers) < 2 or any(other.project_id != project.project_id for _, other, _ in found):
        raise ValidationFailed(
            "These cannot be merged", fields={"id": "expected at least two different issues of one project"}
        )
    parent = merge_issues(project.project_id, list(numbers), actor.user_id, utc_now())
    children = [number for issue_id, number in numbers.items() if issue_id != parent.id]
    return IssuesChanged(merge={"parent": numbers[parent.id], "children": children})


def _apply(project: Project, actor: Actor, issue_ids: Sequence[str], body: IssueChange) -> None:
    now = utc_now()
    update = read_issue_change(project, body, now)
    if not changes_something(update):
        raise ValidationFailed("Nothing to change", fields={"status": "expected a status or assignedTo"})
    bulk = build_change(project, update, now)
    if len(issue_ids) > INLINE_ISSUES:
        start_bulk_job(project, actor.user_id, bulk, issue_ids)
    else:
        change_issues_now(project.project_id, issue_ids, bulk, actor.user_id, now)


def _changed(body: IssueChange) -> IssuesChanged:
    return IssuesChanged(status=body.status)
