"""Issues merged, taken apart again, and events moved between issues once they are grouped anew, each exactly once.

Merging moves nothing: a merged issue reads as its members' union.

Moving is one transaction per pair of issues: it gives the events rows that point to their new bytes and issue, takes
them out of the old issue's chunks and counter, and counts them in the new one. Its conditions fail wherever somebody
else was there first, so that a repeated job moves nothing twice. Users and facets of the old issue keep what they had
counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from chalicelib.aws import keys
from chalicelib.aws.rows import Key, Row, encode_value, find_rows, key_of, pause_before_retry, query_rows
from chalicelib.aws.transactions import try_transaction
from chalicelib.config import settings
from chalicelib.errors import BadRequest
from chalicelib.events.packs import ChunkEntry, pack_entries, unpack_entries
from chalicelib.events.rows import EventPlace, NewEvent, event_key, place_from_row
from chalicelib.issues.counting import forget_state, load_states
from chalicelib.issues.counting_plans import BatchScope, build_chunk, plan_commit, put_event, split_late
from chalicelib.issues.store import HOUR_PREFIX, Issue, allocate_numbers, find_own_issue, get_issue, list_members
from chalicelib.issues.transaction_items import MS_PER_HOUR, TransactItem, delete_item, put_item, update_changed
from chalicelib.issues.triage import Changes, build_activity, change_issue, versioned
from chalicelib.times import format_time, utc_now

# A merge touches each member up to three times, and a transaction takes 100 items.
MAX_MERGED = 30


def merge_issues(project_id: str, issue_ids: Sequence[str], actor_id: str | None, now: datetime) -> Issue:
    """Make one issue of several: the one with most events. Each keeps counting on its own, so taking apart is exact."""
    chosen = {issue.id: issue for issue in (get_issue(project_id, name) for name in dict.fromkeys(issue_ids))}
    if len(chosen) < 2:
        raise BadRequest("Merging takes two issues or more")
    root_id = max(chosen.values(), key=lambda issue: (issue.times_seen, issue.id)).id
    for other_id in chosen:
        if other_id != root_id:
            _merge_one(project_id, root_id, other_id, actor_id, now)
    return get_issue(project_id, root_id)


def unmerge_issues(
    project_id: str, issue_id: str, fingerprints: Sequence[str], actor_id: str | None, now: datetime
) -> Issue:
    """Make issues of their own of what was merged in under these fingerprints."""

    def decide(members: list[Issue]) -> Changes:
        root, *others = members
        leaving = [issue for issue in others if issue.fingerprint in fingerprints]
        if not leaving:
            return Changes()
        changes = Changes([(root, versioned(root, merged_count=root.merged_count - len(leaving)))])
        for issue in leaving:
            changes.pairs.append((issue, versioned(issue, merged_into=None)))
            changes.others.append(delete_item("core", (keys.issue(project_id, root.id), keys.merged(issue.id))))
        content = {"fingerprints": [issue.fingerprint for issue in leaving], "issues": [issue.id for issue in leaving]}
        changes.others.append(build_activity(root, "unmerge", actor_id, now, content))
        return changes

    return change_issue(project_id, issue_id, now, decide)


def list_fingerprints(project_id: str, issue_id: str) -> list[Issue]:
    """The rows whose union the issue is, its own first."""
    return list_members(project_id, issue_id)


def _merge_one(project_id: str, root_id: str, other_id: str, actor_id: str | None, now: datetime) -> None:
    def decide(members: list[Issue]) -> Changes:
        joining = list_members(project_id, other_id)
        root = members[0]
        if joining[0].id == root.id:
            return Changes()
        if len(members) + len(joining) > MAX_MERGED:
            raise BadRequest(f"An issue takes at most {MAX_MERGED} fingerprints")
        changes = Changes([(root, versioned(root, merged_count=len(members) - 1 + len(joining)))])
        for issue in joining:
            changes.pairs.append((issue, versioned(issue, merged_into=root.id, merged_count=0)))
            link = {"pk": keys.issue(project_id, root.id), "sk": keys.merged(issue.id)}
            changes.others.append(put_item("core", link))
        for issue in joining[1:]:
            changes.others.append(delete_item("core", (keys.issue(project_id, other_id), keys.merged(issue.id))))
        content = {"issues": [other_id], "title": joining[0].title}
        changes.others.append(build_activity(root, "merge", actor_id, now, content))
        return changes

    change_issue(project_id, root_id, now, decide)


#: Rows of events and of chunks for as many, two issues with what hangs on them: a transaction takes 100 items.
MAX_MOVED_TOGETHER = 30
ATTEMPTS = 6
MAX_CHUNKS_SEARCHED = 300


@dataclass(frozen=True, slots=True)
class Moving:
    """An event as it is stored, and as it is to be. *expires_at* is the stored row's, which stays."""

    place: EventPlace
    event: NewEvent
    expires_at: int


