"""Ids: by time (UUIDs of version 7, RFC 9562, section 5.7) or derived, the same for the same parts (version 8).

Pure but for the random part of the former.
"""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime, timedelta

from chalicelib.times import format_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def new_time_id(at: datetime) -> str:
    """A new id for something made at *at*."""
    return _build(at, secrets.randbits(74))


def first_time_id(at: datetime) -> str:
    """The smallest id of that millisecond, to begin a range with."""
    return _build(at, 0)


def time_of(time_id: str) -> str | None:
    """When the id was made, as times are written here; None when it is not such an id."""
    try:
        number = uuid.UUID(time_id)
    except ValueError:
        return None
    if number.version != 7 or str(number) != time_id:
        return None
    try:
        return format_time(EPOCH + (number.int >> 80) * MILLISECOND)
    except OverflowError:
        return None


def derived_id(*parts: object) -> str:
    """The same UUID (version 8 of RFC 9562, from SHA-256) for the same *parts*, whoever asks."""
    number = int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:16])
    number = number & ~(0xF << 76) | 8 << 76
    return str(uuid.UUID(int=number & ~(3 << 62) | 2 << 62))


def _build(at: datetime, random_bits: int) -> str:
    milliseconds = (at - EPOCH) // MILLISECOND
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low))
