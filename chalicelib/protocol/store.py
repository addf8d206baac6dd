"""Bodies of the store endpoint: one event as JSON, compressed, base64 of that, or a `sentry_data` form field."""

import base64
import binascii
from urllib.parse import parse_qs

from chalicelib.errors import BadRequest, TooLarge
from chalicelib.protocol.encoding import find_inflater, inflate
from chalicelib.protocol.limits import MAX_EVENT_BYTES, describe_bytes

FORM_FIELD = "sentry_data"
EXPECTED = "expected a JSON object, plain or as gzip, zlib, zstd or brotli, or base64 of zlib"


def decode_store_body(body: bytes, content_encoding: str) -> bytes:
    """The JSON text of an event, at most 1 MiB. Raises BadRequest and TooLarge."""
    text = _inflate_whole(body, content_encoding)
    if text.startswith(FORM_FIELD.encode() + b"="):
        text = _parse_form(text)
    if text.lstrip()[:1] in {b"{", b"["} or text.startswith(b"\xef\xbb\xbf"):
        return text
    return _decode_base64(text)


def decode_store_query(value: str) -> bytes:
    """The JSON text of an event in a GET request's `sentry_data`."""
    return decode_store_body(value.encode("utf-8", "replace"), "")


def _inflate_whole(body: bytes, content_encoding: str) -> bytes:
    try:
        return b"".join(inflate(body, content_encoding, MAX_EVENT_BYTES))
    except TooLarge:
        raise TooLarge(f"The event is larger than {describe_bytes(MAX_EVENT_BYTES)}") from None


def _decode_base64(text: bytes) -> bytes:
    """As raven for Node and Ruby do it without saying so; query strings turn `+` into a space."""
    if not text.strip():
        raise BadRequest(f"The event is empty: {EXPECTED}")
    try:
        packed = base64.b64decode(text.strip().replace(b" ", b"+"), validate=True)
    except binascii.Error:
        raise BadRequest(f"The body is not an event: {EXPECTED}") from None
    if find_inflater(packed, "") is None and not packed.startswith(b"{"):
        raise BadRequest(f"The body is base64 of something else: {EXPECTED}")
    return _inflate_whole(packed, "")


def _parse_form(text: bytes) -> bytes:
    try:
        return parse_qs(text.decode("ascii"), max_num_fields=10)[FORM_FIELD][0].encode("utf-8", "replace")
    except (ValueError, KeyError):
        raise BadRequest(f"The form has no readable field {FORM_FIELD}") from None
