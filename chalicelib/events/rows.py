"""The row of one event: where its bytes are, which issue it belongs to, and a sealed summary for lists.

Alone in its partition, it is also what makes a second delivery a duplicate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from chalicelib.aws import keys
from chalicelib.aws.compression import SUMMARY_DICTIONARY, compress, decompress
from chalicelib.aws.encryption import DataKey
from chalicelib.aws.rows import Key, Row, WireItem
from chalicelib.events.packs import ChunkEntry, place_environment

MAX_TEXT_LENGTH = 200
MAX_TAGS_BYTES = 500
COMPRESSION_LEVEL = 1


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A processed event on its way to storage. *blob* is its sealed content, *user* a label that tells users apart.

    *user_hash* is what its user is counted by, *user_aliases* are hashes that find the same person.
    *lacks_maps* names the debug ids and releases whose source maps were missing.
    *explain_grouping* says why it belongs to its issue; only the first event of an issue is asked.
    """

    event_id: str
    issue_id: str
    fingerprint: str
    received_at: str
    received_ms: int
    occurred_at: str
    title: str
    culprit: str
    type: str
    level: str
    platform: str
    handled: bool | None
    environment: str | None
    release: str | None
    transaction: str | None
    message: str
    user: str | None
    user_hash: bytes | None
    tags: list[tuple[str, str]]
    metadata: dict[str, Any]
    explain_grouping: Callable[[], dict[str, Any]]
    search_words: str
    summary: bytes
    blob: bytes
    offset: int = 0
    user_aliases: tuple[bytes, ...] = ()
    lacks_maps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EventRow:
    """What a list of events shows of one."""

    event_id: str
    issue_id: str
    project_id: str
    received_at: str
    occurred_at: str
    level: str
    title: str
    message: str
    environment: str | None
    release: str | None
    transaction: str | None
    user: str | None
    platform: str
    tags: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event's row says its bytes are."""

    event_id: str
    issue_id: str
    generation: int
    pack: str
    offset: int
    length: int
    received_ms: int
    summary: bytes

    @property
    def has_body(self) -> bool:
        """Whether there are any: a project whose budget runs low keeps a sample of bodies."""
        return self.length > 0


def seal_summary(key: DataKey, event_id: str, summary: dict[str, Any]) -> bytes:
    """The summary compressed, since rows above 1 KB cost twice the write units, and encrypted: it names users."""
    packed = compress(orjson.dumps(summary), SUMMARY_DICTIONARY, COMPRESSION_LEVEL)
    return key.encrypt(packed, _binding(key.project_id, event_id))


def summarize(event: Any, *, title: str, message: str, user: str | None, tags: list[tuple[str, str]]) -> dict[str, Any]:
    """What lists show, bounded: *event* is a normalized event's JSON."""
    summary = {
        "occurred_at": event.get("timestamp"),
        "level": event.get("level"),
        "title": title[:MAX_TEXT_LENGTH],
        "message": message[:MAX_TEXT_LENGTH],
        "environment": event.get("environment"),
        "release": event.get("release"),
        "transaction": (event.get("transaction") or "")[:MAX_TEXT_LENGTH] or None,
        "user": user[:MAX_TEXT_LENGTH] if user else None,
        "platform": event.get("platform"),
        "tags": _first_tags(tags),
    }
    return {name: value for name, value in summary.items() if value}


def event_key(project_id: str, event_id: str) -> Key:
    return keys.event(project_id, event_id), keys.EVENT


def encode_event_row(project_id: str, event: NewEvent, *, generation: int, pack: str, expires_at: int) -> WireItem:
    """The row on DynamoDB's wire. Built by hand: there is one for each event there ever was."""
    return {
        "pk": {"S": keys.event(project_id, event.event_id)},
        "sk": {"S": keys.EVENT},
        "schema": {"N": "1"},
        "expires_at": {"N": str(expires_at)},
        "issue_id": {"S": event.issue_id},
        "generation": {"N": str(generation)},
        "pack": {"S": pack},
        "offset": {"N": str(event.offset)},
        "length": {"N": str(len(event.blob))},
        "received_ms": {"N": str(event.received_ms)},
        "summary": {"B": event.summary},
    }


def place_from_row(row: Row) -> EventPlace:
    event_id = str(row["pk"]).rsplit("#", 1)[1]
    fields = ("issue_id", "generation", "pack", "offset", "length", "received_ms", "summary")
    return EventPlace(event_id, *(row[name] for name in fields))


def open_summary(key: DataKey, place: EventPlace, received_at: str) -> EventRow:
    """The row as lists show it. Raises NotFound when the project's key no longer opens it."""
    packed = key.decrypt(place.summary, _binding(key.project_id, place.event_id))
    summary = orjson.loads(decompress(packed))
    return EventRow(
        event_id=place.event_id,
        issue_id=place.issue_id,
        project_id=key.project_id,
        received_at=received_at,
        occurred_at=summary.get("occurred_at", received_at),
        level=summary.get("level", "error"),
        title=summary.get("title", ""),
        message=summary.get("message", ""),
        environment=summary.get("environment"),
        release=summary.get("release"),
        transaction=summary.get("transaction"),
        user=summary.get("user"),
        platform=summary.get("platform", "other"),
        tags=[(name, value) for name, value in summary.get("tags", [])],
    )


def chunk_entry(event: NewEvent, environments: Sequence[str]) -> ChunkEntry:
    """The event's entry in a chunk whose list of names is *environments*."""
    return ChunkEntry(
        event.event_id,
        event.received_ms,
        event.offset,
        len(event.blob),
        event.level,
        event.user_hash,
        place_environment(event.environment, environments),
    )


def _first_tags(tags: list[tuple[str, str]]) -> list[tuple[str, str]]:
    kept, size = [], 0
    for name, value in tags:
        size += len(name) + len(value) + 8
        if size > MAX_TAGS_BYTES:
            break
        kept.append((name, value))
    return kept


def _binding(project_id: str, event_id: str) -> bytes:
    return f"{project_id}/{event_id}/summary".encode()
