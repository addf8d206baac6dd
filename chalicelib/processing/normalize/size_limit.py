"""Free-form JSON (variables, extra, request bodies, contexts) cut to a depth and a size, as Sentry cuts it.

The size counts every scalar as it is written in JSON plus one byte, every container three bytes, and no keys. Objects
are cut in the order of their sorted keys, so that the same object is always cut in the same place.
"""

import math
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final, TypeVar

from chalicelib.processing.normalize.meta import MAX_KEY_CHARACTERS, Meta, Path
from chalicelib.processing.normalize.values import ABSENT, Coerce, compact_json, shorten, well_formed

#: Of an object with more entries, which no program made for people to read, the first ones may be kept.
MAX_SORTED_ENTRIES: Final = 5_000

Kept = TypeVar("Kept")


class SizeLimit:
    """One value on its way through a limit of depth and size; `remaining` is what is left of the size.

    Most values fit, so all is first put as it comes. What does not fit is put once more, carefully: then each object is
    measured before it is put, and one that will be cut is put in the order of its keys.
    """

    __slots__ = ("_is_careful", "meta", "remaining")

    def __init__(self, max_bytes: int, meta: Meta) -> None:
        self.remaining = max_bytes
        self.meta = meta
        self._is_careful = False

    def put(self, value: Any, depth_left: int, path: Path) -> Any:
        """The value as it fits. *depth_left* counts the levels that may still be opened below this one."""
        return self._put_twice_if_cut(lambda: self._put(value, depth_left, path), path)

    def put_entries(self, entries: dict[Any, Any], depth_left: int, path: Path) -> dict[str, Any]:
        """As put, for the outermost object of a value, which costs nothing itself."""
        return self._put_twice_if_cut(lambda: self._put_object(entries, depth_left, path), path)

    def put_in_order(self, entries: dict[Any, Any], depth_left: int, path: Path) -> dict[str, Any]:
        """As put_entries, where the order of *entries* decides what is left out."""
        return self._put_twice_if_cut(lambda: self._put_in_order(entries.items(), depth_left, path), path)

    def _put_twice_if_cut(self, put: Callable[[], Kept], path: Path) -> Kept:
        before = self.remaining, self.meta.values_left
        kept = put()
        if self.remaining > 0:
            return kept
        self.remaining, self.meta.values_left = before
        self.meta.forget_cuts(path)
        self._is_careful = True
        return put()

    def _put(self, value: Any, depth_left: int, path: Path) -> Any:
        kind = type(value)
        if kind is str:
            return self._put_text(value, path)
        if kind is dict or kind is list:
            if depth_left <= 1:
                return self._put_text(compact_json(value), path)
            kept = (
                self._put_object(value, depth_left, path) if kind is dict else self._put_list(value, depth_left, path)
            )
            self._spend(2)
            return kept
        plain = plain_scalar(value)
        self._spend(_scalar_size(plain))
        return plain

    def _put_text(self, value: str, path: Path) -> str:
        if value.isascii():
            size = len(value)
        else:
            value = well_formed(value)
            size = len(value.encode())
        if len(value) > self.remaining:
            value = shorten(value, self.remaining, self.meta, path)
            size = len(value.encode())
        self._spend(size + 2)
        return value

    def _put_object(self, entries: dict[Any, Any], depth_left: int, path: Path) -> dict[str, Any]:
        ordered: Iterable[tuple[Any, Any]] = entries.items()
        if self._is_careful and len(entries) > 1 and _size_of_entries(entries, depth_left, self.remaining) is None:
            ordered = sorted(islice(ordered, MAX_SORTED_ENTRIES), key=_key_text)
        kept = self._put_in_order(ordered, depth_left, path)
        if len(kept) < len(entries):
            self.meta.fewer(path, len(entries))
        return kept

    def _put_in_order(self, ordered: Iterable[tuple[Any, Any]], depth_left: int, path: Path) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in ordered:
            if self.remaining <= 0 or self.meta.values_left <= 0:
                break
            self.meta.values_left -= 1
            name = key if type(key) is str and key.isascii() and len(key) <= MAX_KEY_CHARACTERS else key_text(key)
            if type(value) is str and len(value) <= self.remaining and value.isascii():
                # Most variables are short plain texts, which need neither a path nor a call.
                self.remaining = max(self.remaining - len(value) - 3, 0)
                kept[name] = value
            else:
                kept[name] = self._put(value, depth_left - 1, (*path, name))
        return kept

    def _put_list(self, items: list[Any], depth_left: int, path: Path) -> list[Any]:
        kept: list[Any] = []
        for index, item in enumerate(items):
            if self.remaining <= 0 or self.meta.values_left <= 0:
                self.meta.fewer(path, len(items))
                break
            self.meta.values_left -= 1
            kept.append(self._put(item, depth_left - 1, (*path, index)))
        return kept

    def _spend(self, size: int) -> None:
        left = self.remaining - size - 1
        self.remaining = max(left, 0)


