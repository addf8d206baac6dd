"""Issues as the API shows them: rows of lists, and one in full."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from chalicelib.accounts.store import User, list_users
from chalicelib.config import settings
from chalicelib.issues.bookmarks import find_bookmark
from chalicelib.issues.lists import IssueRow
from chalicelib.issues.priority import compute_priority
from chalicelib.issues.schemas import IssueAnswer, IssueDetail, Person, StatusDetailsAnswer
from chalicelib.issues.store import MAX_USERS_EXACT, Issue, find_issue_text, list_family_ids, short_id
from chalicelib.organizations.store import find_organization
from chalicelib.projects.store import Project
from chalicelib.times import utc_now

SPARKLINE_HOURS = 24
DELETED_USER = "Deleted user"


def find_people(user_ids: Iterable[str | None]) -> dict[str, Person]:
    """The people behind *user_ids*, by one read. Who deleted the account has a name that says so."""
    wanted = sorted({user_id for user_id in user_ids if user_id})
    users = list_users(wanted) if wanted else {}
    return {user_id: _answer_person(user_id, users.get(user_id)) for user_id in wanted}


def _answer_person(user_id: str, user: User | None) -> Person:
    return Person(id=user_id, name=user.name if user else DELETED_USER, email=user.email if user else "")


def answer_row(project: Project, row: IssueRow, people: Mapping[str, Person]) -> IssueAnswer:
    return IssueAnswer.model_construct(
        id=row.id,
        short_id=short_id(project, row.number),
        title=row.title,
        culprit=row.culprit,
        type=row.type,
        level=row.level,
        status=row.status,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        times_seen=row.times_seen,
        users=count_users(row.users),
        assignee=people.get(row.assignee_id or ""),
        priority=round(row.priority, 3),
        sparkline=list(row.sparkline),
    )


def answer_issue(project: Project, issue: Issue, viewer_id: str) -> IssueDetail:
    """An issue in full, with what *viewer_id* keeps of it."""
    organization = find_organization(project.organization_id)
    text = find_issue_text(project.project_id, issue.id)
    bookmark = find_bookmark(project.project_id, list_family_ids(issue), viewer_id)
    now = utc_now()
    return IssueDetail.model_construct(
        id=issue.id,
        short_id=short_id(project, issue.number),
        title=issue.title,
        culprit=issue.culprit,
        type=issue.type,
        level=issue.level,
        status=issue.status,
        first_seen=issue.first_seen,
        last_seen=issue.last_seen,
        times_seen=issue.times_seen,
        users=count_users(issue.users),
        assignee=find_people([issue.assignee_id]).get(issue.assignee_id or ""),
        priority=_priority(issue, now),
        sparkline=_sparkline(issue, now),
        project={"id": project.project_id, "slug": project.slug, "name": project.name},
        fingerprint=issue.fingerprint,
        platform=issue.platform,
        environments=list(issue.environments),
        first_release=issue.first_release,
        last_release=issue.last_release,
        handled=issue.handled,
        status_details=_status_details(issue),
        permalink=issue_url(organization.slug if organization else "", project.slug, issue.id),
        is_bookmarked=bookmark.is_bookmarked,
        is_subscribed=bookmark.is_subscribed,
        message=text.message if text else None,
        metadata=text.metadata if text else {},
        merged_count=issue.merged_count,
        created_at=issue.created_at,
        updated_at=issue.updated_at,
    )


def issue_url(org_slug: str, project_slug: str, issue_id: str) -> str:
    return f"{settings().public_url}/organizations/{org_slug}/projects/{project_slug}/issues/{issue_id}"


def count_users(users: int) -> int | Literal["256+"]:
    return users if users <= MAX_USERS_EXACT else "256+"


def _priority(issue: Issue, now: datetime) -> float:
    priority = compute_priority(
        level=issue.level,
        handled=issue.handled,
        times_seen=issue.times_seen,
        users=issue.users,
        last_seen=issue.last_seen,
        now=now,
    )
    return round(priority, 3)


def _sparkline(issue: Issue, now: datetime) -> list[int]:
    this_hour = int(now.timestamp()) // 3600
    return [issue.hours.get(hour, 0) for hour in range(this_hour - SPARKLINE_HOURS + 1, this_hour + 1)]


def _status_details(issue: Issue) -> StatusDetailsAnswer:
    return StatusDetailsAnswer(
        resolved_at=issue.resolved_at,
        in_next_release=True if issue.resolution == "next_release" else None,
        in_release=issue.resolved_in_release if issue.resolution == "in_release" else None,
        ignore_until=issue.ignored_until,
        ignore_count=issue.ignore_count_limit,
    )
