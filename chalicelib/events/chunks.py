"""Chunks: the events of one batch as packed entries of 42 bytes (an issue's) or 24 bytes (a project's stream). Pure."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ISSUE_ENTRY = struct.Struct(">16sQIIB8sx")
STREAM_ENTRY = struct.Struct(">16sQ")
LEVELS = ("debug", "info", "warning", "error", "fatal")
NO_USER = bytes(8)


@dataclass(frozen=True, slots=True)
class ChunkEntry:
    event_id: str
    received_ms: int
    offset: int
    length: int
    level: str
    user_hash: bytes | None


@dataclass(frozen=True, slots=True, order=True)
class StreamEntry:
    received_ms: int
    event_id: str


def pack_entries(entries: Iterable[ChunkEntry]) -> bytes:
    return b"".join(
        ISSUE_ENTRY.pack(
            bytes.fromhex(entry.event_id),
            entry.received_ms,
            entry.offset,
            entry.length,
            LEVELS.index(entry.level),
            entry.user_hash or NO_USER,
        )
        for entry in entries
    )


def unpack_entries(packed: bytes) -> Iterator[ChunkEntry]:
    for event_id, received_ms, offset, length, level, user_hash in ISSUE_ENTRY.iter_unpack(packed):
        user = None if user_hash == NO_USER else user_hash
        yield ChunkEntry(event_id.hex(), received_ms, offset, length, LEVELS[level], user)


def pack_stream(entries: Iterable[StreamEntry]) -> bytes:
    return b"".join(STREAM_ENTRY.pack(bytes.fromhex(entry.event_id), entry.received_ms) for entry in entries)


def unpack_stream(packed: bytes) -> Iterator[StreamEntry]:
    for event_id, received_ms in STREAM_ENTRY.iter_unpack(packed):
        yield StreamEntry(received_ms, event_id.hex())
