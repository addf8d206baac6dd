"""What one issue's events change, as the items of one transaction. Pure: known state and events in, a plan out.

The plan's conditions fail, and it must be made again, wherever the state it was made from has moved on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from chalicelib.alerts.model import OutboxRow
from chalicelib.alerts.outbox import encode_outbox
from chalicelib.aws import keys
from chalicelib.aws.rows import Key, Row
from chalicelib.events.packs import pack_entries
from chalicelib.events.rows import NewEvent, chunk_entry, encode_event_row
from chalicelib.ids import derived_id
from chalicelib.issues.reopening import find_reopening, reopen
from chalicelib.issues.store import Issue
from chalicelib.issues.transaction_items import (
    TransactItem,
    check_unchanged,
    count_events,
    create_issue,
    item_key,
    put_encoded,
    put_item,
    update_changed,
    update_counted,
)
from chalicelib.issues.users import meet_users, store_users, with_users
from chalicelib.releases.order import ReleaseMark

SECONDS_PER_DAY = 86_400
MAX_NOTED_TAGS = 10
MAX_TEXT_BYTES = 16_000


@dataclass(frozen=True, slots=True)
class BatchScope:
    """What all events of a project in one batch share. Each transaction has its own *attempted_at*."""

    project_id: str
    organization_id: str
    batch_id: str
    pack: str
    retention_days: int
    now: str
    now_ms: int
    attempted_at: str = ""

    def expires_at(self, days: int | None = None) -> int:
        return self.now_ms // 1000 + (days or self.retention_days) * SECONDS_PER_DAY


def put_event(scope: BatchScope, event: NewEvent, generation: int) -> TransactItem:
    row = encode_event_row(
        scope.project_id, event, generation=generation, pack=scope.pack, expires_at=scope.expires_at()
    )
    item = put_encoded("hot", row)
    # DynamoDB removes expired rows late; one that has expired no longer makes a duplicate.
    item["Put"]["ConditionExpression"] = "attribute_not_exists(pk) OR expires_at < :now"
    item["Put"]["ExpressionAttributeValues"] = {":now": {"N": str(scope.now_ms // 1000)}}
    return item


def build_chunk(scope: BatchScope, issue: Issue, events: Sequence[NewEvent]) -> Row:
    newest_ms = max(event.received_ms for event in events)
    return {
        "pk": keys.chunks(scope.project_id, issue.id, issue.generation),
        # Events of one issue that fill several transactions need a row in each: the first event tells them apart.
        "sk": keys.batch(newest_ms, f"{scope.batch_id}{events[0].event_id[:8]}"),
        "pack": scope.pack,
        "entries": pack_entries(map(chunk_entry, events)),
        "expires_at": scope.expires_at(),
    }


def build_text(issue: Issue, event: NewEvent) -> Row:
    body: dict[str, Any] = {"title": event.title, "message": event.message, "metadata": event.metadata}
    packed = orjson.dumps(body | {"grouping": event.explain_grouping()})
    if len(packed) > MAX_TEXT_BYTES:
        packed = orjson.dumps(body | {"metadata": {}, "grouping": {}})
    return {"pk": keys.issue(issue.project_id, issue.id), "sk": keys.ISSUE_TEXT, "body": packed}


def build_outbox(scope: BatchScope, kind: str, issue: Issue, events: Sequence[NewEvent]) -> OutboxRow:
    cause = max(events, key=lambda event: event.received_at)
    return OutboxRow(
        id=derived_id(scope.project_id, issue.id, issue.generation, issue.triage_version, kind),
        project_id=scope.project_id,
        organization_id=scope.organization_id,
        kind=kind,
        issue_id=issue.id,
        created_at=scope.now,
        event_id=cause.event_id,
        level=cause.level,
        environment=cause.environment,
        release=cause.release,
        times_seen=issue.times_seen,
        tags=[[name, value] for name, value in cause.tags[:MAX_NOTED_TAGS]],
    )


def build_activity(outbox: OutboxRow) -> Row:
    details = {"event_id": outbox.event_id, "release": outbox.release}
    return {
        "pk": keys.issue(outbox.project_id, outbox.issue_id),
        "sk": keys.activity(outbox.created_at, outbox.id),
        "id": outbox.id,
        "type": outbox.kind,
        "content": orjson.dumps(details).decode(),
        "created_at": outbox.created_at,
    }


USERS_KEPT_DAYS = 400


@dataclass(frozen=True, slots=True)
class KnownState:
    """What a plan is made from. *root* is what the issue was merged into. *users* is None once their set is full."""

    issue: Issue | None
    root: Issue | None = None
    users: frozenset[bytes] | None = frozenset()
    releases: Mapping[str, ReleaseMark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommitPlan:
    """Items of a transaction, of which the first are the rows of *events*, in order; and the state it leads to."""

    items: list[TransactItem]
    touched: frozenset[Key]
    events: Sequence[NewEvent]
    after: KnownState
    outbox: OutboxRow | None


def split_late(issue: Issue | None, events: Sequence[NewEvent]) -> tuple[list[NewEvent], list[NewEvent]]:
    """Events to count, and events that had arrived before their issue was deleted: those stay gone with it."""
    deleted_at = issue.deleted_at if issue else None
    if deleted_at is None:
        return list(events), []
    return [e for e in events if e.received_at > deleted_at], [e for e in events if e.received_at <= deleted_at]


def plan_commit(scope: BatchScope, known: KnownState, events: Sequence[NewEvent], number: int) -> CommitPlan:
    """The transaction for *events* of one issue. *number* is its short id's if the issue has to be made."""
    before = known.issue
    if before is None or before.deleted_at is not None:
        return _plan_new(scope, before, events, number)
    met = meet_users(known.users, events)
    after = with_users(count_events(before, events, scope.now_ms), known.users, met)
    judged = known.root or after
    times_seen = after.times_seen + (known.root.times_seen if known.root else 0)
    reason = find_reopening(judged, times_seen, events, known.releases)
    opened = reopen(judged) if reason else judged
    root_items = _plan_root(scope, known.root, opened)
    if known.root is None:
        after = opened
    outbox = build_outbox(scope, reason, opened, events) if reason else None
    items = [
        update_counted(before, after, events, scope.now, scope.attempted_at),
        *root_items,
        *store_users(after, before.few_users, known.users, met, scope.expires_at(USERS_KEPT_DAYS)),
    ]
    state = KnownState(after, opened if known.root else None, met, known.releases)
    return _assemble(scope, state, events, items, outbox)


