"""Coercers of objects and lists: known fields each by its own coercer; free fields kept where a context allows them."""

import re
from itertools import islice
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import is_null, limited_object
from chalicelib.processing.normalize.values import (
    ABSENT,
    ACCEPTED_AS_IS,
    Coerce,
    boolean,
    printable,
    quoted,
    shorten,
    text,
    unsigned,
)

#: An object with more names is a stranger's; its known fields are looked up instead of looking at all it has.
MAX_NAMES: Final = 200
MAX_FREE_NAMES: Final = 1_000


def structure(fields: dict[str, Coerce], expected: str, *, keep_empty: bool = False) -> Coerce:
    """A coercer for an object whose known fields have their own coercers; unknown fields are left out."""

    def coerce(value: Any, meta: Meta, path: Path) -> Any:
        if type(value) is not dict:
            meta.invalid(path, expected, printable(value))
            return None
        result = coerce_fields(value, fields, meta, path)
        return result if result or keep_empty else ABSENT

    return coerce


def coerce_fields(source: dict[str, Any], fields: dict[str, Coerce], meta: Meta, path: Path) -> dict[str, Any]:
    """The known fields of an object. A null is kept only where a note explains it."""
    result: dict[str, Any] = {}
    named = source if len(source) <= MAX_NAMES else {name: source[name] for name in fields if name in source}
    for name, value in named.items():
        coerce = fields.get(name)
        if coerce is None:
            continue
        if value is None:
            if meta.incoming and meta.already_noted((*path, name)):
                result[name] = None
            continue
        # Most fields of most frames are short plain texts and numbers, which need neither a path nor a call.
        kind = type(value)
        if kind is str:
            if value and len(value) <= ACCEPTED_AS_IS.get(coerce, 0) and value.isascii():
                result[name] = value
                continue
        elif (kind is bool and coerce is boolean) or (kind is int and coerce is unsigned and 0 <= value < 2**63):
            result[name] = value
            continue
        coerced = coerce(value, meta, (*path, name))
        if coerced is not ABSENT:
            result[name] = coerced
    return result


def values_list(value: Any, item: Coerce, meta: Meta, path: Path) -> Any:
    """The `{"values": [...]}` form of exceptions, threads and breadcrumbs from a list, one object or that form."""
    if type(value) is dict:
        if "values" not in value:
            if not value:
                return ABSENT
            value = [value]
        else:
            value = value["values"]
            if value is None:
                if not meta.already_noted((*path, "values")):
                    meta.invalid((*path, "values"), kind="missing_attribute")
                return {"values": None}
            if type(value) is not list:
                meta.invalid((*path, "values"), "expected an array", value)
                return {"values": None}
    if type(value) is not list:
        meta.invalid(path, "expected a list or values object", value)
        return None
    return _values(value, item, meta, (*path, "values"))


def _values(items: list[Any], item: Coerce, meta: Meta, path: Path) -> Any:
    kept: list[Any] = []
    for entry in items:
        place = (*path, len(kept))
        if entry is None:
            if meta.incoming and meta.already_noted(place):
                kept.append(None)
            continue
        coerced = item(entry, meta, place)
        if coerced is not ABSENT:
            kept.append(coerced)
    return {"values": kept} if kept else ABSENT


free_object: Final = limited_object(7, 8192, keep_empty=True)


def list_of(item: Coerce) -> Coerce:
    def coerce(value: Any, meta: Meta, path: Path) -> Any:
        if type(value) is not list:
            meta.invalid(path, "expected an array", printable(value))
            return None
        return [None if entry is None else item(entry, meta, (*path, index)) for index, entry in enumerate(value)]

    return coerce


def name_of(forbidden: re.Pattern[str], limit: int) -> Coerce:
    """A coercer for a name of few kinds of characters."""

    def coerce(value: Any, meta: Meta, path: Path) -> str | None:
        name = text(value, meta, path)
        odd = forbidden.search(name or "")
        if odd:
            meta.invalid(path, f"invalid character {quoted(odd.group())}", value)
            return None
        return name if name is None else shorten(name, limit, meta, path)

    return coerce


def open_object(fields: dict[str, Coerce], expected: str) -> Coerce:
    """A coercer for an object whose other fields are free."""

    def coerce(value: Any, meta: Meta, path: Path) -> Any:
        if type(value) is not dict:
            meta.invalid(path, expected, printable(value))
            return None
        given = islice(value.items(), MAX_FREE_NAMES)
        free = {name: entry for name, entry in given if name not in fields and not is_null(entry)}
        return free | coerce_fields(value, fields, meta, path)

    return coerce
