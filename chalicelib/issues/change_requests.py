"""What somebody asks to change about issues → the change that storage makes, checked against the project, and made."""

from datetime import datetime

from chalicelib.alerts.enqueue import enqueue_assignment
from chalicelib.errors import ValidationFailed
from chalicelib.issues.bulk_changes import BulkChange, apply_change
from chalicelib.issues.schemas import IssueUpdate, StatusDetails
from chalicelib.issues.store import Issue, get_issue
from chalicelib.issues.triage import KEEP, IssueChange
from chalicelib.organizations.members import find_member
from chalicelib.projects.store import Project
from chalicelib.releases.order import newest_by_package
from chalicelib.releases.store import find_release, list_marks, newest_release
from chalicelib.times import format_time, utc_now


def build_change(project: Project, body: IssueUpdate, now: datetime) -> BulkChange:
    """The change that *body* means now. Raises ValidationFailed naming the field."""
    details = body.status_details or StatusDetails()
    resolution, release = _resolution(project.project_id, body, details)
    newest = newest_by_package(list_marks(project.project_id)) if resolution == "next_release" else {}
    change = IssueChange(
        status=body.status or KEEP,
        assignee_id=_assignee(project, body) if "assignee_id" in body.model_fields_set else KEEP,
        resolution=resolution,
        resolved_in_release=release,
        ignored_until=_ignored_until(details, now),
    )
    return BulkChange(change, ignore_more=details.ignore_count, newest_releases=newest if len(newest) > 1 else {})


def change_issue_by(user_id: str, project: Project, issue: Issue, body: IssueUpdate) -> Issue:
    """The issue after the change, of which a new assignee is told. Raises ValidationFailed, Conflict."""
    if not changes_something(body):
        return issue
    now = utc_now()
    apply_change(project.project_id, issue.id, build_change(project, body, now), user_id, now)
    changed = get_issue(project.project_id, issue.id)
    if changed.assignee_id is not None and changed.assignee_id != issue.assignee_id:
        enqueue_assignment(project.organization_id, changed, actor_id=user_id, now=now)
    return changed


def changes_something(body: IssueUpdate) -> bool:
    return body.status is not None or "assignee_id" in body.model_fields_set


def _resolution(project_id: str, body: IssueUpdate, details: StatusDetails) -> tuple[str | None, str | None]:
    if body.status != "resolved":
        return None, None
    if details.in_release:
        if find_release(project_id, details.in_release) is None:
            raise _invalid("status_details.in_release", "this project has no such release")
        return "in_release", details.in_release
    if details.in_next_release:
        newest = newest_release(project_id)
        if newest is None:
            raise _invalid("status_details.in_next_release", "no event of this project named a release yet")
        return "next_release", newest.version
    return "now", None


def _assignee(project: Project, body: IssueUpdate) -> str | None:
    if body.assignee_id is not None and find_member(project.organization_id, body.assignee_id) is None:
        raise _invalid("assignee_id", "expected the id of a member of the organization")
    return body.assignee_id


def _ignored_until(details: StatusDetails, now: datetime) -> str | None:
    if details.ignore_until is None:
        return None
    if details.ignore_until <= now:
        raise _invalid("status_details.ignore_until", "expected a time that is still to come")
    return format_time(details.ignore_until)


def _invalid(field: str, problem: str) -> ValidationFailed:
    return ValidationFailed("The issue cannot be changed so", fields={field: problem})
