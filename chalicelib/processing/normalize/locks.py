"""Locks of a virtual machine: those a thread holds, and the one a frame waits for."""

from typing import Any, Final

from chalicelib.processing.normalize.addresses import thread_id
from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.size_limit import key_text
from chalicelib.processing.normalize.structures import coerce_fields
from chalicelib.processing.normalize.values import ABSENT, Coerce, nonempty_text, printable

MAX_LOCKS: Final = 100

#: What a thread does with a lock: holds it, waits, sleeps on it or is blocked by it.
_LOCK_KINDS: Final = frozenset({1, 2, 4, 8})


def _lock_kind(value: Any, marks: Marks, path: Path) -> int | None:
    if type(value) is int and value in _LOCK_KINDS:
        return value
    marks.invalid(path, None if type(value) is int else "expected lock reason type", printable(value))
    return None


LOCK_FIELDS: Final[dict[str, Coerce]] = {
    "type": _lock_kind,
    **dict.fromkeys(("address", "package_name", "class_name"), nonempty_text),
    "thread_id": lambda value, marks, path: ABSENT if value == "" else thread_id(value, marks, path),
}


def lock(value: Any, marks: Marks, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        marks.invalid(path, "expected lockreason", printable(value))
        return None
    result = coerce_fields(value, LOCK_FIELDS, marks, path)
    if "type" not in result:
        marks.invalid((*path, "type"), kind="missing_attribute")
        result["type"] = None
    return result


def held_locks(value: Any, marks: Marks, path: Path) -> dict[str, Any] | None:
    """The locks of a thread by their address."""
    if type(value) is not dict:
        marks.invalid(path, "expected an object", printable(value))
        return None
    entries = list(value.items())[:MAX_LOCKS]
    return {
        key_text(name): None if entry is None else lock(entry, marks, (*path, key_text(name)))
        for name, entry in entries
    }
