"""Request bodies of made-up events, half from Python and half from JavaScript, in as many issues as wanted.

What tells two events of an issue apart stands at the front of each; the long rest is compressed once per variant, so
that making a gzip body costs microseconds and the generator leaves the machine to the server it measures.
"""

import random
import struct
import time
import uuid
import zlib
from dataclasses import dataclass
from itertools import cycle

import orjson

from bench.sample_events import make_event

VARIANTS = 4
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"


@dataclass(frozen=True, slots=True)
class Variant:
    """One issue's event but for its first lines: plain for lengths and checksums, deflated for sending."""

    platform: str
    rest: bytes
    deflated_rest: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """A request body ready to send, and what it says."""

    platform: str
    event_id: str
    gzip: bytes
    raw_bytes: int


class EventSource:
    """Bodies over *issues* issues, platforms in turn, with a long tail: the r-th issue comes 1/r as often as the first.

    *seed* chooses the events, not the issues: sources with different seeds fill the same issues.
    """

    def __init__(self, issues: int, seed: int = 1) -> None:
        self._random = random.Random(seed)
        variants = [
            [_make_variant(random.Random(f"{seed}/{issue}/{number}"), issue) for number in range(VARIANTS)]
            for issue in range(issues)
        ]
        self._variants = variants
        self._pools = cycle([pool for pool in (variants[0::2], variants[1::2]) if pool])

    def next_body(self) -> Body:
        pool = next(self._pools)
        weights = [1 / rank for rank in range(1, len(pool) + 1)]
        return _make_body(self._random.choice(self._random.choices(pool, weights)[0]), self._random)

    def body_of(self, issue: int) -> Body:
        """The next body of one *issue*, counted from 0."""
        return _make_body(self._random.choice(self._variants[issue]), self._random)


def _make_body(variant: Variant, source: random.Random) -> Body:
    event_id = uuid.UUID(int=source.getrandbits(128), version=4).hex
    start = _start_of_event(event_id, source)
    head = b'{"event_id":"%b","sent_at":"2026-11-23T06:00:00Z"}\n{"type":"event","length":%d}\n' % (
        event_id.encode(),
        len(start) + len(variant.rest),
    )
    front = head + start
    size = len(front) + len(variant.rest)
    trailer = struct.pack("<II", zlib.crc32(variant.rest, zlib.crc32(front)), size)
    return Body(variant.platform, event_id, GZIP_HEADER + _deflate_front(front) + variant.deflated_rest + trailer, size)


def _start_of_event(event_id: str, source: random.Random) -> bytes:
    user = source.randrange(5000)
    fields = {
        "event_id": event_id,
        "timestamp": time.time(),
        "user": {"id": str(user), "email": f"user{user}@example.com", "ip_address": f"198.51.100.{user % 250}"},
        "environment": source.choice(["production", "production", "staging"]),
        "release": f"shop@2.{source.randrange(6)}.0",
    }
    return orjson.dumps(fields)[:-1] + b","


def _deflate_front(front: bytes) -> bytes:
    # A full flush ends on a byte and forgets the window, so that the deflated rest can follow unchanged.
    stream = zlib.compressobj(6, zlib.DEFLATED, -15)
    return stream.compress(front) + stream.flush(zlib.Z_FULL_FLUSH)


def _make_variant(source: random.Random, issue: int) -> Variant:
    event = make_event(source, issue)
    rest = orjson.dumps(event)[1:]
    stream = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Variant(event["platform"], rest, stream.compress(rest) + stream.flush())
