"""Many issues at once: a change or deletion of named issues or of all that fit.

Up to INLINE_ISSUES are done before the answer; more become a job whose progress the page shows.
"""

from chalicelib.errors import Conflict, NotFound, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.issues.bulk_changes import BulkChange, change_issues_now
from chalicelib.issues.change_requests import build_change, changes_something
from chalicelib.issues.lists import catch_up, match_issue_ids
from chalicelib.issues.routes import routes
from chalicelib.issues.schemas import BulkAnswer, IssueBulkUpdate, IssueSelection
from chalicelib.issues.search_request import build_select
from chalicelib.issues.store import resolve_issue_id
from chalicelib.jobs.serializers import start_bulk_job, start_erasure
from chalicelib.organizations.audit import audit
from chalicelib.projects.store import Project
from chalicelib.times import utc_now

# The routes are those of issues.py: Chalice has one blueprint answer for a path, whatever its methods.
__all__ = ["routes"]

INLINE_ISSUES = 25
MAX_MATCHED = 100_000


@routes.endpoint("PUT", "/projects/{project_id}/issues", access="event:write", errors=(Conflict,))
def change_issues(project_id: str, actor: Actor, body: IssueBulkUpdate) -> BulkAnswer:
    """Change named issues, or all that fit.

    Few are changed at once and counted; many become a job.
    """
    project = require_project(actor, project_id, "write")
    if not changes_something(body):
        raise ValidationFailed("Nothing to change", fields={"status": "expected a status or an assignee_id"})
    return _apply(project, body, build_change(project, body, utc_now()), actor)


@routes.endpoint("DELETE", "/projects/{project_id}/issues", access="event:admin", errors=(Conflict,))
def delete_issues(project_id: str, actor: Actor, body: IssueSelection) -> BulkAnswer:
    """Delete named issues, or all that fit, with their events."""
    project = require_project(actor, project_id, "write")
    outcome = _apply(project, body, BulkChange(deletes=True), actor)
    count = outcome.job.total if outcome.job else outcome.updated
    audit(project.organization_id, actor, "issue.delete_many", project_id, count=count)
    return outcome


def _apply(project: Project, selection: IssueSelection, bulk: BulkChange, actor: Actor) -> BulkAnswer:
    issue_ids = _selected(project, selection, actor)
    if len(issue_ids) > INLINE_ISSUES:
        return BulkAnswer(job=start_bulk_job(project, actor.user_id, bulk, issue_ids))
    outcome = change_issues_now(project.project_id, issue_ids, bulk, actor.user_id, utc_now())
    start_erasure(project, actor.user_id, outcome.deleted)
    return BulkAnswer(updated=outcome.changed)


def _selected(project: Project, selection: IssueSelection, actor: Actor) -> list[str]:
    if selection.filters is None:
        found = (_find_id(project, text) for text in selection.ids or ())
        return list(dict.fromkeys(name for name in found if name is not None))
    catch_up(project.project_id)
    select = build_select(project.project_id, selection.filters, actor, utc_now())
    return match_issue_ids(project.project_id, select, limit=MAX_MATCHED)


def _find_id(project: Project, text: str) -> str | None:
    try:
        return resolve_issue_id(project, text)
    except NotFound:
        return None
