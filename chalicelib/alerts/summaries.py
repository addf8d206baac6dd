"""Noise control: notifications beyond a rule's hourly quota wait as entries and are sent together as a summary."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError

from chalicelib.alerts.model import AlertRule, OutboxRow, matches_rule
from chalicelib.alerts.outbox import claim_together, mark_outbox_sent, put_outbox
from chalicelib.alerts.store import count_notifications
from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.ids import derived_id
from chalicelib.jobs.turns import work_in_turns
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.times import format_time

# Memory bound: entries beyond it wait for the next summary.
MAX_CHUNKS = 200


class PendingSummaryRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    started_at = UnicodeAttribute()
    additions = NumberAttribute(default=0)


class SummaryChunkRecord(CoreRecord):
    entries: JSONAttribute = JSONAttribute()


@dataclass(frozen=True, slots=True)
class SummaryEntry:
    """A notification that was deferred; *outbox_id* is the row it came from."""

    outbox_id: str
    issue_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class SummaryChunk:
    """Entries that came together. A crash may have brought one of them in two chunks."""

    id: str
    entries: tuple[SummaryEntry, ...]


@dataclass(frozen=True, slots=True)
class PendingSummary:
    organization_id: str
    project_id: str
    rule_id: str
    started_at: str
    additions: int


def add_summary_entries(
    organization_id: str, project_id: str, rule_id: str, entries: Sequence[SummaryEntry], at: str
) -> None:
    """Keep *entries* for the rule's next summary, in one row: a storm brings a hundred at a time."""
    packed: list[dict[str, Any]] = [asdict(entry) for entry in entries]
    chunk_id = keys.summary_chunk(at, entries[0].outbox_id)
    SummaryChunkRecord(keys.summary(project_id, rule_id), chunk_id, entries=packed).save()
    pending = PendingSummaryRecord(keys.SUMMARIES, keys.summary_rule(project_id, rule_id))
    pending.update(
        actions=[
            PendingSummaryRecord.organization_id.set(organization_id),
            PendingSummaryRecord.started_at.set(PendingSummaryRecord.started_at | at),
            PendingSummaryRecord.additions.add(1),
        ]
    )


def list_pending_summaries() -> list[PendingSummary]:
    """For the sweep: it acts for every tenant."""
    return [_pending(row) for row in PendingSummaryRecord.query(keys.SUMMARIES, consistent_read=True)]


def list_summary_chunks(project_id: str, rule_id: str) -> list[SummaryChunk]:
    """The rule's entries, oldest first, at most MAX_CHUNKS of them."""
    rows = SummaryChunkRecord.query(keys.summary(project_id, rule_id), limit=MAX_CHUNKS, consistent_read=True)
    return [SummaryChunk(row.sk, tuple(SummaryEntry(**entry) for entry in row.entries)) for row in rows]


def delete_summary(pending: PendingSummary, chunks: Sequence[SummaryChunk]) -> None:
    """Delete what was sent. The rule stays on the list while there is more, or when more came meanwhile."""
    with SummaryChunkRecord.batch_write() as batch:
        for chunk in chunks:
            batch.delete(SummaryChunkRecord(keys.summary(pending.project_id, pending.rule_id), chunk.id))
    if len(chunks) == MAX_CHUNKS:
        return
    record = PendingSummaryRecord(keys.SUMMARIES, keys.summary_rule(pending.project_id, pending.rule_id))
    try:
        record.delete(condition=PendingSummaryRecord.additions == pending.additions)
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def _pending(row: PendingSummaryRecord) -> PendingSummary:
    project_id, _, rule_id = row.sk.partition("#")
    return PendingSummary(row.organization_id, project_id, rule_id, row.started_at, int(row.additions))


NOTIFICATIONS_PER_HOUR = 10
WAIT = timedelta(minutes=15)
ISSUES_SHOWN = 50
# A summary is one row for many and a test was asked for: both are sent at once.
NEVER_SUMMARIZED = frozenset({"digest", "test"})


@dataclass(slots=True)
class RuleQuota:
    """An outbox row with the rules it matches: those with quota left send it at once, the others defer it."""

    row: OutboxRow
    at_once: list[AlertRule] = field(default_factory=list)
    later: list[AlertRule] = field(default_factory=list)

    @property
    def is_for_rules(self) -> bool:
        return "recipients" not in self.row.details

    @property
    def is_immediate(self) -> bool:
        return bool(self.at_once) or not self.is_for_rules


def apply_rule_quota(rows: Sequence[OutboxRow], rules: Iterable[AlertRule], now: datetime) -> list[RuleQuota]:
    """Apply each rule's hourly quota to *rows*, oldest first."""
    quotas = [RuleQuota(row) for row in rows]
    for rule in rules:
        matching = [quota for quota in quotas if quota.is_for_rules and matches_rule(rule, quota.row, now)]
        repeated = [quota for quota in matching if quota.row.attempts and rule.id in quota.row.rule_ids]
        urgent = [quota for quota in matching if quota.row.kind in NEVER_SUMMARIZED and not quota.row.attempts]
        counted = [quota for quota in matching if quota.row.kind not in NEVER_SUMMARIZED and not quota.row.attempts]
        used = count_notifications(rule.id, len(counted), now) - len(counted) if counted else 0
        room = max(0, NOTIFICATIONS_PER_HOUR - used)
        for quota in (*repeated, *urgent, *counted[:room]):
            quota.at_once.append(rule)
        for quota in counted[room:]:
            quota.later.append(rule)
    return quotas


def defer_rows(quotas: Sequence[RuleQuota], now: datetime) -> None:
    """Finish rows that no rule sends at once: keep them for summaries and remove them from the outbox."""
    if not quotas:
        return
    claimed = {row.id for row in claim_together([quota.row for quota in quotas], now)}
    keep_for_summaries([quota for quota in quotas if quota.row.id in claimed], now)
    mark_outbox_sent(*claimed)


def keep_for_summaries(quotas: Iterable[RuleQuota], now: datetime) -> None:
    """Keep each row, all of one project, for the summaries of the rules that deferred it."""
    rows: dict[str, list[OutboxRow]] = {}
    for quota in quotas:
        for rule in quota.later:
            rows.setdefault(rule.id, []).append(quota.row)
    for rule_id, kept in rows.items():
        entries = [SummaryEntry(row.id, row.issue_id, row.kind) for row in kept]
        add_summary_entries(kept[0].organization_id, kept[0].project_id, rule_id, entries, format_time(now))


def send_due_summaries(now: datetime) -> None:
    """Enqueue every summary that has waited long enough."""
    due = [pending for pending in list_pending_summaries() if pending.started_at <= format_time(now - WAIT)]
    work_in_turns("summaries", due, lambda pending: pending.project_id, lambda pending: _flush(pending, now))


def _flush(pending: PendingSummary, now: datetime) -> None:
    chunks = list_summary_chunks(pending.project_id, pending.rule_id)
    entries = {entry.outbox_id: entry for chunk in chunks for entry in chunk.entries}
    if entries:
        row = _summary_row(pending, list(entries.values()), now)
        put_outbox(row)
        send_notification(NotificationMessage(row.project_id, [row.id]))
    delete_summary(pending, chunks)


def _summary_row(pending: PendingSummary, entries: list[SummaryEntry], now: datetime) -> OutboxRow:
    """Its id comes from its entries: sending them again after a crash delivers nothing twice."""
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
