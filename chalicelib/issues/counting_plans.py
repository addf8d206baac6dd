"""What one issue's events change, as the items of one transaction. Pure: known state and events in, a plan out.

The plan's conditions fail, and it must be made again, wherever the state it was made from has moved on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

from chalicelib.alerts.model import Occurrence, OutboxRow
from chalicelib.alerts.outbox import encode_outbox
from chalicelib.aws import keys
from chalicelib.aws.rows import Key, Row
from chalicelib.events.packs import list_environments, pack_entries
from chalicelib.events.rows import NewEvent, chunk_entry, encode_event_row
from chalicelib.ids import derived_id
from chalicelib.issues.lifecycle import find_cause, find_reopening, reopen
from chalicelib.issues.store import Issue
from chalicelib.issues.transaction_items import (
    MAX_ENVIRONMENTS,
    TransactItem,
    check_unchanged,
    count_events,
    create_issue,
    item_key,
    put_encoded,
    put_item,
    update_changed,
    update_counted,
    update_reopened_in,
)
from chalicelib.issues.users import meet_users, store_users, with_users
from chalicelib.releases.order import ReleaseMark
from chalicelib.releases.regressions import regression_row

SECONDS_PER_DAY = 86_400
# Rules match what the row holds of an event: all of its tags but in the strangest events.
MAX_TAG_BYTES = 8000
MAX_OCCURRENCE_TAG_BYTES = 1500
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
    names = list_environments(event.environment for event in events)
    return {
        "pk": keys.chunks(scope.project_id, issue.id, issue.generation),
        # Events of one issue that fill several transactions need a row in each: the first event tells them apart.
        "sk": keys.batch(newest_ms, f"{scope.batch_id}{events[0].event_id[:8]}"),
        "pack": scope.pack,
        "entries": pack_entries(chunk_entry(event, names) for event in events),
        "environments": orjson.dumps(names).decode(),
        "expires_at": scope.expires_at(),
    }


def build_text(issue: Issue, event: NewEvent) -> Row:
    body: dict[str, Any] = {"title": event.title, "message": event.message, "metadata": event.metadata}
    packed = orjson.dumps(body | {"grouping": event.explain_grouping()})
    if len(packed) > MAX_TEXT_BYTES:
        packed = orjson.dumps(body | {"metadata": {}, "grouping": {}})
    return {"pk": keys.issue(issue.project_id, issue.id), "sk": keys.ISSUE_TEXT, "body": packed}


def build_outbox(
    scope: BatchScope, kind: str, issue: Issue, cause: NewEvent, occurrences: Sequence[Occurrence] = ()
) -> OutboxRow:
    """The row that says *cause* made *issue* new, or reopened it; *occurrences* came from further environments."""
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
        tags=_first_tags(cause.tags, MAX_TAG_BYTES),
        details={"occurrences": [asdict(one) for one in occurrences]} if occurrences else {},
    )


def build_environment_outbox(scope: BatchScope, issue: Issue, occurrences: Sequence[Occurrence]) -> OutboxRow:
    """The row that says *issue*, known elsewhere, is new or back in the environments of *occurrences*."""
    first = occurrences[0]
    names = sorted(f"{one.kind} {one.environment}" for one in occurrences)
    return OutboxRow(
        id=derived_id(scope.project_id, issue.id, issue.generation, issue.triage_version, "environments", *names),
        project_id=scope.project_id,
        organization_id=scope.organization_id,
        kind=first.kind,
        issue_id=issue.id,
        created_at=scope.now,
        event_id=first.event_id,
        level=first.level,
        environment=first.environment,
        release=first.release,
        times_seen=issue.times_seen,
        tags=first.tags,
        details={"occurrences": [asdict(one) for one in occurrences], "is_known_elsewhere": True},
    )


def find_occurrences(
    kind: str, events: Iterable[NewEvent], wanted: Iterable[str], known: Iterable[str]
) -> list[Occurrence]:
    """The first event of each *wanted* environment, oldest first. *known* are those the issue was seen in before."""
    left, seen = set(wanted), set(known)
    found: list[Occurrence] = []
    for event in sorted(events, key=lambda event: (event.received_at, event.event_id)):
        if event.environment in left:
            left.remove(event.environment)
            found.append(
                Occurrence(
                    kind=kind,
                    environment=event.environment,
                    known=sorted(seen),
                    event_id=event.event_id,
                    level=event.level,
                    release=event.release,
                    tags=_first_tags(event.tags, MAX_OCCURRENCE_TAG_BYTES),
                )
            )
            seen.add(event.environment)
    return found


def _first_tags(tags: Sequence[tuple[str, str]], max_bytes: int) -> list[list[str]]:
    kept: list[list[str]] = []
    size = 0
    for name, value in tags:
        size += len(name.encode()) + len(value.encode())
        if size > max_bytes:
            break
        kept.append([name, value])
    return kept


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
    opened, outbox = _reopen(scope, known, after, events, reason) if reason else _follow(scope, known, after, events)
    root_items = _plan_root(scope, known.root, opened)
    if known.root is None:
        after = opened
    items = [
        update_counted(before, after, events, scope.now, scope.attempted_at),
        *root_items,
        *store_users(after, before.few_users, known.users, met, scope.expires_at(USERS_KEPT_DAYS)),
    ]
    state = KnownState(after, opened if known.root else None, met, known.releases)
    return _assemble(scope, state, events, items, outbox, is_reopened=bool(reason))


def _reopen(
    scope: BatchScope, known: KnownState, after: Issue, events: Sequence[NewEvent], reason: str
) -> tuple[Issue, OutboxRow]:
    """The issue opened again, and the row that says so, and in which further environments it is back or new."""
    judged = known.root or after
    cause = find_cause(judged, reason, events, known.releases)
    environments = sorted({event.environment for event in events if event.environment})[:MAX_ENVIRONMENTS]
    opened = reopen(judged, reason, environments)
    fresh = _fresh_environments(known, after)
    others = set(environments) - fresh - {cause.environment}
    occurrences = [
        *find_occurrences(reason, events, others, filter(None, [cause.environment])),
        *find_occurrences("new_issue", events, fresh, _known_environments(known)),
    ]
    return opened, build_outbox(scope, reason, opened, cause, occurrences)


def _follow(
    scope: BatchScope, known: KnownState, after: Issue, events: Sequence[NewEvent]
) -> tuple[Issue, OutboxRow | None]:
    """An issue that stays open may be new in an environment, or back there after events elsewhere reopened it."""
    judged = known.root or after
    fresh = _fresh_environments(known, after)
    occurrences = find_occurrences("new_issue", events, fresh, _known_environments(known))
    if judged.reopened_as is not None and judged.status == "unresolved":
        joined = {event.environment for event in events if event.environment} - judged.reopened_in
        joined = set(sorted(joined)[: MAX_ENVIRONMENTS - len(judged.reopened_in)])
        occurrences += find_occurrences(judged.reopened_as, events, joined - fresh, judged.reopened_in)
        judged = replace(judged, reopened_in=judged.reopened_in | joined) if joined else judged
    return judged, build_environment_outbox(scope, judged, occurrences) if occurrences else None


def _fresh_environments(known: KnownState, after: Issue) -> set[str]:
    """Environments in which neither the issue nor what it was merged into was seen before."""
    return {*after.environments} - _known_environments(known)


def _known_environments(known: KnownState) -> set[str]:
    return {name for issue in (known.issue, known.root) if issue for name in issue.environments}


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
    cause = min(events, key=lambda event: (event.received_at, event.event_id))
    others = {*issue.environments} - {cause.environment}
    occurrences = find_occurrences("new_issue", events, others, filter(None, [cause.environment]))
    outbox = build_outbox(scope, "new_issue", issue, cause, occurrences)
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
    *,
    is_reopened: bool = False,
) -> CommitPlan:
    assert state.issue is not None  # noqa: S101 - a plan always leads to an issue
    rows = [put_event(scope, event, state.issue.generation) for event in events]
    everything = [*rows, *items, put_item("hot", build_chunk(scope, state.issue, events))]
    if outbox is not None:
        everything.append(put_encoded("core", encode_outbox(outbox)))
        if is_reopened:
            everything.append(put_item("core", build_activity(outbox)))
        if is_reopened and outbox.kind == "regression" and outbox.release:
            row = regression_row(scope.project_id, outbox.release, outbox.issue_id, scope.now)
            everything.append(put_item("core", row))
    return CommitPlan(everything, frozenset(map(item_key, everything)), events, state, outbox)


def _plan_root(scope: BatchScope, root: Issue | None, opened: Issue) -> list[TransactItem]:
    if root is None:
        return []
    if opened == root:
        return [check_unchanged(root)]
    if opened.triage_version == root.triage_version:
        return [update_reopened_in(root, opened, scope.now, scope.attempted_at)]
    return [update_changed(root, opened, scope.now, scope.attempted_at)]
