"""Noise control: what a rule has to tell beyond its hourly share waits, and is told together."""

from datetime import datetime, timedelta

from chalicelib.model import format_time
from chalicelib.notify.happenings import happening_id
from chalicelib.queue import NotificationMessage, send_notification
from chalicelib.storage.alert_rules import AlertRule
from chalicelib.storage.deliveries import count_notice
from chalicelib.storage.digest_entries import (
    DigestEntry,
    PendingDigest,
    add_digest_entry,
    forget_digest,
    list_digest_entries,
    list_pending_digests,
)
from chalicelib.storage.outbox import OutboxRow, put_outbox

NOTICES_PER_HOUR = 10
WAIT = timedelta(minutes=15)
ISSUES_SHOWN = 50
# These are one row for much, or asked for: they are told at once.
NEVER_DIGESTED = frozenset({"digest", "test"})


def is_told_at_once(rule: AlertRule, row: OutboxRow, now: datetime) -> bool:
    """Whether *row* is within the rule's share of this hour; if not, it is kept for the rule's next digest."""
    if row.kind in NEVER_DIGESTED or count_notice(rule.id, now) <= NOTICES_PER_HOUR:
        return True
    entry = DigestEntry(row.id, row.issue_id, row.kind, format_time(now))
    add_digest_entry(row.organization_id, row.project_id, rule.id, entry)
    return False


def flush_digests(now: datetime) -> None:
    """Put a row in the outbox for every digest that has waited long enough."""
    for pending in list_pending_digests():
        if pending.started_at <= format_time(now - WAIT):
            _flush(pending, now)


def _flush(pending: PendingDigest, now: datetime) -> None:
    entries = list_digest_entries(pending.project_id, pending.rule_id)
    if entries:
        row = _digest_row(pending, entries, now)
        put_outbox(row)
        send_notification(NotificationMessage(row.project_id, row.id))
    forget_digest(pending.project_id, pending.rule_id, entries)


def _digest_row(pending: PendingDigest, entries: list[DigestEntry], now: datetime) -> OutboxRow:
    """Its id comes from its entries: flushing them again after a crash tells nothing twice."""
    issue_ids = list(dict.fromkeys(entry.issue_id for entry in entries))
    return OutboxRow(
        id=happening_id("digest", pending.rule_id, *sorted(entry.outbox_id for entry in entries)),
        project_id=pending.project_id,
        organization_id=pending.organization_id,
        kind="digest",
        issue_id=issue_ids[0],
        created_at=format_time(now),
        details={"rule_id": pending.rule_id, "count": len(entries), "issue_ids": issue_ids[:ISSUES_SHOWN]},
    )
