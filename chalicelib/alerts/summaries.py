"""Noise control: notifications beyond a rule's hourly quota wait as entries and are sent together as a summary."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError

from chalicelib.alerts.outbox import OutboxRow, claim_together, mark_outbox_sent, put_outbox
from chalicelib.alerts.rules import sets_off
from chalicelib.alerts.store import AlertRule, count_notices
from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.ids import derived_id
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.times import format_time

# A digest of more says so in the next one: this much is read into memory at once.
MAX_CHUNKS = 200


class PendingDigestRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    started_at = UnicodeAttribute()
    additions = NumberAttribute(default=0)


class DigestChunkRecord(CoreRecord):
    entries: JSONAttribute = JSONAttribute()


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One thing that would have been told by itself; *outbox_id* is what it would have been told as."""

    outbox_id: str
    issue_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class DigestChunk:
    """Entries that came together. A crash may have brought one of them in two chunks."""

    id: str
    entries: tuple[DigestEntry, ...]


@dataclass(frozen=True, slots=True)
class PendingDigest:
    organization_id: str
    project_id: str
    rule_id: str
    started_at: str
    additions: int


def add_digest_entries(
    organization_id: str, project_id: str, rule_id: str, entries: Sequence[DigestEntry], at: str
) -> None:
    """Keep *entries* for the rule's next digest, in one row: a storm brings a hundred at a time."""
    packed: list[dict[str, Any]] = [asdict(entry) for entry in entries]
    chunk_id = keys.digest_chunk(at, entries[0].outbox_id)
    DigestChunkRecord(keys.digest(project_id, rule_id), chunk_id, entries=packed).save()
    pending = PendingDigestRecord(keys.DIGESTS, keys.digest_rule(project_id, rule_id))
    pending.update(
        actions=[
            PendingDigestRecord.organization_id.set(organization_id),
            PendingDigestRecord.started_at.set(PendingDigestRecord.started_at | at),
            PendingDigestRecord.additions.add(1),
        ]
    )


def list_pending_digests() -> list[PendingDigest]:
    """For the sweep: it acts for every tenant."""
    return [_pending(row) for row in PendingDigestRecord.query(keys.DIGESTS, consistent_read=True)]


def list_digest_chunks(project_id: str, rule_id: str) -> list[DigestChunk]:
    """The rule's entries, oldest first, at most MAX_CHUNKS of them."""
    rows = DigestChunkRecord.query(keys.digest(project_id, rule_id), limit=MAX_CHUNKS, consistent_read=True)
    return [DigestChunk(row.sk, tuple(DigestEntry(**entry) for entry in row.entries)) for row in rows]


def forget_digest(pending: PendingDigest, chunks: Sequence[DigestChunk]) -> None:
    """Drop what was told. The rule stays on the list while there is more, or when more came meanwhile."""
    with DigestChunkRecord.batch_write() as batch:
        for chunk in chunks:
            batch.delete(DigestChunkRecord(keys.digest(pending.project_id, pending.rule_id), chunk.id))
    if len(chunks) == MAX_CHUNKS:
        return
    record = PendingDigestRecord(keys.DIGESTS, keys.digest_rule(pending.project_id, pending.rule_id))
    try:
        record.delete(condition=PendingDigestRecord.additions == pending.additions)
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def _pending(row: PendingDigestRecord) -> PendingDigest:
    project_id, _, rule_id = row.sk.partition("#")
    return PendingDigest(row.organization_id, project_id, rule_id, row.started_at, int(row.additions))


NOTICES_PER_HOUR = 10
WAIT = timedelta(minutes=15)
ISSUES_SHOWN = 50
# These are one row for much, or asked for: they are told at once.
NEVER_DIGESTED = frozenset({"digest", "test"})


@dataclass(slots=True)
class Turn:
    """An outbox row, with the rules it sets off: those that tell it at once, and those that have told enough."""

    row: OutboxRow
    at_once: list[AlertRule] = field(default_factory=list)
    later: list[AlertRule] = field(default_factory=list)

    @property
    def is_told_now(self) -> bool:
        return bool(self.at_once) or "recipients" in self.row.details


def take_turns(rows: Sequence[OutboxRow], rules: Iterable[AlertRule], now: datetime) -> list[Turn]:
    """Share out each rule's notices of this hour among *rows*, oldest first."""
    turns = [Turn(row) for row in rows]
    for rule in rules:
        awake = [turn for turn in turns if "recipients" not in turn.row.details and sets_off(rule, turn.row, now)]
        repeated = [turn for turn in awake if turn.row.attempts and rule.id in turn.row.rule_ids]
        urgent = [turn for turn in awake if turn.row.kind in NEVER_DIGESTED and not turn.row.attempts]
        counted = [turn for turn in awake if turn.row.kind not in NEVER_DIGESTED and not turn.row.attempts]
        used = count_notices(rule.id, len(counted), now) - len(counted) if counted else 0
        room = max(0, NOTICES_PER_HOUR - used)
        for turn in (*repeated, *urgent, *counted[:room]):
            turn.at_once.append(rule)
        for turn in counted[room:]:
            turn.later.append(rule)
    return turns


def settle_quietly(turns: Sequence[Turn], now: datetime) -> None:
    """Be done with rows that nobody is told of at once: keep them for digests, take them out of the outbox."""
    if not turns:
        return
    claimed = {row.id for row in claim_together([turn.row for turn in turns], now)}
    keep_for_digests([turn for turn in turns if turn.row.id in claimed], now)
    mark_outbox_sent(*claimed)


def keep_for_digests(turns: Iterable[Turn], now: datetime) -> None:
    """Note each row, all of one project, with the rules that tell it later."""
    rows: dict[str, list[OutboxRow]] = {}
    for turn in turns:
        for rule in turn.later:
            rows.setdefault(rule.id, []).append(turn.row)
    for rule_id, kept in rows.items():
        entries = [DigestEntry(row.id, row.issue_id, row.kind) for row in kept]
        add_digest_entries(kept[0].organization_id, kept[0].project_id, rule_id, entries, format_time(now))


def flush_digests(now: datetime) -> None:
    """Put a row in the outbox for every digest that has waited long enough."""
    for pending in list_pending_digests():
        if pending.started_at <= format_time(now - WAIT):
            _flush(pending, now)


def _flush(pending: PendingDigest, now: datetime) -> None:
    chunks = list_digest_chunks(pending.project_id, pending.rule_id)
    entries = {entry.outbox_id: entry for chunk in chunks for entry in chunk.entries}
    if entries:
        row = _digest_row(pending, list(entries.values()), now)
        put_outbox(row)
        send_notification(NotificationMessage(row.project_id, [row.id]))
    forget_digest(pending, chunks)


def _digest_row(pending: PendingDigest, entries: list[DigestEntry], now: datetime) -> OutboxRow:
    """Its id comes from its entries: flushing them again after a crash tells nothing twice."""
    issue_ids = list(dict.fromkeys(entry.issue_id for entry in entries))
    return OutboxRow(
        id=derived_id("digest", pending.rule_id, *sorted(entry.outbox_id for entry in entries)),
        project_id=pending.project_id,
        organization_id=pending.organization_id,
        kind="digest",
        issue_id=issue_ids[0],
        created_at=format_time(now),
        details={"rule_id": pending.rule_id, "count": len(entries), "issue_ids": issue_ids[:ISSUES_SHOWN]},
    )
