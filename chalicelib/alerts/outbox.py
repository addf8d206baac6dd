"""The outbox: pending notifications, written in the transaction that caused them, removed when delivered.

A row's id is derived from what happened, so that a repeated commit cannot announce it twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition

from chalicelib.alerts.model import OutboxRow
from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, transact
from chalicelib.times import format_time

NEVER = ""
LEASE = timedelta(minutes=2)
MAX_STALE = 20_000


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
    attempts = NumberAttribute(null=True)
    rule_ids = JSONAttribute(null=True)
    created_at = UnicodeAttribute()
    claimed_until = UnicodeAttribute(default=NEVER)


FIELDS = tuple(OutboxRow.__dataclass_fields__)
SELDOM_SET = ("attempts", "rule_ids")


def put_outbox(row: OutboxRow) -> None:
    """Store a row outside a transaction; storing it again under its id changes nothing."""
    _record(row).save()


def encode_outbox(row: OutboxRow) -> dict[str, Any]:
    """The row on DynamoDB's wire, for the transaction that makes it true."""
    return _record(row).serialize()


def find_outbox(outbox_id: str) -> OutboxRow | None:
    try:
        return _row(OutboxRecord.get(keys.outbox(outbox_id), outbox_id, consistent_read=True))
    except OutboxRecord.DoesNotExist:
        return None


def list_undelivered(outbox_ids: Iterable[str], now: datetime) -> list[OutboxRow]:
    """Those of the rows that are there and that nobody is telling, oldest first."""
    wanted = [(keys.outbox(outbox_id), outbox_id) for outbox_id in outbox_ids]
    found = OutboxRecord.batch_get(wanted, consistent_read=True)
    free = (row for row in found if row.claimed_until < format_time(now))
    return sorted(map(_row, free), key=lambda row: (row.created_at, row.id))


def claim_outbox(outbox_id: str, now: datetime) -> OutboxRow | None:
    """Take the row for two minutes. None when it is gone, delivered already, or claimed by another."""
    record = OutboxRecord(keys.outbox(outbox_id), outbox_id)
    try:
        record.update([OutboxRecord.claimed_until.set(format_time(now + LEASE))], condition=_is_free(now))
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return None
        raise
    return _row(record)


def claim_together(rows: Sequence[OutboxRow], now: datetime) -> list[OutboxRow]:
    """Claim up to a hundred rows in one transaction, or when somebody has one of them, those that are free."""
    until = format_time(now + LEASE)
    try:
        with transact() as transaction:
            for row in rows:
                record = OutboxRecord(keys.outbox(row.id), row.id)
                transaction.update(record, [OutboxRecord.claimed_until.set(until)], condition=_is_free(now))
    except TransactWriteError:
        return [row for row in rows if claim_outbox(row.id, now)]
    return list(rows)


def postpone_outbox(row: OutboxRow, until: datetime, rule_ids: Sequence[str]) -> None:
    """Delay the row's next delivery, which is for *rule_ids* only."""
    record = OutboxRecord(keys.outbox(row.id), row.id)
    record.update(
        [
            OutboxRecord.claimed_until.set(format_time(until)),
            OutboxRecord.attempts.set(row.attempts + 1),
            OutboxRecord.rule_ids.set(list(rule_ids)),
        ],
        condition=OutboxRecord.pk.exists(),
    )


def mark_outbox_sent(*outbox_ids: str) -> None:
    """Remove rows that are delivered, or that concern nobody."""
    with OutboxRecord.batch_write() as batch:
        for outbox_id in outbox_ids:
            batch.delete(OutboxRecord(keys.outbox(outbox_id), outbox_id))


def list_stale_outbox(now: datetime, older_than_seconds: int = 300) -> list[OutboxRow]:
    """Rows overdue for delivery that no worker holds, at most MAX_STALE of them, oldest first."""
    before = format_time(now - timedelta(seconds=older_than_seconds))
    stale = (row for row in _all_records() if row.created_at < before and row.claimed_until < format_time(now))
    return sorted(map(_row, islice(stale, MAX_STALE)), key=lambda row: row.created_at)


def _all_records() -> Iterator[OutboxRecord]:
    """From anywhere on and round to there, so that whatever the bound leaves out is among the first another time."""
    start = str(uuid4())
    for shard in range(keys.OUTBOX_SHARDS):
        yield from OutboxRecord.query(f"{keys.OUTBOX}{shard}", OutboxRecord.sk >= start)
    for shard in range(keys.OUTBOX_SHARDS):
        yield from OutboxRecord.query(f"{keys.OUTBOX}{shard}", OutboxRecord.sk < start)


def _is_free(now: datetime) -> Condition:
    free: Condition = OutboxRecord.pk.exists() & (OutboxRecord.claimed_until < format_time(now))
    return free


def _record(row: OutboxRow) -> OutboxRecord:
    fields = {name: getattr(row, name) for name in FIELDS}
    return OutboxRecord(keys.outbox(row.id), row.id, **fields | {name: fields[name] or None for name in SELDOM_SET})


def _row(record: OutboxRecord) -> OutboxRow:
    fields = {name: getattr(record, name) for name in FIELDS}
    return OutboxRow(**{name: value for name, value in fields.items() if value is not None})
