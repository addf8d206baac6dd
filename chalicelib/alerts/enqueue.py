"""What people do to issues → outbox rows for the people it concerns. A lost message is sent again by the sweep."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.alerts.model import OutboxRow
from chalicelib.alerts.outbox import put_outbox
from chalicelib.ids import derived_id
from chalicelib.issues.comments import Comment
from chalicelib.issues.store import Issue
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.times import format_time

PREVIEW_LENGTH = 500


def enqueue_assignment(organization_id: str, issue: Issue, *, actor_id: str, now: datetime) -> None:
    """Notify an issue's new assignee. Nobody is notified of what they did themselves."""
    outbox_id = derived_id("assigned", issue.project_id, issue.id, issue.assignee_id, issue.triage_version)
    recipients = [issue.assignee_id] if issue.assignee_id else []
    _enqueue_for(organization_id, issue, "assigned", outbox_id, recipients, {"actor_id": actor_id}, now)


def enqueue_comment(
    organization_id: str,
    issue: Issue,
    comment: Comment,
    *,
    mentioned: Sequence[str],
    followers: Sequence[str],
    now: datetime,
) -> None:
    """Notify those whom a comment mentions, and the issue's other followers."""
    details = {"actor_id": comment.user_id, "comment_id": comment.id, "content": comment.content[:PREVIEW_LENGTH]}
    outbox_id = derived_id("mention", issue.project_id, issue.id, comment.id)
    _enqueue_for(organization_id, issue, "mention", outbox_id, mentioned, details, now)
    others = [user_id for user_id in followers if user_id not in set(mentioned)]
    outbox_id = derived_id("comment", issue.project_id, issue.id, comment.id)
    _enqueue_for(organization_id, issue, "comment", outbox_id, others, details, now)


def enqueue_unignored(organization_id: str, issue: Issue, *, since: str, now: datetime) -> None:
    """Trigger the alert rules for an ignored issue that comes back. *since* is until when it was ignored."""
    outbox_id = derived_id("unignored", issue.project_id, issue.id, since)
    _enqueue(
        OutboxRow(
            id=outbox_id,
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


def _enqueue_for(
    organization_id: str,
    issue: Issue,
    kind: str,
    outbox_id: str,
    recipients: Sequence[str],
    details: dict[str, str],
    now: datetime,
) -> None:
    others = sorted(set(recipients) - {details["actor_id"]})
    if not others:
        return
    row = OutboxRow(
        id=outbox_id,
        project_id=issue.project_id,
        organization_id=organization_id,
        kind=kind,
        issue_id=issue.id,
        created_at=format_time(now),
        level=issue.level,
        details={**details, "recipients": others},
    )
    _enqueue(row)


def _enqueue(row: OutboxRow) -> None:
    put_outbox(row)
    send_notification(NotificationMessage(row.project_id, [row.id]))
