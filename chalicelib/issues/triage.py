"""What people do to issues: triage and delete. Each in one transaction with the activity that tells it.

Every change is conditional on the version it was decided on and decided again when somebody was faster. Raises NotFound
for what is not there and Conflict when others were faster every time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from chalicelib.aws import keys
from chalicelib.aws.rows import pause_before_retry
from chalicelib.aws.transactions import try_transaction
from chalicelib.errors import Conflict
from chalicelib.issues.activity import new_activity
from chalicelib.issues.counting import forget_state
from chalicelib.issues.lists import write_through
from chalicelib.issues.store import Issue, list_members, unite
from chalicelib.issues.transaction_items import TransactItem, delete_item, put_item, update_changed
from chalicelib.times import format_time, utc_now

ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Keep:
    """Stands for "leave it as it is" where None has a meaning."""


KEEP = Keep()


@dataclass(frozen=True, slots=True)
class IssueChange:
    """What to change. The last four go with *status*: how it is resolved, or how long it is ignored."""

    status: str | Keep = KEEP
    assignee_id: str | Keep | None = KEEP
    resolution: str | None = None
    resolved_in_release: str | None = None
    ignored_until: str | None = None
    ignore_count_limit: int | None = None


@dataclass(slots=True)
class Changes:
    """Issues before and after, and the rows that go with it."""

    pairs: list[tuple[Issue, Issue]] = field(default_factory=list)
    others: list[TransactItem] = field(default_factory=list)


def update_issue(project_id: str, issue_id: str, change: IssueChange, actor_id: str | None, now: datetime) -> Issue:
    """The issue as it is after *change*. What is so already is neither written nor told."""

    def decide(members: list[Issue]) -> Changes:
        before = members[0]
        after = _apply(before, change, format_time(now))
        if after == before:
            return Changes()
        told = [build_activity(before, kind, actor_id, now, content) for kind, content in _describe(before, after)]
        return Changes([(before, replace(after, triage_version=before.triage_version + 1))], told)

    return change_issue(project_id, issue_id, now, decide)


def delete_issue(project_id: str, issue_id: str, actor_id: str | None, now: datetime) -> None:
    """Leave tombstones of the issue and all that was merged into it, and begin a new generation.

    Old events and chunks no longer show; events that arrive from now on make the issue anew, as new.
    """

    def decide(members: list[Issue]) -> Changes:
        deleted = [
            replace(
                issue,
                deleted_at=format_time(now),
                generation=issue.generation + 1,
                triage_version=issue.triage_version + 1,
                merged_into=None,
                merged_count=0,
            )
            for issue in members
        ]
        links = [delete_item("core", (keys.issue(project_id, members[0].id), keys.merged(m.id))) for m in members[1:]]
        told = build_activity(members[0], "deletion", actor_id, now, {"times_seen": members[0].times_seen})
        return Changes(list(zip(members, deleted, strict=True)), [*links, told])

    change_issue(project_id, issue_id, now, decide)


def change_issue(project_id: str, issue_id: str, now: datetime, decide: Callable[[list[Issue]], Changes]) -> Issue:
    """Read, decide and commit, again from the start while others are faster."""
    for attempt in range(ATTEMPTS):
        members = list_members(project_id, issue_id)
        changes = decide(members)
        if not changes.pairs or _commit(changes, format_time(now)):
            after = {before.id: later for before, later in changes.pairs}
            for issue in after.values():
                forget_state(project_id, issue.id)
                write_through(issue)
            united = [after.get(issue.id, issue) for issue in members]
            return unite(united[0], [issue for issue in united[1:] if issue.merged_into == united[0].id])
        pause_before_retry(attempt)
    raise Conflict("Others changed this issue at the same time; try again")


def _commit(changes: Changes, now: str) -> bool:
    """Whether nobody was faster."""
    attempted_at = format_time(utc_now())
    items = [update_changed(before, after, now, attempted_at) for before, after in changes.pairs]
    return try_transaction([*items, *changes.others])


def _apply(issue: Issue, change: IssueChange, now: str) -> Issue:
    changed = issue
    if not isinstance(change.assignee_id, Keep):
        changed = replace(changed, assignee_id=change.assignee_id)
    if isinstance(change.status, Keep):
        return changed
    is_resolved, is_ignored = change.status == "resolved", change.status == "ignored"
    decided = replace(
        changed,
        status=change.status,
        resolution=(change.resolution or "now") if is_resolved else None,
        resolved_in_release=change.resolved_in_release if is_resolved else None,
        ignored_until=change.ignored_until if is_ignored else None,
        ignore_count_limit=change.ignore_count_limit if is_ignored else None,
        resolved_at=issue.resolved_at if is_resolved else None,
        reopened_as=None if change.status != issue.status else issue.reopened_as,
        reopened_in=frozenset() if change.status != issue.status else issue.reopened_in,
    )
    if decided == changed:
        return changed
    return replace(decided, resolved_at=now if is_resolved else None)


def _describe(before: Issue, after: Issue) -> list[tuple[str, dict[str, Any]]]:
    told: list[tuple[str, dict[str, Any]]] = []
    if after.assignee_id != before.assignee_id:
        told.append(("assignment", {"from": before.assignee_id, "to": after.assignee_id}))
    details = ("status", "resolution", "resolved_in_release", "ignored_until", "ignore_count_limit")
    now = {name: getattr(after, name) for name in details if getattr(after, name) is not None}
    if any(getattr(after, name) != getattr(before, name) for name in details):
        told.append(("status_change", {"from": before.status, "to": after.status, **now}))
    return told


def versioned(issue: Issue, **changes: Any) -> Issue:
    return replace(issue, triage_version=issue.triage_version + 1, **changes)


def build_activity(
    issue: Issue, kind: str, actor_id: str | None, now: datetime, content: dict[str, Any]
) -> TransactItem:
    activity = new_activity(kind, actor_id, now, content)
    return put_item(
        "core",
        {
            "pk": keys.issue(issue.project_id, issue.id),
            "sk": keys.activity(activity.created_at, activity.id),
            "id": activity.id,
            "type": activity.type,
            "user_id": activity.user_id,
            "content": orjson.dumps(dict(activity.data)).decode(),
            "created_at": activity.created_at,
        },
    )
