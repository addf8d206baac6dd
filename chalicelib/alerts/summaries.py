"""Noise control: what a rule has to tell beyond its hourly share waits, and is told together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.alerts.delivery_rows import count_notices
from chalicelib.alerts.outbox import OutboxRow, claim_together, mark_outbox_sent, put_outbox
from chalicelib.alerts.rules import sets_off
from chalicelib.alerts.store import AlertRule
from chalicelib.alerts.summary_entries import (
    DigestEntry,
    PendingDigest,
    add_digest_entries,
    forget_digest,
    list_digest_chunks,
    list_pending_digests,
)
from chalicelib.ids import derived_id
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.times import format_time

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
