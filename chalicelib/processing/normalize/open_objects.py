"""Coercers for what contexts are made of: objects with free fields beside known ones, lists, restricted names."""

import re
from typing import Any, Final

from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.size_limit import is_null, object_bag
from chalicelib.processing.normalize.structures import coerce_fields
from chalicelib.processing.normalize.values import Coerce, printable, quoted, shorten, text

free_object: Final = object_bag(7, 8192, keep_empty=True)


def list_of(item: Coerce) -> Coerce:
    def coerce(value: Any, marks: Marks, path: Path) -> Any:
        if type(value) is not list:
            marks.invalid(path, "expected an array", printable(value))
            return None
        return [None if entry is None else item(entry, marks, (*path, index)) for index, entry in enumerate(value)]

    return coerce


def name_of(forbidden: re.Pattern[str], limit: int) -> Coerce:
    """A coercer for a name of few kinds of characters."""

    def coerce(value: Any, marks: Marks, path: Path) -> str | None:
        name = text(value, marks, path)
        odd = forbidden.search(name or "")
        if odd:
            marks.invalid(path, f"invalid character {quoted(odd.group())}", value)
            return None
        return name if name is None else shorten(name, limit, marks, path)

    return coerce


def open_object(fields: dict[str, Coerce], expected: str) -> Coerce:
    """A coercer for an object whose other fields are free."""

    def coerce(value: Any, marks: Marks, path: Path) -> Any:
        if type(value) is not dict:
            marks.invalid(path, expected, printable(value))
            return None
        free = {name: entry for name, entry in value.items() if name not in fields and not is_null(entry)}
        return free | coerce_fields(value, fields, marks, path)

    return coerce
