"""Envelopes are read by the letter of their format, and what breaks it is named with its place."""

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadRequest
from chalicelib.protocol.envelope import BodyReader, Item, read_envelope_header, read_items
from chalicelib.protocol.limits import KIB

LIMITS = {"event": 1000, "attachment": 1000}
ID = "9ec79c33ec9942ab8353589fcb2e04dc"


def pieces_of(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


def read(body: bytes, piece: int = 7) -> list[Item]:
    reader = BodyReader(pieces_of(body, piece))
    read_envelope_header(reader)
    return list(read_items(reader, LIMITS))


def payloads(body: bytes, piece: int = 7) -> list[tuple[str, bytes | None]]:
    return [(item.type, item.payload) for item in read(body, piece)]


@pytest.mark.parametrize("piece", [1, 3, 10_000])
@pytest.mark.parametrize(
    ("body", "items"),
    [
        (b"{}", []),
        (b"{}\n", []),
        (b"{}\n\n\n", []),
        (b'{}\n{"type":"event"}\n{"a":1}', [("event", b'{"a":1}')]),
        (b'{}\n{"type":"event"}\n{"a":1}\n', [("event", b'{"a":1}')]),
        (b'{}\r\n{"type":"event"}\r\n{"a":1}\r\n', [("event", b'{"a":1}\r')]),
        (b'{}\n{"type":"event","length":3}\na\nb', [("event", b"a\nb")]),
        (b'{}\n{"type":"event","length":3}\na\nb\n', [("event", b"a\nb")]),
        (b'{}\n{"type":"attachment","length":0}\n\n{"type":"event"}\n{}', [("attachment", b""), ("event", b"{}")]),
        (b'{}\n{"type":"attachment","length":0}\n', [("attachment", b"")]),
        (b'{}\n{"type":"attachment","length":0}', [("attachment", b"")]),
        (b'{}\n{"type":"event"}', [("event", b"")]),
        (b'{}\n{"type":"event"}\n\n{"type":"event"}\n{}', [("event", b""), ("event", b"{}")]),
        (b'{}\n{"type":"event","length":null}\n{}', [("event", b"{}")]),
        (b'{}\n{"type":"session"}\n{}\n{"type":"event"}\n{}\n', [("session", None), ("event", b"{}")]),
        (b'{}\n{"type":"event","length":1001}\n' + b"x" * 1001 + b"\n", [("event", None)]),
        (b'{}\n{"type":"event"}\n' + b"x" * 1001 + b'\n{"type":"event"}\n{}', [("event", None), ("event", b"{}")]),
    ],
)
def test_well_formed_envelopes(body: bytes, items: list[tuple[str, bytes | None]], piece: int) -> None:
    assert payloads(body, piece) == items


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "empty"),
        (b"\n", "byte 0"),
        (b"[]", "no JSON object"),
        (b"nonsense", "byte 0"),
        (b'{"a":\n{"type":"event"}\n{}', "envelope header is not JSON"),
        (b"{}\n{}\n{}", "item 1, byte 6: its header has no type"),
        (b'{}\n{"type":5}\n{}', "item 1"),
        (b'{}\n{"type":""}\n{}', "item 1"),
        (b'{}\n{"type":"event"}\n{}\nrubbish\n', "byte 23: the header of item 2 is not JSON"),
        (b'{}\n{"type":"event","length":9}\n{}', "item 1, byte 33: the payload ends after 2 of 9 bytes"),
        (b'{}\n{"type":"event","length":1}\n{}', "expected a newline after 1 bytes"),
        (b'{}\n{"type":"event","length":-1}\n{}', "length is no whole number"),
        (b'{}\n{"type":"event","length":"2"}\n{}', "length is no whole number"),
        (b'{}\n{"type":"event","length":true}\n{', "length is no whole number"),
        (b'{}\n{"type":"event","length":1.5}\n{', "length is no whole number"),
        (b'{}\n{"type":"event","length":1e30}\n{', "length is no whole number"),
        (b'{"a":"' + b"x" * 70 * KIB + b'"}', "exceeds 64 KiB"),
        (b"{}" + b'\n{"type":"x"}\n{}' * 1001, "more than 1000 items"),
    ],
)
def test_a_malformed_envelope_is_refused_with_the_place(body: bytes, place: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        read(body)

    assert place in refusal.value.message


def test_items_before_the_break_are_handed_out() -> None:
    reader = BodyReader(iter((b'{}\n{"type":"event"}\n{}\n{"type":"event","length":50}\n{}',)))
    read_envelope_header(reader)
    items = read_items(reader, LIMITS)

    assert next(items).payload == b"{}"
    with pytest.raises(BadRequest):
        next(items)


@pytest.mark.parametrize(
    ("header", "event_id", "sdk"),
    [
        ({}, None, None),
        ({"event_id": ID}, ID, None),
        ({"event_id": "9EC79C33-EC99-42AB-8353-589FCB2E04DC"}, ID, None),
        ({"event_id": "nope", "sdk": {"name": "sentry.go", "version": "0.1"}}, None, "sentry.go/0.1"),
        ({"event_id": 5, "sdk": {"name": 5}}, None, None),
        ({"sdk": "sentry.go"}, None, None),
        ({"sdk": {"name": "a"}}, None, "a/0"),
    ],
)
def test_the_header_is_read_for_what_it_says(header: object, event_id: str | None, sdk: str | None) -> None:
    parsed = read_envelope_header(BodyReader(iter((json.dumps(header).encode(),))))

    assert (parsed.event_id, parsed.sdk) == (event_id, sdk)


@given(st.binary(), st.integers(1, 50))
def test_no_bytes_do_worse_than_a_refusal(body: bytes, piece: int) -> None:
    with suppress(BadRequest):
        read(body, piece)


LINES = st.sampled_from(
    [b"{}", b'{"type":"event"}', b'{"type":"event","length":4}', b'{"type":"session","length":0}', b"", b"ab\r", b"{"]
)


@given(st.lists(LINES, max_size=12), st.integers(1, 50))
def test_pieces_never_change_what_is_read(lines: list[bytes], piece: int) -> None:
    body = b"\n".join([b"{}", *lines])

    assert outcome(body, piece) == outcome(body, 10_000)


def outcome(body: bytes, piece: int) -> object:
    try:
        return payloads(body, piece)
    except BadRequest as error:
        return error.message


@given(st.lists(st.tuples(st.sampled_from(["event", "attachment"]), st.binary(max_size=60)), max_size=8), st.booleans())
def test_whatever_is_written_with_lengths_reads_back(items: list[tuple[str, bytes]], ends_with_newline: bool) -> None:
    lines = [b"{}"]
    for item_type, payload in items:
        lines += [json.dumps({"type": item_type, "length": len(payload)}).encode(), payload]
    body = b"\n".join(lines) + (b"\n" if ends_with_newline else b"")

    assert payloads(body) == items


@pytest.mark.parametrize(
    ("sent_at", "drift"),
    [
        (True, 0.0),
        ("2026-11-26T04:00:00.000Z", -3 * 3600.0),
        ("2026-11-25T22:00:00+00:00", 3 * 3600.0),
        ("2026-11-26T01:00:00", 0.0),
        ("2026-11-26T00:10:00Z", 0.0),
        ("2026-11-26T00:05:00Z", 3300.0),
        (1795654800 - 7200, 7200.0),
        ("1970-01-01T00:00:00Z", 1795654800.0),
        ("yesterday", 0.0),
        (None, 0.0),
        ({}, 0.0),
        ("9999-12-31T23:59:59-23:59", 0.0),
    ],
)
def test_a_clock_that_is_off_by_55_minutes_is_known_by_sent_at(sent_at: object, drift: float) -> None:
    now = 1795654800.0  # 2026-11-26T01:00:00Z
    header = read_envelope_header(BodyReader(iter([json.dumps({"sent_at": sent_at}).encode() + b"\n"])))

    assert header.clock_drift(now) == drift
