"""Whatever JSON old SDKs write, the line behind gets clean JSON of an object, or the sender a clear refusal."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadRequest
from chalicelib.protocol.limits import MAX_DEPTH
from chalicelib.protocol.payload import new_event_id, parse_event_id, parse_payload


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"{}", {}),
        (b' \n{"a": 1}\r\n', {"a": 1}),
        (b"\xef\xbb\xbf{}", {}),
        (b'{"a":NaN,"b":Infinity,"c":-Infinity,"d":[NaN]}', {"a": None, "b": None, "c": None, "d": [None]}),
        (b'{"a":"\\ud800","\\udfff":1}', {"a": "\ufffd", "\ufffd": 1}),
        (b'{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}),
        (b'{"a":"\\u0000\x00\n"}', {"a": "\0\0\n"}),
        (b'{"a":"\xff\xfe"}', {"a": "\ufffd\ufffd"}),
        (b'{"a":1e999}', {"a": None}),
        (b'{"a":' + b"9" * 5000 + b"}", {"a": None}),
        (b'{"a":NaN,"b":' + b"9" * 30 + b"}", {"a": None, "b": 1e30}),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'{"' + b"k" * 100_000 + b'":1}', {"k" * 100_000: 1}),
    ],
)
def test_odd_json_becomes_clean_json(text: bytes, value: dict[str, Any]) -> None:
    payload = parse_payload(text, "event")

    assert payload == value
    assert orjson.loads(payload.encoded) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "not JSON at line 1, column 1"),
        (b"\0", "not JSON"),
        (b'{"a":1', "line 1, column 7"),
        (b'{\n"a":}', "line 2, column 5"),
        (b"{1: 2}", "not JSON"),
        (b"{'a': 1}", "not JSON"),
        (b"[]", "expected a JSON object, got a list"),
        (b'"text"', "got a string"),
        (b"5", "got a number"),
        (b"NaN", "got null"),
        (b"true", "got a truth value"),
        (b"null", "got null"),
        (b'{"a":' * 100_000, "nested deeper"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested deeper"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "nested deeper than 254"),
        (b'{"n":NaN,"a":' + b"[" * 400 + b"]" * 400 + b"}", "nested deeper than 254"),
    ],
)
def test_what_is_no_event_is_refused_with_the_place(text: bytes, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse_payload(text, "item 1 (event), byte 30")

    assert reason in refusal.value.message
    assert refusal.value.message.startswith("item 1 (event), byte 30: ")


@pytest.mark.parametrize("extra", [b"", b'"n":NaN,'])
def test_the_deepest_allowed_nesting_passes(extra: bytes) -> None:
    levels = MAX_DEPTH - 1
    parse_payload(b"{" + extra + b'"a":' + b"[" * levels + b"]" * levels + b"}", "event")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=[])), JSON_VALUES))
def test_whatever_json_python_writes_is_read(value: dict[str, Any]) -> None:
    payload = parse_payload(json.dumps(value).encode(), "event")

    assert orjson.loads(payload.encoded) == payload


@given(st.binary())
def test_bytes_are_an_object_or_a_refusal(text: bytes) -> None:
    try:
        payload = parse_payload(text, "event")
    except BadRequest:
        return
    assert isinstance(orjson.loads(payload.encoded), dict)


ID = "9ec79c33ec9942ab8353589fcb2e04dc"


@pytest.mark.parametrize("value", [ID, ID.upper(), "9ec79c33-ec99-42ab-8353-589fcb2e04dc", f" {ID} "])
def test_dashes_and_capitals_are_the_same_id(value: str) -> None:
    assert parse_event_id(value) == ID


@pytest.mark.parametrize("value", [None, 5, "", "short", ID + "0", "0" * 32, "g" * 32, "9ec7-9c33" + ID[8:], [ID]])
def test_a_bad_id_is_none(value: object) -> None:
    assert parse_event_id(value) is None


def test_a_new_id_is_a_good_one() -> None:
    assert parse_event_id(new_event_id()) is not None
