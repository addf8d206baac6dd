"""The HTTP request of an event: URL, query, headers, cookies and body in their structured forms."""

import json
import math
import re
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import limited_object, limited_value
from chalicelib.processing.normalize.structures import coerce_fields
from chalicelib.processing.normalize.urls import split_url
from chalicelib.processing.normalize.values import (
    ABSENT,
    Coerce,
    json_lenient_text,
    lenient_text,
    nonempty_text,
    primitive_text,
    printable,
    shorten,
    text,
    unsigned,
    well_formed,
)

MAX_QUERY: Final = 65_536
MAX_PAIRS: Final = 1000

Pairs = list[Any]


def _pair_list(value: Any, item: Coerce, key: Coerce, meta: Meta, path: Path) -> Any:
    """Pairs from a list of pairs, or from an object in the order of its keys."""
    if type(value) is dict:
        entries = sorted((str(name), entry) for name, entry in ((n, _Boxed(e)) for n, e in value.items()))
        value = [[name, entry.value] for name, entry in entries]
    elif type(value) is not list:
        meta.invalid(path, "expected an array", printable(value))
        return None
    pairs = [_pair(entry, item, key, meta, (*path, index)) for index, entry in enumerate(value[:MAX_PAIRS])]
    return pairs or ABSENT


class _Boxed:
    """Keeps a value out of the comparison when pairs are sorted by name."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: object) -> bool:
        return False


def _pair(entry: Any, item: Coerce, key: Coerce, meta: Meta, path: Path) -> Any:
    if type(entry) is not list or len(entry) != 2:
        if entry is not None:
            meta.invalid(path, "expected a tuple", printable(entry))
        return None
    name = None if entry[0] is None else key(entry[0], meta, (*path, 0))
    return [name, None if entry[1] is None else item(entry[1], meta, (*path, 1))]


def query_string(value: Any, meta: Meta, path: Path) -> Any:
    if type(value) is str:
        return parse_query(value) or ABSENT
    if type(value) is dict or type(value) is list:
        return _pair_list(value, json_lenient_text, text, meta, path)
    meta.invalid(path, "expected a query string or map", printable(value))
    return None


def parse_query(query: str) -> Pairs:
    try:
        written = well_formed(query[:MAX_QUERY]).removeprefix("?")
        pairs = parse_qsl(written, keep_blank_values=True, max_num_fields=MAX_PAIRS)
    except ValueError:
        return []
    return [[name, value] for name, value in pairs]


def cookies(value: Any, meta: Meta, path: Path) -> Any:
    if type(value) is str:
        pairs, refusals = parse_cookies(value)
        for refusal in dict.fromkeys(refusals):
            meta.invalid(path, refusal, value)
        return pairs if pairs or refusals else ABSENT
    if value == [] and meta.already_noted(path):
        return value
    if type(value) is dict or type(value) is list:
        return _pair_list(value, text, text, meta, path)
    meta.invalid(path, "expected cookies", printable(value))
    return None


def parse_cookies(header: str) -> tuple[Pairs, list[str]]:
    pairs: Pairs = []
    refusals: list[str] = []
    for part in well_formed(header).split(";", MAX_PAIRS):
        if not part.strip():
            continue
        name, separator, value = part.partition("=")
        if not separator:
            refusals.append("the cookie is missing a name/value pair")
        elif not name.strip():
            refusals.append("the cookie's name is empty")
        else:
            pairs.append([unquote(name.strip()), unquote(value.strip())])
    return pairs, refusals


def _header_name(value: Any, meta: Meta, path: Path) -> str | None:
    name = text(value, meta, path)
    return None if name is None else "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _header_value(value: Any, meta: Meta, path: Path) -> str | None:
    if type(value) is not list:
        return lenient_text(value, meta, path)
    parts = [well_formed(part) if type(part) is str else primitive_text(part) for part in value]
    if any(part is None and given is not None for part, given in zip(parts, value, strict=True)):
        meta.invalid(path, "expected a primitive value")
    return ",".join(part for part in parts if part is not None)


def headers(value: Any, meta: Meta, path: Path) -> Any:
    if type(value) is dict:
        names = sorted(sorted(value, key=str), key=lambda name: _header_name(str(name), meta, path) or "")
        value = [[str(name), value[name]] for name in names]
    return _pair_list(value, _header_value, _header_name, meta, path)


def cut_pairs(pairs: Pairs, limit: int, meta: Meta, path: Path) -> Pairs:
    """The pairs with null for what does not fit, each string counted as it is written plus one byte, pairs three."""
    remaining = limit
    for index, pair in enumerate(pairs):
        if remaining <= 0:
            return [*pairs[:index], *[None] * (len(pairs) - index)]
        for side, part in enumerate(pair or ()):
            if remaining <= 0:
                pair[side] = None
            elif part is not None:
                pair[side] = shorten(part, remaining, meta, (*path, index, side))
                remaining = max(remaining - len(pair[side].encode()) - 3, 0)
        remaining = max(remaining - 3, 0)
    return pairs


MAX_URL: Final = 256
MAX_PARSED_BODY: Final = 262_144

INFERRED_TYPES: Final = frozenset({"application/json", "application/x-www-form-urlencoded"})

_METHOD: Final = re.compile(r"[A-Z\-_]{3,32}")
_cut_data: Final = limited_value(7, 8192)


def _method(value: Any, meta: Meta, path: Path) -> str | None:
    method = text(value, meta, path)
    if method is None:
        return None
    method = method.upper()
    if _METHOD.fullmatch(method):
        return method
    meta.invalid(path, value=method)
    return None


REQUEST_FIELDS: Final[dict[str, Coerce]] = {
    "url": text,
    "method": _method,
    "protocol": text,
    "data": lambda value, _marks, _path: value,
    "query_string": query_string,
    "fragment": nonempty_text,
    "cookies": cookies,
    "headers": headers,
    "body_size": unsigned,
    "env": limited_object(7, 8192),
    "inferred_content_type": lambda value, _marks, _path: value if type(value) is str else ABSENT,
    "api_target": text,
}


def request(value: Any, meta: Meta, path: Path) -> Any:
    if type(value) is not dict:
        meta.invalid(path, "expected request", printable(value))
        return None
    result = coerce_fields(value, REQUEST_FIELDS, meta, path)
    if result.get("url"):
        _split_url_into(result, value)
    if not meta.already_noted((*path, "data")):
        _infer_body(result)
    move_cookies(result, "Cookie")
    _cut(result, meta, path)
    if not meta.already_noted((*path, "data")):
        _declare_type(result)
    says_something = "cookies" in result or any(entry not in ("", [], {}) for entry in result.values())
    return result if says_something else ABSENT


def _split_url_into(request: dict[str, Any], given: dict[str, Any]) -> None:
    url, query, fragment = split_url(request["url"])
    request["url"] = url
    if query and given.get("query_string") is None:
        pairs = parse_query(query)
        if pairs:
            request["query_string"] = pairs
    if fragment and given.get("fragment") is None:
        request["fragment"] = fragment


def _infer_body(request: dict[str, Any]) -> None:
    """Parses the body by its looks. A content type that was inferred before means that the body is parsed already."""
    inferred = request.pop("inferred_content_type", None)
    data = request.get("data")
    if inferred in INFERRED_TYPES and data is not None:
        request["inferred_content_type"] = inferred
        return
    content_type, parsed = parse_body(data) if type(data) is str else (None, None)
    if content_type:
        request["data"] = parsed
        request["inferred_content_type"] = content_type


def _declare_type(request: dict[str, Any]) -> None:
    declared = header(request, "Content-Type")
    if declared and "inferred_content_type" not in request:
        request["inferred_content_type"] = declared.split(";")[0]


def parse_body(body: str) -> tuple[str | None, Any]:
    """The content type a body looks like, and what is in it."""
    if len(body) > MAX_PARSED_BODY:
        return None, None
    try:
        parsed = json.loads(body, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        parsed = None
    if parsed is not None:
        return "application/json", parsed
    form = _parse_form(body)
    return ("application/x-www-form-urlencoded", form) if form else (None, None)


def _refuse_constant(name: str) -> None:
    """Python reads NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(digits)
    return number


