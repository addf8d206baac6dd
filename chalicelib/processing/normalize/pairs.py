"""Lists of pairs in a request: query strings, cookies and headers, from texts, objects or lists of pairs."""

from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.values import (
    ABSENT,
    Coerce,
    json_lenient_text,
    lenient_text,
    primitive_text,
    printable,
    shorten,
    text,
    well_formed,
)

MAX_PAIRS: Final = 1000

Pairs = list[Any]


def _pair_list(value: Any, item: Coerce, key: Coerce, marks: Marks, path: Path) -> Any:
    """Pairs from a list of pairs, or from an object in the order of its keys."""
    if type(value) is dict:
        entries = sorted((str(name), entry) for name, entry in ((n, _Boxed(e)) for n, e in value.items()))
        value = [[name, entry.value] for name, entry in entries]
    elif type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return None
    pairs = [_pair(entry, item, key, marks, (*path, index)) for index, entry in enumerate(value[:MAX_PAIRS])]
    return pairs or ABSENT


class _Boxed:
    """Keeps a value out of the comparison when pairs are sorted by name."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: object) -> bool:
        return False


def _pair(entry: Any, item: Coerce, key: Coerce, marks: Marks, path: Path) -> Any:
    if type(entry) is not list or len(entry) != 2:
        if entry is not None:
            marks.invalid(path, "expected a tuple", printable(entry))
        return None
    name = None if entry[0] is None else key(entry[0], marks, (*path, 0))
    return [name, None if entry[1] is None else item(entry[1], marks, (*path, 1))]


def query_string(value: Any, marks: Marks, path: Path) -> Any:
    if type(value) is str:
        return parse_query(value) or ABSENT
    if type(value) is dict or type(value) is list:
        return _pair_list(value, json_lenient_text, text, marks, path)
    marks.invalid(path, "expected a query string or map", printable(value))
    return None


def parse_query(query: str) -> Pairs:
    try:
        pairs = parse_qsl(well_formed(query).removeprefix("?"), keep_blank_values=True, max_num_fields=MAX_PAIRS)
    except ValueError:
        return []
    return [[name, value] for name, value in pairs]


def cookies(value: Any, marks: Marks, path: Path) -> Any:
    if type(value) is str:
        pairs, refusals = parse_cookies(value)
        for refusal in dict.fromkeys(refusals):
            marks.invalid(path, refusal, value)
        return pairs if pairs or refusals else ABSENT
    if value == [] and marks.already_noted(path):
        return value
    if type(value) is dict or type(value) is list:
        return _pair_list(value, text, text, marks, path)
    marks.invalid(path, "expected cookies", printable(value))
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


def _header_name(value: Any, marks: Marks, path: Path) -> str | None:
    name = text(value, marks, path)
    return None if name is None else "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _header_value(value: Any, marks: Marks, path: Path) -> str | None:
    if type(value) is not list:
        return lenient_text(value, marks, path)
    parts = [well_formed(part) if type(part) is str else primitive_text(part) for part in value]
    if any(part is None and given is not None for part, given in zip(parts, value, strict=True)):
        marks.invalid(path, "expected a primitive value")
    return ",".join(part for part in parts if part is not None)


def headers(value: Any, marks: Marks, path: Path) -> Any:
    if type(value) is dict:
        names = sorted(sorted(value, key=str), key=lambda name: _header_name(str(name), marks, path) or "")
        value = [[str(name), value[name]] for name in names]
    return _pair_list(value, _header_value, _header_name, marks, path)


def cut_pairs(pairs: Pairs, limit: int, marks: Marks, path: Path) -> Pairs:
    """The pairs with null for what does not fit, each string counted as it is written plus one byte, pairs three."""
    remaining = limit
    for index, pair in enumerate(pairs):
        if remaining <= 0:
            return [*pairs[:index], *[None] * (len(pairs) - index)]
        for side, part in enumerate(pair or ()):
            if remaining <= 0:
                pair[side] = None
            elif part is not None:
                pair[side] = shorten(part, remaining, marks, (*path, index, side))
                remaining = max(remaining - len(pair[side].encode()) - 3, 0)
        remaining = max(remaining - 3, 0)
    return pairs
