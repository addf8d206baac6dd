"""JSON payloads of events, feedback and reports: an object that the rest of the line can read, or a BadRequest.

Whatever comes in, what goes out is UTF-8 JSON as orjson writes it: no NaN, no lone surrogates, no endless depth.
"""

import json
import math
import re
import uuid
from collections.abc import Mapping
from typing import Any, NoReturn

import orjson

from chalicelib.errors import BadRequest
from chalicelib.protocol.limits import MAX_DEPTH

_HEX = re.compile(r"[0-9a-f]{32}")
_DASHED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def parse_event_id(value: Any) -> str | None:
    """*value* as 32 hex digits; dashes and upper case are accepted, anything else and the nil id are None."""
    if not isinstance(value, str):
        return None
    text = value.strip().lower()
    if _DASHED.fullmatch(text):
        text = text.replace("-", "")
    if not _HEX.fullmatch(text) or text == "0" * 32:
        return None
    return text


def new_event_id() -> str:
    return uuid.uuid4().hex


_SURROGATE = re.compile("[\ud800-\udfff]")
# Longer whole numbers are no integers to any SDK, and Python refuses to read thousands of digits.
_MAX_INTEGER_DIGITS = 18


class Payload(dict[str, Any]):
    """A parsed JSON object together with its clean *encoded* form."""

    encoded: bytes


def parse_payload(text: bytes, where: str) -> Payload:
    """The object that *text* holds; *where* names its place to the sender."""
    payload = Payload(_require_object(_parse_json(text, where), where))
    payload.encoded = encode_payload(payload, where)
    return payload


def encode_payload(payload: Mapping[str, Any], where: str) -> bytes:
    """*payload* as JSON. Raises BadRequest when it is nested too deep, which is all that can go wrong by now."""
    try:
        return orjson.dumps(payload)
    except TypeError:
        _refuse_depth(where)


def _parse_json(text: bytes, where: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return _parse_leniently(text, where)


def _parse_leniently(text: bytes, where: str) -> Any:
    """What the strict parser refuses but old SDKs send: NaN, lone surrogates, raw control characters, broken UTF-8."""
    try:
        return _clean(json.loads(text.decode("utf-8-sig", "replace"), strict=False, parse_int=_parse_integer), 1, where)
    except json.JSONDecodeError as error:
        raise BadRequest(f"{where}: not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        _refuse_depth(where)


def _clean(value: Any, depth: int, where: str) -> Any:
    if depth > MAX_DEPTH:
        _refuse_depth(where)
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {_clean(key, depth, where): _clean(member, depth + 1, where) for key, member in value.items()}
    if isinstance(value, list):
        return [_clean(member, depth + 1, where) for member in value]
    return value


def _parse_integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_INTEGER_DIGITS else float(digits)


def _require_object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRequest(f"{where}: expected a JSON object, got {_name_of(value)}")
    return value


def _refuse_depth(where: str) -> NoReturn:
    raise BadRequest(f"{where}: nested deeper than {MAX_DEPTH} levels") from None


def _name_of(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