def _parse_form(body: str) -> dict[str, str] | None:
    """A form, unless the text is rather XML, broken JSON or base64 that happens to have an equals sign."""
    if not body.isascii() or body.startswith(("<?xml", "{", "[")) or "=" not in body:
        return None
    try:
        form = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_PAIRS))
    except ValueError:
        return None
    return form if len(form) > 1 or (form and next(iter(form.values())) not in {"", "="}) else None


def move_cookies(holder: dict[str, Any], name: str) -> None:
    """Takes the cookies out of the first header called *name*, where they can be read and were not said elsewhere."""
    line = header(holder, name)
    if line is None:
        return
    if "cookies" not in holder:
        pairs, refusals = parse_cookies(line)
        if refusals:
            return
        if pairs:
            holder["cookies"] = pairs
    # With a second header of that name, which browsers do not send, the event would change when it is read again.
    holder["headers"] = [pair for pair in holder["headers"] if not pair or pair[0] != name]
    if not holder["headers"]:
        del holder["headers"]


def header(request: dict[str, Any], name: str) -> str | None:
    """The first header of that normalized name."""
    for pair in request.get("headers") or ():
        if pair and pair[0] == name and type(pair[1]) is str:
            return str(pair[1])
    return None


def _cut(request: dict[str, Any], meta: Meta, path: Path) -> None:
    if "url" in request and request["url"] is not None:
        request["url"] = shorten(request["url"], MAX_URL, meta, (*path, "url"))
    if request.get("fragment"):
        request["fragment"] = shorten(request["fragment"], 1024, meta, (*path, "fragment"))
    if request.get("data") is not None:
        request["data"] = _cut_data(request["data"], meta, (*path, "data"))
        if request["data"] is None:
            # The body was a number that JSON does not know.
            del request["data"]
            request.pop("inferred_content_type", None)
    for name, limit in (("query_string", 1024), ("cookies", 2048), ("headers", 8192)):
        if request.get(name):
            request[name] = cut_pairs(request[name], limit, meta, (*path, name))
