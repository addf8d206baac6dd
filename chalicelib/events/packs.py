"""Packs and chunks: a batch of a project's events as one S3 object, and as entries of fixed width that list them.

Each event is a blob of its own in its pack, which one ranged GET reads. A chunk's entry takes 42 bytes (an issue's) or
24 bytes (a project's stream).
"""

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.aws.compression import EVENT_DICTIONARY, compress, decompress
from chalicelib.aws.encryption import DataKey, get_data_key
from chalicelib.aws.rows import pause_before_retry
from chalicelib.config import settings
from chalicelib.errors import NotFound

ISSUE_ENTRY = struct.Struct(">16sQIIB8sB")
STREAM_ENTRY = struct.Struct(">16sQ")
LEVELS = ("debug", "info", "warning", "error", "fatal")
NO_USER = bytes(8)
# An entry's last byte is the place of its environment in the chunk's list of names; the last place is "another one".
NO_ENVIRONMENT, OTHER_ENVIRONMENT = 0, 255


@dataclass(frozen=True, slots=True)
class ChunkEntry:
    event_id: str
    received_ms: int
    offset: int
    length: int
    level: str
    user_hash: bytes | None
    environment: int = NO_ENVIRONMENT


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
            entry.environment,
        )
        for entry in entries
    )


def unpack_entries(packed: bytes) -> Iterator[ChunkEntry]:
    for event_id, received_ms, offset, length, level, user_hash, environment in ISSUE_ENTRY.iter_unpack(packed):
        user = None if user_hash == NO_USER else user_hash
        yield ChunkEntry(event_id.hex(), received_ms, offset, length, LEVELS[level], user, environment)


def list_environments(environments: Iterable[str | None]) -> list[str]:
    """The names that a chunk's entries refer to by their place, counted from one."""
    return list(dict.fromkeys(name for name in environments if name))[: OTHER_ENVIRONMENT - 1]


def place_environment(environment: str | None, names: Sequence[str]) -> int:
    if not environment:
        return NO_ENVIRONMENT
    return names.index(environment) + 1 if environment in names else OTHER_ENVIRONMENT


def pack_stream(entries: Iterable[StreamEntry]) -> bytes:
    return b"".join(STREAM_ENTRY.pack(bytes.fromhex(entry.event_id), entry.received_ms) for entry in entries)


def unpack_stream(packed: bytes) -> Iterator[StreamEntry]:
    for event_id, received_ms in STREAM_ENTRY.iter_unpack(packed):
        yield StreamEntry(received_ms, event_id.hex())


COMPRESSION_LEVEL = 3
EXPIRED = {"NoSuchKey", "404"}
# What S3 answers to a conditional write that came too late, or at the same time as another.
CHANGED = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
BLANK_ATTEMPTS = 12


def pack_name(retention_days: int, received_at: str, project_id: str, batch_id: str) -> str:
    """The retention class leads, so that S3's lifecycle expires packs by prefix."""
    return f"raw/{retention_days}/{received_at[:10]}/{project_id}/{batch_id}"


def seal_blob(key: DataKey, event_id: str, content: dict[str, Any]) -> bytes:
    packed = compress(orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS), EVENT_DICTIONARY, COMPRESSION_LEVEL)
    return key.encrypt(packed, _binding(key.project_id, event_id))


def open_blob(key: DataKey, event_id: str, blob: bytes) -> dict[str, Any]:
    packed = key.decrypt(blob, _binding(key.project_id, event_id))
    content: dict[str, Any] = orjson.loads(decompress(packed))
    return content


def store_pack(name: str, blobs: list[bytes]) -> None:
    client("s3").put_object(Bucket=settings().bucket_name("events"), Key=name, Body=b"".join(blobs))


def read_blob(project_id: str, event_id: str, pack: str, offset: int, length: int) -> dict[str, Any]:
    """The content of one event. Raises NotFound when the pack has expired."""
    return open_blob(get_data_key(project_id), event_id, _read_range(pack, offset, offset + length))


def read_blobs(project_id: str, pack: str, blobs: Mapping[str, tuple[int, int]]) -> dict[str, dict[str, Any]]:
    """The contents of several events of a pack, given with offset and length by id, in one GET from first to last.

    Raises NotFound when the pack has expired.
    """
    key = get_data_key(project_id)
    start = min(offset for offset, _ in blobs.values())
    content = _read_range(pack, start, max(offset + length for offset, length in blobs.values()))
    return {
        event_id: open_blob(key, event_id, content[offset - start : offset - start + length])
        for event_id, (offset, length) in blobs.items()
    }


def blank_blobs(pack: str, blobs: Collection[tuple[int, int]]) -> None:
    """Overwrite blobs, given as offset and length, with zeros; their neighbours stay where they are.

    Two at once would each write back what the other blanked, so that a pack is replaced only as it was read. Nothing
    happens when it has expired. Raises ClientError when others keep changing it.
    """
    for attempt in range(BLANK_ATTEMPTS):
        try:
            _blank_once(pack, blobs)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in EXPIRED:
                return
            if code not in CHANGED or attempt == BLANK_ATTEMPTS - 1:
                raise
            pause_before_retry(attempt)
        else:
            return


def _blank_once(pack: str, blobs: Iterable[tuple[int, int]]) -> None:
    bucket = settings().bucket_name("events")
    answer = client("s3").get_object(Bucket=bucket, Key=pack)
    content = bytearray(answer["Body"].read())
    for offset, length in blobs:
        content[offset : offset + length] = bytes(length)
    client("s3").put_object(Bucket=bucket, Key=pack, Body=bytes(content), IfMatch=answer["ETag"])


def _binding(project_id: str, event_id: str) -> bytes:
    return f"{project_id}/{event_id}".encode()


def _read_range(pack: str, start: int, end: int) -> bytes:
    wanted = f"bytes={start}-{end - 1}"
    try:
        answer = client("s3").get_object(Bucket=settings().bucket_name("events"), Key=pack, Range=wanted)
    except ClientError as error:
        if error.response["Error"]["Code"] in EXPIRED:
            raise NotFound("This event has expired") from error
        raise
    return bytes(answer["Body"].read())