def find_movable(project_id: str, event_ids: Iterable[str], now: float) -> dict[str, tuple[EventPlace, int]]:
    """Where events are stored, and until when; those without a body cannot be grouped anew and are left out."""
    rows = find_rows("hot", [event_key(project_id, event_id) for event_id in event_ids], consistent=True)
    found = ((place_from_row(row), int(row["expires_at"])) for row in rows.values() if int(row["expires_at"]) > now)
    return {place.event_id: (place, expires_at) for place, expires_at in found if place.has_body}


def move_events(scope: BatchScope, movings: Sequence[Moving]) -> list[Moving]:
    """Move events whose new bytes lie in the scope's pack already; those that were moved.

    What others moved or deleted meanwhile is left alone.
    """
    moved: list[Moving] = []
    pairs: dict[tuple[str, str], list[Moving]] = {}
    for moving in movings:
        pairs.setdefault((moving.place.issue_id, moving.event.issue_id), []).append(moving)
    for (source_id, target_id), group in pairs.items():
        for start in range(0, len(group), MAX_MOVED_TOGETHER):
            moved += _move_together(scope, source_id, target_id, group[start : start + MAX_MOVED_TOGETHER])
    return moved


def _move_together(scope: BatchScope, source_id: str, target_id: str, movings: Sequence[Moving]) -> list[Moving]:
    left, number = list(movings), 0
    for attempt in range(ATTEMPTS):
        left = _still_there(scope, left)
        source = find_own_issue(scope.project_id, source_id)
        if source is None or source.deleted_at is not None:
            return []
        left = [moving for moving in left if moving.place.generation == source.generation]
        taken = _take_from_chunks(scope, source, left)
        left = [moving for moving in left if moving.event.event_id in taken.found]
        if not left:
            return []
        if source_id == target_id:
            items = _restore_items(scope, source, left)
        else:
            items, left, number = _count_items(scope, source, left, number)
            if not left:
                return []
        committed = try_transaction([*items, *taken.items])
        for issue_id in (source_id, target_id):
            forget_state(scope.project_id, issue_id)
        if committed:
            return left
        pause_before_retry(attempt)
    return []


def _still_there(scope: BatchScope, movings: Sequence[Moving]) -> list[Moving]:
    """Those whose stored row is the one that was read: another run may have moved the others."""
    now = find_movable(scope.project_id, [moving.event.event_id for moving in movings], scope.now_ms / 1000)
    return [moving for moving in movings if now.get(moving.event.event_id, (None, 0))[0] == moving.place]


@dataclass(frozen=True, slots=True)
class _Taken:
    items: list[TransactItem]
    found: frozenset[str]


def _take_from_chunks(scope: BatchScope, source: Issue, movings: Sequence[Moving]) -> _Taken:
    """Chunks of the source without the events, as conditional items. An event no chunk lists is not moved."""
    partition = keys.chunks(scope.project_id, source.id, source.generation)
    wanted = {moving.event.event_id for moving in movings}
    rows: dict[Key, tuple[Row, list[ChunkEntry]]] = {}
    found: set[str] = set()
    for moving in movings:
        if moving.event.event_id in found:
            continue
        # A chunk is named by its newest event, so that it comes at or after each of its own.
        first = keys.batch(moving.place.received_ms, "")
        for row in islice(query_rows("hot", partition, first=first, consistent=True), MAX_CHUNKS_SEARCHED):
            entries = list(unpack_entries(row["entries"]))
            listed = {entry.event_id for entry in entries} & wanted
            if listed and row["pack"] != scope.pack:
                rows[str(row["pk"]), str(row["sk"])] = row, entries
                found |= listed
            if moving.event.event_id in listed:
                break
    items = [
        _without(row, [entry for entry in entries if entry.event_id not in wanted]) for row, entries in rows.values()
    ]
    return _Taken(items, frozenset(found))


