"""Free-form JSON (variables, extra, request bodies, contexts) cut to a depth and a size, as Sentry cuts it.

The size counts every scalar as it is written in JSON plus one byte, every container three bytes, and no keys. Objects
are cut in the order of their sorted keys, so that the same object is always cut in the same place.
"""

import math
from typing import Any, Final

from chalicelib.processing.normalize.meta import MAX_KEY_CHARACTERS, Meta, Path
from chalicelib.processing.normalize.values import ABSENT, Coerce, compact_json, shorten, well_formed

UNBOUNDED: Final = 2**62


class SizeLimit:
    """One value on its way through a limit of depth and size; `remaining` is what is left of the size."""

    __slots__ = ("meta", "remaining")

    def __init__(self, max_bytes: int, meta: Meta) -> None:
        self.remaining = max_bytes
        self.meta = meta

    def put(self, value: Any, depth_left: int, path: Path) -> Any:
        """The value as it fits. *depth_left* counts the levels that may still be opened below this one."""
        kind = type(value)
        if kind is str:
            return self._put_text(value, path)
        if kind is dict or kind is list:
            if depth_left <= 1:
                return self._put_text(compact_json(value), path)
            result = (
                self._put_object(value, depth_left, path) if kind is dict else self._put_list(value, depth_left, path)
            )
            self._spend(2)
            return result
        plain = plain_scalar(value)
        self._spend(_scalar_size(plain))
        return plain

    def put_entries(self, entries: dict[Any, Any], depth_left: int, path: Path) -> dict[str, Any]:
        """As put, for the outermost object of a value, which costs nothing itself."""
        return self._put_object(entries, depth_left, path)

    def put_in_order(self, entries: dict[Any, Any], depth_left: int, path: Path) -> dict[str, Any]:
        """As put_entries, where the order of *entries* decides what is left out."""
        return self._put_in_order(entries.items(), depth_left, path)

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
        before = self.remaining
        ordered = entries.items()
        result = self._put_in_order(ordered, depth_left, path)
        if self.remaining == 0 and len(entries) > 1:
            # Something was cut: start again in the order of the keys, which decides what is left out.
            self.remaining = before
            self.meta.forget_cuts(path)
            result = self._put_in_order(sorted(entries.items(), key=_key_text), depth_left, path)
        if len(result) < len(entries):
            self.meta.fewer(path, len(entries))
        return result

    def _put_in_order(self, ordered: Any, depth_left: int, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in ordered:
            if self.remaining <= 0:
                break
            name = key if type(key) is str and key.isascii() and len(key) <= MAX_KEY_CHARACTERS else key_text(key)
            if type(value) is str and len(value) <= self.remaining and value.isascii():
                # Most variables are short plain texts, which need neither a path nor a call.
                self.remaining = max(self.remaining - len(value) - 3, 0)
                result[name] = value
            else:
                result[name] = self.put(value, depth_left - 1, (*path, name))
        return result

    def _put_list(self, items: list[Any], depth_left: int, path: Path) -> list[Any]:
        result: list[Any] = []
        for index, item in enumerate(items):
            if self.remaining <= 0:
                self.meta.fewer(path, len(items))
                break
            result.append(self.put(item, depth_left - 1, (*path, index)))
        return result

    def _spend(self, size: int) -> None:
        left = self.remaining - size - 1
        self.remaining = max(left, 0)


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
            value = {str(index): item for index, item in enumerate(value)}
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
    kept, spent = _extra_entries(value.items(), meta, path)
    if spent >= EXTRA_BYTES:
        meta.forget_cuts(path)
        kept, _ = _extra_entries(sorted(value.items(), key=_key_text), meta, path)
        if len(kept) < len(value):
            meta.fewer(path, len(value))
    return kept


def _extra_entries(ordered: Any, meta: Meta, path: Path) -> tuple[dict[str, Any], int]:
    kept: dict[str, Any] = {}
    spent = 0
    for key, value in ordered:
        if spent >= EXTRA_BYTES:
            break
        name = key_text(key)
        limit = min(EXTRA_VALUE_BYTES, EXTRA_BYTES - spent)
        limit_of_value = SizeLimit(limit, meta)
        kept[name] = limit_of_value.put(value, EXTRA_DEPTH - 1, (*path, name))
        spent += limit - limit_of_value.remaining
    return kept, spent
