"""Removes what hangs on a deleted issue, and a deleted person from an issue's users: bounded steps a job can repeat.

Others' hashes keep their places when a person goes, so that the count of users stays exact.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from chalicelib.aws import keys
from chalicelib.aws.rows import Key, Row, delete_rows, encode_value, find_row, key_of, pause_before_retry, query_rows
from chalicelib.aws.transactions import try_transaction
from chalicelib.config import settings
from chalicelib.errors import Conflict
from chalicelib.events.attachments import delete_attachments
from chalicelib.events.packs import unpack_entries
from chalicelib.events.rows import event_key
from chalicelib.events.store import find_places
from chalicelib.issues.counting import forget_state
from chalicelib.issues.lists import write_through
from chalicelib.issues.store import Issue, find_own_issue
from chalicelib.issues.transaction_items import TransactItem, update_changed
from chalicelib.issues.triage import versioned
from chalicelib.issues.users import shorten_hash, split_member
from chalicelib.times import format_time, utc_now

ATTEMPTS = 8


def forget_users(project_id: str, issue_id: str, user_hashes: Iterable[bytes], now: datetime) -> None:
    """Make the issue forget whom it knows under one of *user_hashes*. Nothing happens where it knows nobody of them."""
    named = frozenset(map(shorten_hash, user_hashes))
    for attempt in range(ATTEMPTS):
        issue = find_own_issue(project_id, issue_id)
        if issue is None or _replace_users(issue, named, now):
            return
        pause_before_retry(attempt)
    raise Conflict("Others changed this issue at the same time; try again")


def _replace_users(issue: Issue, named: frozenset[bytes], now: datetime) -> bool:
    """Whether nobody was faster."""
    users = issue.few_users or _read_users(issue)
    person = {member for member in users if not named.isdisjoint(split_member(member))}
    if not person:
        return True
    left = (users - person).union(secrets.token_bytes(len(member)) for member in person)
    after = versioned(issue, few_users=left if issue.few_users else frozenset())
    if not try_transaction(_build_items(issue, after, left, format_time(now))):
        return False
    forget_state(issue.project_id, issue.id)
    write_through(after)
    return True


def _read_users(issue: Issue) -> frozenset[bytes]:
    row = find_row("hot", _row_key(issue)) if issue.users else None
    return row.get("hashes", frozenset()) if row else frozenset()


def _build_items(before: Issue, after: Issue, users: frozenset[bytes], now: str) -> list[TransactItem]:
    counted = update_changed(before, after, now, format_time(utc_now()))
    if after.few_users:
        return [_overwrite(counted, "few_users", users)]
    row = {"TableName": settings().table_name("hot"), "Key": key_of(_row_key(before)), "UpdateExpression": "SET "}
    return [counted, _overwrite({"Update": row}, "hashes", users)]


def _overwrite(item: TransactItem, name: str, users: frozenset[bytes]) -> TransactItem:
    """The update with the set put in place of one of its size: sets only grow otherwise, so it is the one we read."""
    update = item["Update"]
    others = update["UpdateExpression"].removeprefix("SET ")
    conditions = [update.get("ConditionExpression"), f"attribute_exists({name})", f"size({name}) = :size"]
    return {
        "Update": {
            **update,
            "UpdateExpression": f"SET {name} = :users" + (f", {others}" if others else ""),
            "ConditionExpression": " AND ".join(filter(None, conditions)),
            "ExpressionAttributeValues": {
                **update.get("ExpressionAttributeValues", {}),
                ":users": encode_value(users),
                ":size": encode_value(len(users)),
            },
        }
    }


def _row_key(issue: Issue) -> Key:
    return keys.issue_users(issue.project_id, issue.id, issue.generation), keys.USERS


def erase_issue_events(project_id: str, issue_id: str, generation: int, max_rows: int = 1000) -> bool:
    """Remove up to about *max_rows* rows of the generation. Whether nothing is left."""
    chunks = list(islice(query_rows("hot", keys.chunks(project_id, issue_id, generation)), max(1, max_rows // 50)))
    for chunk in chunks:
        _erase_chunk(project_id, chunk, generation)
    if chunks:
        return False
    partitions = (
        keys.aggregate(project_id, issue_id, generation),
        keys.issue_users(project_id, issue_id, generation),
    )
    rows = [row for partition in partitions for row in islice(query_rows("hot", partition), max_rows)]
    delete_rows("hot", [_key(row) for row in rows])
    return len(rows) < max_rows


def _erase_chunk(project_id: str, chunk: Row, generation: int) -> None:
    """Remove the events of a chunk and then the chunk, so that a crash in between leaves it to be found again."""
    event_ids = [entry.event_id for entry in unpack_entries(chunk["entries"])]
    places = find_places(project_id, event_ids)
    # An id may have been sent again since: that event is another generation's.
    old = [event_id for event_id, place in places.items() if place.generation == generation]
    for event_id in old:
        delete_attachments(project_id, event_id)
    delete_rows("hot", [event_key(project_id, event_id) for event_id in old])
    delete_rows("hot", [_key(chunk)])


def _key(row: Row) -> Key:
    return row["pk"], row["sk"]
