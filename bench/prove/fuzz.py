"""Bodies that nobody would send, through everything that reads them: refused with a reason or taken, memory flat."""

import os
import random
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest import mock

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.processes import memory_megabytes
from bench.prove.result import Result
from bench.sample_events import make_event
from chalicelib.aws.encryption import DataKey
from chalicelib.errors import MiniSentryError
from chalicelib.messages import EventMessage
from chalicelib.processing.pipeline import UnreadableEvent, process_event
from chalicelib.processing.project_cache import EventProject
from chalicelib.projects.settings import ProjectSettings
from chalicelib.protocol.encoding import inflate
from chalicelib.protocol.envelope import BodyReader, read_envelope_header, read_items

MAX_BYTES = 1024 * 1024
LIMITS = {"event": MAX_BYTES, "transaction": MAX_BYTES, "attachment": MAX_BYTES, "feedback": MAX_BYTES}
KEY = DataKey("42", AESGCM(bytes(32)), bytes(32))
WARM = 0.2
# What the allocator keeps of a burst; a leak of ten bytes a body would be more than this in a million.
FLAT_MB = 10.0
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**63,
    1e308,
    "",
    "\x00",
    "\ud800",
    "\u202e" * 40,
    "A" * 9000,
    [],
    {},
    [[[[[]]]]],
    {"": {"": {"": {}}}},
    {"values": 7},
    {"frames": [None, 1, {"vars": {"a": {"b": {"c": {"d": {}}}}}}]},
)
# How often each part of a body is as it should be, so that most bodies get past the first reader.
WELL_FORMED = 0.9
CODINGS = ("", "gzip", "deflate", "br", "zstd", "identity", "compress")


def fuzz(count: int, seed: int = 11) -> Result:
    """*count* bodies; each is read as an envelope, and what it holds is processed as the worker does."""
    chance, outcomes, broken = random.Random(seed), Counter[str](), list[str]()
    project = EventProject("42", "o", ProjectSettings(), None)
    warm_mb = 0.0
    with mock.patch("chalicelib.processing.symbolication.symbolicate.last_upload", return_value=None):
        for number in range(count):
            if number == int(count * WARM):
                warm_mb = memory_megabytes(os.getpid())
            body, coding = _make_body(chance)
            try:
                outcomes[_take(body, coding, project)] += 1
            except MiniSentryError as refusal:
                outcomes[f"{refusal.status}"] += 1
                if refusal.status >= 500 or not refusal.message:
                    broken.append(f"body {number}: {refusal!r}")
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                broken.append(f"body {number} of seed {seed}: {error!r}")
    grown = memory_megabytes(os.getpid()) - warm_mb
    if grown > FLAT_MB:
        broken.append(f"memory grew by {grown:.1f} MB, expected at most {FLAT_MB:.0f}")
    told = ", ".join(f"{outcome} {many}" for outcome, many in outcomes.most_common())
    return Result("fuzzed bodies", f"{count} bodies ({told}); memory {grown:+.1f} MB", broken[:20])


def _take(body: bytes, coding: str, project: EventProject) -> str:
    reader = BodyReader(inflate(body, coding, MAX_BYTES))
    read_envelope_header(reader)
    taken = 0
    for item in read_items(reader, LIMITS):
        if item.type == "event" and item.payload:
            taken += 1
            try:
                process_event(_message(item.payload), project, KEY)
            except UnreadableEvent:
                return "no event"
    return "taken" if taken else "nothing in it"


def _message(payload: bytes) -> EventMessage:
    return EventMessage("42", "o", "k", "0" * 32, "2026-11-27T10:00:00.000Z", "event", payload)


def _make_body(chance: random.Random) -> tuple[bytes, str]:
    event = _bend(make_event(chance, chance.randrange(50)), chance)
    payload = orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS) if _is_plain(event) else b"{}"
    odd_headers = (b'{"event_id":"x"}', b'{"sent_at":"never"}', b"[]", b"", b'{"dsn":1}')
    header = b"{}" if chance.random() < WELL_FORMED else chance.choice(odd_headers)
    length = len(payload) if chance.random() < WELL_FORMED else chance.choice([0, -1, 10**9])
    items = b'{"type":"event","length":%d}\n%b\n' % (length, payload)
    body = header + b"\n" + items * chance.choice([1, 1, 1, 2, 5])
    if chance.random() > WELL_FORMED:
        body = _break(body, chance)
    if chance.random() > WELL_FORMED:
        return (zlib.compress(body, 1) if chance.random() < 0.5 else body), chance.choice(CODINGS)
    return body, ""


def _is_plain(value: Any) -> bool:
    try:
        orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, orjson.JSONEncodeError):
        return False
    return True


def _bend(event: Any, chance: random.Random) -> Any:
    """The event with something odd in a few of its places."""
    for _ in range(chance.randrange(1, 5)):
        holder, name = chance.choice(list(_places(event)))
        holder[name] = chance.choice(ODD)
    return event


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    pairs = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for name, below in pairs:
        yield value, name
        if depth < 4:
            yield from _places(below, depth + 1)


def _break(body: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut off or repeated."""
    at = chance.randrange(len(body))
    match chance.randrange(4):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + bytes(chance.randrange(256) for _ in range(8)) + body[at + 8 :]
        case 2:
            return body[:at] + body
        case _:
            return body.replace(b"{", b"[", chance.randrange(1, 6))