def _without(row: Row, kept: Sequence[ChunkEntry]) -> TransactItem:
    """The chunk with *kept* alone, or its end, if nobody changed it since it was read."""
    action: dict[str, Any] = {
        "TableName": settings().table_name("hot"),
        "Key": key_of((str(row["pk"]), str(row["sk"]))),
        "ConditionExpression": "entries = :known",
        "ExpressionAttributeValues": {":known": encode_value(row["entries"])},
    }
    if not kept:
        return {"Delete": action}
    action["UpdateExpression"] = "SET entries = :kept"
    action["ExpressionAttributeValues"][":kept"] = encode_value(pack_entries(kept))
    return {"Update": action}


def _restore_items(scope: BatchScope, issue: Issue, movings: Sequence[Moving]) -> list[TransactItem]:
    """Events that stay in their issue, with their new bytes: nothing is counted."""
    rows = [_replace_event(put_event(scope, moving.event, issue.generation), moving) for moving in movings]
    chunk = build_chunk(scope, issue, [moving.event for moving in movings])
    return [*rows, put_item("hot", {**chunk, "expires_at": _last_expiry(movings)})]


def _count_items(
    scope: BatchScope, source: Issue, movings: Sequence[Moving], number: int
) -> tuple[list[TransactItem], list[Moving], int]:
    """The target's own plan, without its alerts: what arrived long ago is no news. And the source's loss."""
    target_id = movings[0].event.issue_id
    known = load_states(scope.project_id, {target_id: [moving.event for moving in movings]})[target_id]
    kept, _ = split_late(known.issue, [moving.event for moving in movings])
    ids = {event.event_id for event in kept}
    left = [moving for moving in movings if moving.event.event_id in ids]
    if not left:
        return [], [], number
    if known.issue is None and not number:
        (number,) = allocate_numbers(scope.project_id, 1)
    attempt = replace(scope, attempted_at=format_time(utc_now()))
    plan = plan_commit(attempt, known, kept, number)
    by_id = {moving.event.event_id: moving for moving in left}
    rows = [_replace_event(item, by_id[event.event_id]) for item, event in zip(plan.items, plan.events, strict=False)]
    others = [_with_expiry(item, left) for item in plan.items[len(plan.events) :] if not _is_alert(item)]
    return [*rows, *others, _uncount(attempt, source, kept)], left, number


def _replace_event(item: TransactItem, moving: Moving) -> TransactItem:
    """The event's row in place of the one that was read, for as long as that one was to live."""
    place, put = moving.place, item["Put"]
    put["Item"]["expires_at"] = {"N": str(moving.expires_at)}
    put["ConditionExpression"] = "issue_id = :issue AND pack = :pack AND #offset = :offset AND generation = :generation"
    put["ExpressionAttributeNames"] = {"#offset": "offset"}
    put["ExpressionAttributeValues"] = {
        ":issue": {"S": place.issue_id},
        ":pack": {"S": place.pack},
        ":offset": {"N": str(place.offset)},
        ":generation": {"N": str(place.generation)},
    }
    return item


def _with_expiry(item: TransactItem, movings: Sequence[Moving]) -> TransactItem:
    row = item.get("Put", {}).get("Item", {})
    if "entries" in row:
        row["expires_at"] = {"N": str(_last_expiry(movings))}
    return item


def _last_expiry(movings: Iterable[Moving]) -> int:
    return max(moving.expires_at for moving in movings)


def _is_alert(item: TransactItem) -> bool:
    return str(item.get("Put", {}).get("Item", {}).get("pk", {}).get("S", "")).startswith(keys.OUTBOX)


def _uncount(scope: BatchScope, source: Issue, events: Sequence[NewEvent]) -> TransactItem:
    """The source with its counters down. One that nobody touched and nothing is left of ends with it."""
    lost: Row = {"times_seen": -len(events)}
    hours: Mapping[int, int] = Counter(event.received_ms // MS_PER_HOUR for event in events)
    lost |= {f"{HOUR_PREFIX}{hour}": -count for hour, count in hours.items() if hour in source.hours}
    after = source
    if _ends_with(source, len(events)):
        after = replace(
            source,
            deleted_at=scope.attempted_at,
            generation=source.generation + 1,
            triage_version=source.triage_version + 1,
        )
    item = update_changed(source, after, scope.now, scope.attempted_at, added=lost)
    update = item["Update"]
    update["ConditionExpression"] += f" AND times_seen {'=' if after is not source else '>='} :lost"
    update["ExpressionAttributeValues"][":lost"] = {"N": str(len(events))}
    return item


def _ends_with(source: Issue, count: int) -> bool:
    is_untouched = source.status == "unresolved" and source.assignee_id is None
    return source.times_seen == count and is_untouched and not source.merged_into and not source.merged_count
