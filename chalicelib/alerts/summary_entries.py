"""What noisy alert rules have to tell together: entries by rule, and the list of rules that have any."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord

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
