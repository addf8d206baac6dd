"""Envelopes: a header line, then items of a header line and a payload each, read lazily from a body's pieces.

BadRequest names the item and the byte where the form breaks; items before it have been handed out already.
Format: https://develop.sentry.dev/sdk/data-model/envelopes/
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from chalicelib.errors import BadRequest
from chalicelib.protocol.limits import MAX_ENVELOPE_ITEMS, MAX_HEADER_BYTES, describe_bytes
from chalicelib.protocol.payload import parse_event_id


class BodyReader:
    """Reads forward only. *offset* counts the plain bytes read so far; errors name it as the place."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = b""
        self._position = 0
        self.offset = 0

    def is_at_end(self) -> bool:
        while self._position >= len(self._piece):
            following = next(self._pieces, None)
            if following is None:
                return True
            self._piece, self._position = following, 0
        return False

    def read_line(self, max_bytes: int) -> bytes | None:
        """The bytes up to the next newline, which is read too, or the end; None when they are more than *max_bytes*."""
        return _collect(self._pieces_of_line(), max_bytes)

    def read_bytes(self, count: int, max_bytes: int) -> bytes | None:
        """The next *count* bytes, fewer at the end; None (and all of them skipped) when they exceed *max_bytes*."""
        return _collect(self._pieces_of(count), max_bytes)

    def skip_newline(self) -> bool:
        """Whether a newline, now read, or the end came next."""
        if self.is_at_end():
            return True
        if self._piece[self._position] != ord("\n"):
            return False
        self._take(self._position + 1)
        return True

    def _pieces_of_line(self) -> Iterator[bytes]:
        while not self.is_at_end():
            end = self._piece.find(b"\n", self._position)
            yield self._take(len(self._piece) if end < 0 else end)
            if end >= 0:
                self._take(end + 1)
                return

    def _pieces_of(self, count: int) -> Iterator[bytes]:
        while count > 0 and not self.is_at_end():
            piece = self._take(min(len(self._piece), self._position + count))
            count -= len(piece)
            yield piece

    def _take(self, end: int) -> bytes:
        taken = self._piece[self._position : end]
        self._position = end
        self.offset += len(taken)
        return taken


def _collect(pieces: Iterator[bytes], max_bytes: int) -> bytes | None:
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size <= max_bytes:
            kept.append(piece)
        else:
            kept.clear()
    return b"".join(kept) if size <= max_bytes else None


MIN_CLOCK_DRIFT_SECONDS = 55 * 60
MAX_EPOCH_SECONDS = 253_402_300_800


@dataclass(frozen=True, slots=True)
class EnvelopeHeader:
    """*event_id* belongs to the envelope's event and attachments; sessions and reports come without one.

    *sent_at* is when the SDK's clock says it sent this, in epoch seconds; None where it does not say.
    """

    event_id: str | None
    dsn: object
    sdk: str | None
    sent_at: float | None = None

    def clock_drift(self, now: float) -> float:
        """Seconds to add to the SDK's times; 0 unless its clock is off by more than a slow network explains.

        Source: https://github.com/getsentry/relay/blob/master/relay-event-normalization/src/clock_drift.rs
        """
        drift = 0.0 if self.sent_at is None else round(now - self.sent_at, 3)
        return drift if abs(drift) >= MIN_CLOCK_DRIFT_SECONDS else 0.0


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
    return EnvelopeHeader(
        parse_event_id(fields.get("event_id")),
        fields.get("dsn"),
        describe_sdk(fields.get("sdk")),
        _read_sent_at(fields.get("sent_at")),
    )


def _read_sent_at(value: object) -> float | None:
    """A time that cannot be read corrects nothing, and is no reason to refuse an event."""
    if isinstance(value, str):
        value = _seconds_of(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < MAX_EPOCH_SECONDS else None


def _seconds_of(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


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
