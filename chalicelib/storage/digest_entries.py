"""What noisy alert rules have to tell together: entries by rule, and the list of rules that have any."""

from collections.abc import Sequence
from dataclasses import dataclass

from pynamodb.attributes import UnicodeAttribute

from chalicelib.storage import keys
from chalicelib.storage.base import CoreRecord

MAX_ENTRIES = 500


class PendingDigestRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    started_at = UnicodeAttribute()


class DigestEntryRecord(CoreRecord):
    issue_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    created_at = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One thing that would have been told by itself; *outbox_id* is what it would have been told as."""

    outbox_id: str
    issue_id: str
    kind: str
    created_at: str


@dataclass(frozen=True, slots=True)
class PendingDigest:
    organization_id: str
    project_id: str
    rule_id: str
    started_at: str


def add_digest_entry(organization_id: str, project_id: str, rule_id: str, entry: DigestEntry) -> None:
    """Keep *entry* for the rule's next digest; keeping it again changes nothing."""
    DigestEntryRecord(
        keys.digest(project_id, rule_id),
        entry.outbox_id,
        issue_id=entry.issue_id,
        kind=entry.kind,
        created_at=entry.created_at,
    ).save()
    pending = PendingDigestRecord(keys.DIGESTS, keys.digest_rule(project_id, rule_id))
    pending.update(
        actions=[
            PendingDigestRecord.organization_id.set(organization_id),
            PendingDigestRecord.started_at.set(PendingDigestRecord.started_at | entry.created_at),
        ]
    )


def list_pending_digests() -> list[PendingDigest]:
    """For the sweep: it acts for every tenant."""
    return [_pending(row) for row in PendingDigestRecord.query(keys.DIGESTS)]


def list_digest_entries(project_id: str, rule_id: str) -> list[DigestEntry]:
    """The rule's entries, oldest first, at most MAX_ENTRIES."""
    rows = DigestEntryRecord.query(keys.digest(project_id, rule_id), limit=MAX_ENTRIES)
    entries = [DigestEntry(row.sk, row.issue_id, row.kind, row.created_at) for row in rows]
    return sorted(entries, key=lambda entry: (entry.created_at, entry.outbox_id))


def forget_digest(project_id: str, rule_id: str, entries: Sequence[DigestEntry]) -> None:
    """Drop what was told. The rule goes off the list first: an entry that comes meanwhile puts it back."""
    PendingDigestRecord(keys.DIGESTS, keys.digest_rule(project_id, rule_id)).delete()
    with DigestEntryRecord.batch_write() as batch:
        for entry in entries:
            batch.delete(DigestEntryRecord(keys.digest(project_id, rule_id), entry.outbox_id))


def _pending(row: PendingDigestRecord) -> PendingDigest:
    project_id, _, rule_id = row.sk.partition("#")
    return PendingDigest(row.organization_id, project_id, rule_id, row.started_at)