def _size_of_entries(entries: dict[Any, Any], depth_left: int, room: int) -> int | None:
    """What an object's entries take, or None as soon as they take all the *room*."""
    return _size_of_all(entries.values(), depth_left - 1, room)


def _size_of_all(values: Iterable[Any], depth_left: int, room: int) -> int | None:
    total = 0
    for value in values:
        size = _size_of(value, depth_left, room - total)
        if size is None or total + size >= room:
            return None
        total += size
    return total


def _size_of(value: Any, depth_left: int, room: int) -> int | None:
    kind = type(value)
    if kind is str:
        return (len(value) if value.isascii() else len(well_formed(value).encode())) + 3
    if kind is not dict and kind is not list:
        return _scalar_size(plain_scalar(value)) + 1
    if depth_left <= 1:
        return len(compact_json(value).encode()) + 3
    inner = _size_of_all(value.values() if kind is dict else value, depth_left - 1, room - 3)
    return None if inner is None else inner + 3


def key_text(key: Any) -> str:
    """Any key of a Python dict as a bounded, writable string."""
    return well_formed(key if type(key) is str else str(key)[:MAX_KEY_CHARACTERS])[:MAX_KEY_CHARACTERS]


def _key_text(entry: tuple[Any, Any]) -> str:
    return entry[0] if type(entry[0]) is str else str(entry[0])


def plain_scalar(value: Any) -> Any:
    """A scalar that every JSON writer accepts: integers beyond 64 bits become floats, NaN and infinities null."""
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        if -(2**63) <= value < 2**64:
            return value
        return float(value) if value.bit_length() < 1024 else None
    if kind is float:
        return value if math.isfinite(value) else None
    return well_formed(str(value))[:MAX_KEY_CHARACTERS]


def is_null(value: Any) -> bool:
    """Whether a value is null, or a number that is written as null."""
    return value is None or (type(value) in {int, float} and plain_scalar(value) is None)


def _scalar_size(value: Any) -> int:
    if value is None:
        return 0
    if value is True:
        return 4
    if value is False:
        return 5
    return len(str(value))


def limited_object(
    max_depth: int, max_bytes: int, *, keep_empty: bool = False, entries_from_list: bool = False
) -> Coerce:
    """A coercer for a free-form object."""

    def coerce(value: Any, meta: Meta, path: Path) -> Any:
        if entries_from_list and type(value) is list:
            value = {str(index): item for index, item in enumerate(value[: max_bytes + 1])}
        if type(value) is not dict:
            meta.invalid(path, "expected an object", value)
            return None
        if not value and not keep_empty:
            return ABSENT
        return SizeLimit(max_bytes, meta).put_entries(value, max_depth, path)

    return coerce


def limited_value(max_depth: int, max_bytes: int) -> Coerce:
    """A coercer for free-form JSON of any type."""

    def coerce(value: Any, meta: Meta, path: Path) -> Any:
        return SizeLimit(max_bytes, meta).put(value, max_depth, path)

    return coerce


EXTRA_DEPTH: Final = 7
EXTRA_VALUE_BYTES: Final = 16_384
EXTRA_BYTES: Final = 262_144


def extra(value: Any, meta: Meta, path: Path) -> Any:
    """The `extra` object: each value has a limit of its own, and all of them have a larger one."""
    if type(value) is not dict:
        meta.invalid(path, "expected an object", value)
        return {}
    if not value:
        return {} if meta.already_noted(path) else ABSENT
    values_left = meta.values_left
    kept, spent = _extra_entries(value.items(), meta, path)
    if spent >= EXTRA_BYTES:
        meta.values_left = values_left
        meta.forget_cuts(path)
        ordered = sorted(islice(value.items(), MAX_SORTED_ENTRIES), key=_key_text)
        kept, _ = _extra_entries(ordered, meta, path)
    if len(kept) < len(value):
        meta.fewer(path, len(value))
    return kept


def _extra_entries(ordered: Any, meta: Meta, path: Path) -> tuple[dict[str, Any], int]:
    kept: dict[str, Any] = {}
    spent = 0
    for key, value in ordered:
        if spent >= EXTRA_BYTES or meta.values_left <= 0:
            break
        meta.values_left -= 1
        name = key_text(key)
        limit = min(EXTRA_VALUE_BYTES, EXTRA_BYTES - spent)
        limit_of_value = SizeLimit(limit, meta)
        kept[name] = limit_of_value.put(value, EXTRA_DEPTH - 1, (*path, name))
        spent += limit - limit_of_value.remaining
    return kept, spent