def _plan_new(scope: BatchScope, grave: Issue | None, events: Sequence[NewEvent], number: int) -> CommitPlan:
    first = min(events, key=lambda event: event.received_at)
    users = meet_users(frozenset(), events)
    blank = _blank_issue(scope, grave, first, number)
    issue = with_users(count_events(blank, events, scope.now_ms), frozenset(), users)
    items = [create_issue(issue, grave, scope.attempted_at), put_item("core", build_text(issue, first))]
    if grave is None:
        number_key = {"pk": keys.issue_numbers(scope.project_id), "sk": keys.issue_number(number)}
        items.append(put_item("core", number_key | {"issue_id": issue.id}))
    items += store_users(issue, frozenset(), frozenset(), users, scope.expires_at(USERS_KEPT_DAYS))
    outbox = build_outbox(scope, "new_issue", issue, events)
    return _assemble(scope, KnownState(issue, None, users), events, items, outbox)


def _blank_issue(scope: BatchScope, grave: Issue | None, first: NewEvent, number: int) -> Issue:
    return Issue(
        id=first.issue_id,
        project_id=scope.project_id,
        number=grave.number if grave else number,
        fingerprint=first.fingerprint,
        generation=grave.generation if grave else 1,
        triage_version=grave.triage_version + 1 if grave else 1,
        title=first.title,
        culprit=first.culprit,
        type=first.type,
        level=first.level,
        status="unresolved",
        platform=first.platform,
        first_seen=first.received_at,
        last_seen=first.received_at,
        times_seen=0,
        users=0,
        created_at=scope.now,
        updated_at=scope.now,
        first_release=first.release,
        last_release=first.release,
        handled=first.handled,
        search_words=first.search_words,
    )


def _assemble(
    scope: BatchScope,
    state: KnownState,
    events: Sequence[NewEvent],
    items: list[TransactItem],
    outbox: OutboxRow | None,
) -> CommitPlan:
    assert state.issue is not None  # noqa: S101 - a plan always leads to an issue
    rows = [put_event(scope, event, state.issue.generation) for event in events]
    everything = [*rows, *items, put_item("hot", build_chunk(scope, state.issue, events))]
    if outbox is not None:
        everything.append(put_encoded("core", encode_outbox(outbox)))
        if outbox.kind != "new_issue":
            everything.append(put_item("core", build_activity(outbox)))
    return CommitPlan(everything, frozenset(map(item_key, everything)), events, state, outbox)


def _plan_root(scope: BatchScope, root: Issue | None, opened: Issue) -> list[TransactItem]:
    if root is None:
        return []
    if opened == root:
        return [check_unchanged(root)]
    return [update_changed(root, opened, scope.now, scope.attempted_at)]
