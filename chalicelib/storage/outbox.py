"""The outbox: what must be told to people, written in the transaction that made it true, removed when told.

A row's id is derived from what happened, so that a repeated commit cannot announce it twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.model import format_time
from chalicelib.storage import keys
from chalicelib.storage.base import CoreRecord

NEVER = ""


class OutboxRecord(CoreRecord):
    id = UnicodeAttribute()
    project_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    issue_id = UnicodeAttribute()
    event_id = UnicodeAttribute(null=True)
    level = UnicodeAttribute(null=True)
    environment = UnicodeAttribute(null=True)
    release = UnicodeAttribute(null=True)
    times_seen = NumberAttribute(null=True)
    tags = JSONAttribute(null=True)
    details = JSONAttribute(null=True)
    created_at = UnicodeAttribute()
    claimed_until = UnicodeAttribute(default=NEVER)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """*kind* is `new_issue`, `regression`, `unignored` or what an alert rule made of it."""

    id: str
    project_id: str
    organization_id: str
    kind: str
    issue_id: str
    created_at: str
    event_id: str | None = None
    level: str | None = None
    environment: str | None = None
    release: str | None = None
    times_seen: int | None = None
    tags: list[list[str]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


FIELDS = tuple(OutboxRow.__dataclass_fields__)


def put_outbox(row: OutboxRow) -> None:
    """Store a row outside a transaction; storing it again under its id changes nothing that was not told yet."""
    _record(row).save()


def encode_outbox(row: OutboxRow) -> dict[str, Any]:
    """The row on DynamoDB's wire, for the transaction that makes it true."""
    return _record(row).serialize()


def find_outbox(outbox_id: str) -> OutboxRow | None:
    try:
        return _row(OutboxRecord.get(keys.outbox(outbox_id), outbox_id, consistent_read=True))
    except OutboxRecord.DoesNotExist:
        return None


def claim_outbox(outbox_id: str, now: datetime, lease_seconds: int = 120) -> OutboxRow | None:
    """Take the row for *lease_seconds*. None when it is gone, told already, or claimed by another."""
    record = OutboxRecord(keys.outbox(outbox_id), outbox_id)
    until = format_time(now + timedelta(seconds=lease_seconds))
    free = OutboxRecord.pk.exists() & (OutboxRecord.claimed_until < format_time(now))
    try:
        record.update([OutboxRecord.claimed_until.set(until)], condition=free)
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return None
        raise
    return _row(record)


def mark_outbox_sent(outbox_id: str) -> None:
    OutboxRecord(keys.outbox(outbox_id), outbox_id).delete()


def list_stale_outbox(now: datetime, older_than_seconds: int = 300) -> list[OutboxRow]:
    """Rows that should have been told by now and that nobody is telling."""
    before = format_time(now - timedelta(seconds=older_than_seconds))
    stale = (row for row in _all_records() if row.created_at < before and row.claimed_until < format_time(now))
    return sorted(map(_row, stale), key=lambda row: row.created_at)


def _all_records() -> Iterator[OutboxRecord]:
    for shard in range(keys.OUTBOX_SHARDS):
        yield from OutboxRecord.query(f"{keys.OUTBOX}{shard}")


def _record(row: OutboxRow) -> OutboxRecord:
    return OutboxRecord(keys.outbox(row.id), row.id, **{name: getattr(row, name) for name in FIELDS})


def _row(record: OutboxRecord) -> OutboxRow:
    fields = {name: getattr(record, name) for name in FIELDS}
    return OutboxRow(**fields | {"tags": fields["tags"] or [], "details": fields["details"] or {}})
