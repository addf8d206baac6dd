"""Store bodies in every clothing of twelve years of SDKs."""

import base64
import gzip
import json
import zlib
from contextlib import suppress
from urllib.parse import quote_plus

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadRequest, TooLarge
from chalicelib.protocol.limits import MIB
from chalicelib.protocol.store import decode_store_body, decode_store_query

EVENT = json.dumps({"message": "grüße " * 50}).encode()
PACKED = base64.b64encode(zlib.compress(EVENT))


@pytest.mark.parametrize(
    ("body", "content_encoding"),
    [
        (EVENT, ""),
        (b" \n" + EVENT, ""),
        (gzip.compress(EVENT, mtime=0), "gzip"),
        (gzip.compress(EVENT, mtime=0), ""),
        (zlib.compress(EVENT), "deflate"),
        (brotli.compress(EVENT), "br"),
        (PACKED, ""),
        (PACKED + b"\n", ""),
        (PACKED.replace(b"+", b" "), ""),
        (base64.b64encode(gzip.compress(EVENT, mtime=0)), ""),
        (base64.b64encode(EVENT), ""),
        (gzip.compress(PACKED, mtime=0), "gzip"),
        (b"sentry_data=" + quote_plus(EVENT).encode(), ""),
        (b"sentry_data=" + quote_plus(PACKED).encode() + b"&x=1", ""),
    ],
)
def test_every_clothing_holds_the_same_event(body: bytes, content_encoding: str) -> None:
    assert decode_store_body(body, content_encoding).strip() == EVENT


@pytest.mark.parametrize("text", [EVENT.decode(), PACKED.decode(), PACKED.decode().replace("+", " ")])
def test_a_query_string_holds_it_too(text: str) -> None:
    assert decode_store_query(text) == EVENT


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"\0\1\2",
        b"aGVsbG8=",
        base64.b64encode(b"\x78\x9cgarbage"),
        b"sentry_data=",
        b"sentry_data=\xff",
        b"sentry_data=a" + b"&b=1" * 50,
    ],
)
def test_anything_else_is_a_bad_request(body: bytes) -> None:
    with pytest.raises(BadRequest):
        decode_store_body(body, "")


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, zlib.compress, lambda body: base64.b64encode(zlib.compress(body))]
)
def test_an_event_has_at_most_a_mebibyte(pack: object) -> None:
    assert callable(pack)
    with pytest.raises(TooLarge, match="1 MiB"):
        decode_store_body(pack(b"{" + b" " * MIB + b"}"), "")


@given(st.binary() | st.text(max_size=50).map(lambda text: base64.b64encode(text.encode("utf-8", "replace"))))
def test_no_bytes_do_worse_than_a_refusal(body: bytes) -> None:
    with suppress(BadRequest, TooLarge):
        decode_store_body(body, "")
