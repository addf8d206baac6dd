"""Envelopes: a header line, then items of a header line and a payload each, read lazily from a body's pieces.

BadRequest names the item and the byte where the form breaks; items before it have been handed out already.
Format: https://develop.sentry.dev/sdk/data-model/envelopes/
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from chalicelib.errors import BadRequest
from chalicelib.protocol.event_id import parse_event_id
from chalicelib.protocol.reader import BodyReader
from chalicelib.protocol.sizes import MAX_ENVELOPE_ITEMS, MAX_HEADER_BYTES, describe_bytes


@dataclass(frozen=True, slots=True)
class EnvelopeHeader:
    """*event_id* belongs to the envelope's event and attachments; sessions and reports come without one."""

    event_id: str | None
    dsn: object
    sdk: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item. *number* counts from 1. *payload* is None when it was longer than its type may be, and skipped."""

    number: int
    type: str
    headers: Mapping[str, Any]
    payload: bytes | None
    size_bytes: int
    offset: int

    @property
    def place(self) -> str:
        """Where the item stands, for messages to the sender."""
        return f"item {self.number} ({self.type}), byte {self.offset}"


def read_envelope_header(reader: BodyReader) -> EnvelopeHeader:
    """The first line of an envelope. Raises BadRequest on an empty body."""
    if reader.is_at_end():
        raise BadRequest("Malformed envelope: the body is empty; expected a JSON header line")
    fields = _read_object(reader, "the envelope header")
    return EnvelopeHeader(parse_event_id(fields.get("event_id")), fields.get("dsn"), describe_sdk(fields.get("sdk")))


def read_items(reader: BodyReader, max_bytes: Mapping[str, int]) -> Iterator[Item]:
    """The items in order. A payload longer than its type's *max_bytes* (0 for types not named) is skipped unread."""
    number = 0
    while _has_more(reader):
        number += 1
        if number > MAX_ENVELOPE_ITEMS:
            raise BadRequest(f"Malformed envelope: more than {MAX_ENVELOPE_ITEMS} items")
        yield _read_item(reader, number, max_bytes)


def describe_sdk(sdk: object) -> str | None:
    """`name/version` of the SDK that an envelope or event names; None when it names none."""
    if not isinstance(sdk, dict) or not isinstance(sdk.get("name"), str):
        return None
    return f"{sdk['name']}/{sdk.get('version') or '0'}"[:128]


def _has_more(reader: BodyReader) -> bool:
    """Whether anything but the newlines that may end an envelope is left."""
    while not reader.is_at_end():
        if not reader.skip_newline():
            return True
    return False


def _read_item(reader: BodyReader, number: int, max_bytes: Mapping[str, int]) -> Item:
    headers = _read_object(reader, f"the header of item {number}")
    item_type = headers.get("type")
    if not isinstance(item_type, str) or not item_type:
        raise _malformed(reader, f"item {number}", "its header has no type")
    start = reader.offset
    payload = _read_payload(reader, number, headers.get("length"), max_bytes.get(item_type, 0))
    size = reader.offset - start
    if headers.get("length") is not None and not reader.skip_newline():
        raise _malformed(reader, f"item {number}", f"expected a newline after {size} bytes of payload")
    return Item(number, item_type, headers, payload, size, start)


def _read_payload(reader: BodyReader, number: int, length: object, max_bytes: int) -> bytes | None:
    if length is None:
        return b"" if reader.is_at_end() else reader.read_line(max_bytes)
    if not isinstance(length, int) or isinstance(length, bool) or length < 0:
        raise _malformed(reader, f"item {number}", "length is no whole number")
    start = reader.offset
    payload = reader.read_bytes(length, max_bytes)
    if reader.offset - start < length:
        raise _malformed(reader, f"item {number}", f"the payload ends after {reader.offset - start} of {length} bytes")
    return payload


def _read_object(reader: BodyReader, what: str) -> dict[str, Any]:
    start = reader.offset
    line = reader.read_line(MAX_HEADER_BYTES)
    if line is None:
        raise BadRequest(f"Malformed envelope at byte {start}: {what} exceeds {describe_bytes(MAX_HEADER_BYTES)}")
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"Malformed envelope at byte {start + error.pos}: {what} is not JSON: {error.msg}") from None
    if not isinstance(value, dict):
        raise BadRequest(f"Malformed envelope at byte {start}: {what} is no JSON object")
    return value


def _malformed(reader: BodyReader, what: str, why: str) -> BadRequest:
    return BadRequest(f"Malformed envelope at {what}, byte {reader.offset}: {why}")
