"""What people do to issues → outbox rows for the people it concerns. A lost message is sent again by the sweep."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.alerts.outbox import OutboxRow, put_outbox
from chalicelib.ids import derived_id
from chalicelib.issues.comments import Comment
from chalicelib.issues.store import Issue
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.times import format_time

PREVIEW_LENGTH = 500


def tell_assignment(organization_id: str, issue: Issue, *, actor_id: str, now: datetime) -> None:
    """Tell its assignee that an issue is theirs now. Nobody is told of what they did themselves."""
    happened = derived_id("assigned", issue.project_id, issue.id, issue.assignee_id, issue.triage_version)
    recipients = [issue.assignee_id] if issue.assignee_id else []
    _tell(organization_id, issue, "assigned", happened, recipients, {"actor_id": actor_id}, now)


def tell_comment(
    organization_id: str,
    issue: Issue,
    comment: Comment,
    *,
    mentioned: Sequence[str],
    followers: Sequence[str],
    now: datetime,
) -> None:
    """Tell those whom a comment mentions, and the issue's other followers."""
    details = {"actor_id": comment.user_id, "comment_id": comment.id, "content": comment.content[:PREVIEW_LENGTH]}
    happened = derived_id("mention", issue.project_id, issue.id, comment.id)
    _tell(organization_id, issue, "mention", happened, mentioned, details, now)
    others = [user_id for user_id in followers if user_id not in set(mentioned)]
    happened = derived_id("comment", issue.project_id, issue.id, comment.id)
    _tell(organization_id, issue, "comment", happened, others, details, now)


def tell_unignored(organization_id: str, issue: Issue, *, since: str, now: datetime) -> None:
    """Set off the alert rules that wait for an ignored issue to come back. *since* is until when it was ignored."""
    happened = derived_id("unignored", issue.project_id, issue.id, since)
    _put_out(
        OutboxRow(
            id=happened,
            project_id=issue.project_id,
            organization_id=organization_id,
            kind="unignored",
            issue_id=issue.id,
            created_at=format_time(now),
            level=issue.level,
            release=issue.last_release,
            times_seen=issue.times_seen,
        )
    )


def _tell(
    organization_id: str,
    issue: Issue,
    kind: str,
    happened: str,
    recipients: Sequence[str],
    details: dict[str, str],
    now: datetime,
) -> None:
    others = sorted(set(recipients) - {details["actor_id"]})
    if not others:
        return
    row = OutboxRow(
        id=happened,
        project_id=issue.project_id,
        organization_id=organization_id,
        kind=kind,
        issue_id=issue.id,
        created_at=format_time(now),
        level=issue.level,
        details={**details, "recipients": others},
    )
    _put_out(row)


def _put_out(row: OutboxRow) -> None:
    put_outbox(row)
    send_notification(NotificationMessage(row.project_id, [row.id]))
