"""An issue before and after, as conditional items of a transaction. Pure.

Counters are added to, never overwritten, since others count too; what overwrites is guarded by a condition. Copies of
the index find a change by the minute of *attempted_at*: the time right before the transaction is sent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.aws import keys
from chalicelib.aws.rows import Key, Row, WireItem, encode_row, encode_value, key_of
from chalicelib.config import TableKind, settings
from chalicelib.events.rows import NewEvent
from chalicelib.issues.store import HOUR_PREFIX, Issue, issue_key, issue_to_row

TransactItem = dict[str, dict[str, Any]]

MAX_ENVIRONMENTS = 25
HOURS_KEPT = 24
MS_PER_HOUR = 3_600_000
OVERWRITTEN = ("level", "last_seen", "first_seen", "last_release", "first_release", "handled")
TRIAGE = ("status", "assignee_id", "triage_version", "generation", "merged_into", "merged_count", "deleted_at")
TRIAGE_DETAILS = (
    "resolved_at",
    "resolution",
    "resolved_in_release",
    "ignored_until",
    "ignore_count_limit",
    "reopened_as",
)


def count_events(issue: Issue, events: Sequence[NewEvent], now_ms: int) -> Issue:
    """*issue* with *events* counted in, but for its users; the newest event says its level."""
    newest = max(events, key=lambda event: event.received_at)
    oldest = min(events, key=lambda event: event.received_at)
    is_latest = newest.received_at > issue.last_seen or not issue.times_seen
    is_earliest = oldest.received_at < issue.first_seen
    environments = {event.environment for event in events if event.environment} - {*issue.environments}
    hours = Counter(event.received_ms // MS_PER_HOUR for event in events)
    hours.update(issue.hours)
    return replace(
        issue,
        times_seen=issue.times_seen + len(events),
        last_seen=newest.received_at if is_latest else issue.last_seen,
        level=newest.level if is_latest else issue.level,
        last_release=(newest.release if is_latest else None) or issue.last_release,
        first_seen=oldest.received_at if is_earliest else issue.first_seen,
        first_release=(oldest.release if is_earliest else None) or issue.first_release or newest.release,
        handled=False if any(event.handled is False for event in events) else issue.handled,
        environments=(*issue.environments, *sorted(environments)[: MAX_ENVIRONMENTS - len(issue.environments)]),
        hours={hour: count for hour, count in hours.items() if hour > now_ms // MS_PER_HOUR - HOURS_KEPT},
    )


def create_issue(issue: Issue, grave: Issue | None, attempted_at: str) -> TransactItem:
    """The item of a new issue, or of one that rises from its own tombstone, with number and generation kept."""
    row = issue_to_row(issue) | {"change_pk": keys.project(issue.project_id), "changed_minute": attempted_at[:16]}
    item = put_item("core", row)
    item["Put"] |= unchanged(grave) if grave else {"ConditionExpression": "attribute_not_exists(pk)"}
    return item


def update_counted(
    before: Issue, after: Issue, events: Sequence[NewEvent], now: str, attempted_at: str
) -> TransactItem:
    """The update that counts *events*, and reopens the issue when *after* is open and *before* was not."""
    added: Row = {"times_seen": len(events)}
    for hour, count in Counter(event.received_ms // MS_PER_HOUR for event in events).items():
        if hour in after.hours:
            added[f"{HOUR_PREFIX}{hour}"] = count
    environments = {*after.environments} - {*before.environments}
    if environments:
        added["environments"] = environments
    reopened_in = _newly_reopened_in(before, after)
    if reopened_in:
        added["reopened_in"] = reopened_in
    gone = [f"{HOUR_PREFIX}{hour}" for hour in before.hours if hour not in after.hours]
    if after.few_users - before.few_users:
        added["few_users"] = after.few_users - before.few_users
    elif before.few_users - after.few_users:
        gone.append("few_users")
    item = update_changed(before, after, now, attempted_at, added=added, gone=gone)
    if before.few_users != after.few_users:
        _require_users(item["Update"], before.few_users)
    # DynamoDB has no maximum: a time moves only while the stored one is still on its earlier side.
    for name, comparison in (("last_seen", "<"), ("first_seen", ">")):
        if getattr(before, name) != getattr(after, name):
            item["Update"]["ConditionExpression"] += f" AND #{name} {comparison} :{name}"
    _require_absent(item["Update"], "environments", environments)
    _require_absent(item["Update"], "reopened_in", reopened_in)
    return item


def update_reopened_in(before: Issue, after: Issue, now: str, attempted_at: str) -> TransactItem:
    """The update that adds environments in which a reopened issue was seen again."""
    environments = _newly_reopened_in(before, after)
    item = update_changed(before, after, now, attempted_at, added={"reopened_in": environments})
    _require_absent(item["Update"], "reopened_in", environments)
    return item


def update_changed(
    before: Issue, after: Issue, now: str, attempted_at: str, *, added: Row | None = None, gone: Sequence[str] = ()
) -> TransactItem:
    """The update of plain fields from *before* to *after*, if nobody triaged the issue in between."""
    names = (*OVERWRITTEN, "users", *TRIAGE, *TRIAGE_DETAILS)
    changed = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    cleared = [name for name, value in changed.items() if value is None]
    kept = {name: value for name, value in changed.items() if value is not None}
    kept |= {"changed_minute": attempted_at[:16], "updated_at": now}
    if after.triage_version != before.triage_version and after.reopened_in != before.reopened_in:
        if after.reopened_in:
            kept["reopened_in"] = after.reopened_in
        else:
            cleared.append("reopened_in")
    return _update_item(before, kept, added or {}, [*cleared, *gone])


def unchanged(issue: Issue) -> dict[str, Any]:
    """The condition that nobody triaged or deleted the issue since it was read."""
    return {
        "ConditionExpression": "triage_version = :known_version AND generation = :known_generation",
        "ExpressionAttributeValues": {
            ":known_version": {"N": str(issue.triage_version)},
            ":known_generation": {"N": str(issue.generation)},
        },
    }


def check_unchanged(issue: Issue) -> TransactItem:
    key = key_of(issue_key(issue.project_id, issue.id))
    return {"ConditionCheck": {"TableName": settings().table_name("core"), "Key": key, **unchanged(issue)}}


def put_item(table: TableKind, row: Row) -> TransactItem:
    return put_encoded(table, encode_row(row))


def delete_item(table: TableKind, key: Key) -> TransactItem:
    return {"Delete": {"TableName": settings().table_name(table), "Key": key_of(key)}}


def put_encoded(table: TableKind, item: WireItem) -> TransactItem:
    return {"Put": {"TableName": settings().table_name(table), "Item": item}}


def item_key(item: TransactItem) -> Key:
    """What an item touches, as no transaction may touch a row twice."""
    (action,) = item.values()
    key = action.get("Key") or action["Item"]
    return key["pk"]["S"], key["sk"]["S"]


def _newly_reopened_in(before: Issue, after: Issue) -> frozenset[str]:
    """Environments to add. An issue that is being reopened gets its set anew, as a plain field."""
    return after.reopened_in - before.reopened_in if after.triage_version == before.triage_version else frozenset()


def _require_absent(update: dict[str, Any], name: str, members: Iterable[str]) -> None:
    """Fail where somebody else added one of *members* first: whoever adds it announces it."""
    for index, member in enumerate(sorted(members)):
        value = f":{name}{index}"
        update["ConditionExpression"] += f" AND NOT contains(#{name}, {value})"
        update["ExpressionAttributeValues"][value] = {"S": member}


def _require_users(update: dict[str, Any], known: frozenset[bytes]) -> None:
    # The set only grows, so that one of equal size is the one we know: the count that goes with it is exact.
    # A set that is gone has no size, which emulators take for an error where DynamoDB says no.
    if known:
        update["ConditionExpression"] += " AND attribute_exists(few_users) AND size(few_users) = :known_users"
        update["ExpressionAttributeValues"][":known_users"] = {"N": str(len(known))}
    else:
        update["ConditionExpression"] += " AND attribute_not_exists(few_users)"


def _update_item(issue: Issue, changed: Row, added: Row, gone: Sequence[str]) -> TransactItem:
    condition = unchanged(issue)
    parts = ["SET " + ", ".join(f"#{name} = :{name}" for name in changed)]
    if added:
        parts.append("ADD " + ", ".join(f"#{name} :{name}" for name in added))
    if gone:
        parts.append("REMOVE " + ", ".join(f"#{name}" for name in gone))
    values = {f":{name}": encode_value(value) for name, value in (changed | added).items()}
    return {
        "Update": {
            "TableName": settings().table_name("core"),
            "Key": key_of(issue_key(issue.project_id, issue.id)),
            "UpdateExpression": " ".join(parts),
            "ConditionExpression": condition["ConditionExpression"],
            "ExpressionAttributeNames": {f"#{name}": name for name in (*changed, *added, *gone)},
            "ExpressionAttributeValues": values | condition["ExpressionAttributeValues"],
        }
    }
