"""The rows that go with counted events: where each event is, their chunk, and what must be told. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from chalicelib.alerts.outbox import OutboxRow
from chalicelib.aws import keys
from chalicelib.aws.rows import Row
from chalicelib.events.chunks import pack_entries
from chalicelib.events.rows import NewEvent, chunk_entry, encode_event_row
from chalicelib.ids import derived_id
from chalicelib.issues.store import Issue
from chalicelib.issues.transaction_items import TransactItem, put_encoded

SECONDS_PER_DAY = 86_400
MAX_NOTED_TAGS = 10
MAX_TEXT_BYTES = 16_000


@dataclass(frozen=True, slots=True)
class BatchScope:
    """What all events of a project in one batch share. Each transaction has its own *attempted_at*."""

    project_id: str
    organization_id: str
    batch_id: str
    pack: str
    retention_days: int
    now: str
    now_ms: int
    attempted_at: str = ""

    def expires_at(self, days: int | None = None) -> int:
        return self.now_ms // 1000 + (days or self.retention_days) * SECONDS_PER_DAY


def put_event(scope: BatchScope, event: NewEvent, generation: int) -> TransactItem:
    row = encode_event_row(
        scope.project_id, event, generation=generation, pack=scope.pack, expires_at=scope.expires_at()
    )
    item = put_encoded("hot", row)
    # DynamoDB removes expired rows late; one that has expired no longer makes a duplicate.
    item["Put"]["ConditionExpression"] = "attribute_not_exists(pk) OR expires_at < :now"
    item["Put"]["ExpressionAttributeValues"] = {":now": {"N": str(scope.now_ms // 1000)}}
    return item


def build_chunk(scope: BatchScope, issue: Issue, events: Sequence[NewEvent]) -> Row:
    newest_ms = max(event.received_ms for event in events)
    return {
        "pk": keys.chunks(scope.project_id, issue.id, issue.generation),
        # Events of one issue that fill several transactions need a row in each: the first event tells them apart.
        "sk": keys.batch(newest_ms, f"{scope.batch_id}{events[0].event_id[:8]}"),
        "pack": scope.pack,
        "entries": pack_entries(map(chunk_entry, events)),
        "expires_at": scope.expires_at(),
    }


def build_text(issue: Issue, event: NewEvent) -> Row:
    body: dict[str, Any] = {"title": event.title, "message": event.message, "metadata": event.metadata}
    packed = orjson.dumps(body | {"grouping": event.explain_grouping()})
    if len(packed) > MAX_TEXT_BYTES:
        packed = orjson.dumps(body | {"metadata": {}, "grouping": {}})
    return {"pk": keys.issue(issue.project_id, issue.id), "sk": keys.ISSUE_TEXT, "body": packed}


def build_outbox(scope: BatchScope, kind: str, issue: Issue, events: Sequence[NewEvent]) -> OutboxRow:
    cause = max(events, key=lambda event: event.received_at)
    return OutboxRow(
        id=derived_id(scope.project_id, issue.id, issue.generation, issue.triage_version, kind),
        project_id=scope.project_id,
        organization_id=scope.organization_id,
        kind=kind,
        issue_id=issue.id,
        created_at=scope.now,
        event_id=cause.event_id,
        level=cause.level,
        environment=cause.environment,
        release=cause.release,
        times_seen=issue.times_seen,
        tags=[[name, value] for name, value in cause.tags[:MAX_NOTED_TAGS]],
    )


def build_activity(outbox: OutboxRow) -> Row:
    details = {"event_id": outbox.event_id, "release": outbox.release}
    return {
        "pk": keys.issue(outbox.project_id, outbox.issue_id),
        "sk": keys.activity(outbox.created_at, outbox.id),
        "id": outbox.id,
        "type": outbox.kind,
        "content": orjson.dumps(details).decode(),
        "created_at": outbox.created_at,
    }
