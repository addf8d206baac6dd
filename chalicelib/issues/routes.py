"""Issues: lists by the search language, one in full, changing and deleting one."""

from chalice.app import Response

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.http.responses import MARKDOWN, answer_markdown
from chalicelib.http.schemas import Pagination
from chalicelib.issues.bulk_changes import erase_later
from chalicelib.issues.change_requests import change_issue_by
from chalicelib.issues.lists import page_issues
from chalicelib.issues.markdown import read_issue_text
from chalicelib.issues.schemas import IssueDetail, IssueList, IssueListQuery, IssueUpdate
from chalicelib.issues.search_request import build_select
from chalicelib.issues.serializers import answer_issue, answer_row, find_people
from chalicelib.issues.store import get_issue, resolve_issue_id
from chalicelib.jobs.serializers import start_erasure
from chalicelib.organizations.audit import audit
from chalicelib.times import utc_now

routes = Resource(__name__, tag="issues")


@routes.endpoint("GET", "/projects/{project_id}/issues", access="event:read")
def list_issues(project_id: str, actor: Actor, query: IssueListQuery) -> IssueList:
    """List a project's issues.

    Nothing repeats while the pages are walked; an issue that moved up shows after a refresh.
    """
    project = require_project(actor, project_id)
    selected = build_select(project_id, query.filters(), actor, utc_now())
    page = page_issues(project_id, selected, sort=query.sort, limit=query.limit, cursor=query.cursor)
    people = find_people(row.assignee_id for row in page.issues)
    return IssueList.model_construct(
        data=[answer_row(project, row, people) for row in page.issues],
        pagination=Pagination(next_cursor=page.next_cursor, has_more=page.next_cursor is not None),
        total=page.total,
    )


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}", access="event:read", answer=IssueDetail)
def show_issue(project_id: str, issue_id: str, actor: Actor) -> IssueDetail | Response:
    """Show one issue in full, by its id or its short id; with `.md` behind that as Markdown, with its newest event."""
    project = require_project(actor, project_id)
    issue = get_issue(project_id, resolve_issue_id(project, issue_id.removesuffix(MARKDOWN)))
    if issue_id.endswith(MARKDOWN):
        return answer_markdown(read_issue_text(project, issue, actor.user_id))
    return answer_issue(project, issue, actor.user_id)


@routes.endpoint("PUT", "/projects/{project_id}/issues/{issue_id}", access="event:write", errors=(Conflict,))
def change_issue(project_id: str, issue_id: str, actor: Actor, body: IssueUpdate) -> IssueDetail:
    """Change an issue's status or assignee."""
    project = require_project(actor, project_id, "write")
    issue = get_issue(project_id, resolve_issue_id(project, issue_id))
    return answer_issue(project, change_issue_by(actor.user_id, project, issue, body), actor.user_id)


@routes.endpoint("DELETE", "/projects/{project_id}/issues/{issue_id}", access="event:admin")
def remove_issue(project_id: str, issue_id: str, actor: Actor) -> None:
    """Delete an issue with its events; the same error begins a new one when it comes back."""
    project = require_project(actor, project_id, "write")
    issue = get_issue(project_id, resolve_issue_id(project, issue_id))
    start_erasure(project, actor.user_id, erase_later(project_id, issue.id, actor.user_id, utc_now()))
    audit(project.organization_id, actor, "issue.delete", issue.id, project_id=project_id, title=issue.title)
