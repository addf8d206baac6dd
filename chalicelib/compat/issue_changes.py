"""What a client of Sentry asks to change about issues → our own change. ValidationFailed names what cannot be done."""

from datetime import datetime, timedelta

from chalicelib.accounts.store import find_user_by_email
from chalicelib.compat.issue_schemas import IssueChange, IssueStatusDetails
from chalicelib.errors import ValidationFailed
from chalicelib.issues.schemas import IssueUpdate, Status, StatusDetails
from chalicelib.organizations.members import list_members
from chalicelib.projects.store import Project

STATUSES: dict[str, Status] = {
    "resolved": "resolved",
    "resolvedInNextRelease": "resolved",
    "unresolved": "unresolved",
    "ignored": "ignored",
    "muted": "ignored",
}


def read_issue_change(project: Project, body: IssueChange, now: datetime) -> IssueUpdate:
    """The change in our words. `muted` is an older word for ignored; durations count minutes."""
    fields: dict[str, object] = {}
    if body.status is not None:
        status = STATUSES.get(body.status)
        if status is None:
            raise _invalid("status", f"expected one of {', '.join(STATUSES)}")
        fields["status"] = status
        details = _details(body, status, now)
        if details is not None:
            fields["status_details"] = details
    if "assigned_to" in body.model_fields_set:
        fields["assignee_id"] = _find_assignee(project, body.assigned_to or "")
    return IssueUpdate(**fields)


def _details(body: IssueChange, status: Status, now: datetime) -> StatusDetails | None:
    told = body.status_details or IssueStatusDetails()
    if status == "resolved":
        is_next = body.status == "resolvedInNextRelease" or told.in_next_release
        if is_next:
            return StatusDetails(in_next_release=True)
        return StatusDetails(in_release=told.in_release) if told.in_release else None
    if status == "ignored":
        minutes = told.ignore_duration or body.ignore_duration or body.snooze_duration
        until = now + timedelta(minutes=minutes) if minutes else told.ignore_until
        count = told.ignore_count or body.ignore_count
        return StatusDetails(ignore_until=until, ignore_count=count) if until or count else None
    return None


def _find_assignee(project: Project, text: str) -> str | None:
    """Whom `user:ID`, an id or an e-mail address means; None for nobody."""
    wanted = text.removeprefix("user:").strip()
    if not wanted:
        return None
    user = find_user_by_email(wanted) if "@" in wanted else None
    user_id = user.user_id if user else wanted
    if user_id not in {member.user_id for member in list_members(project.organization_id)}:
        raise _invalid("assignedTo", "expected the id or address of a member of the organization")
    return user_id


def _invalid(field: str, problem: str) -> ValidationFailed:
    return ValidationFailed("The issue cannot be changed so", fields={field: problem})
