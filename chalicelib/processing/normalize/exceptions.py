"""Exceptions and threads: the `values` form whatever the SDK said, types split from values."""

import re
from typing import Any, Final

from chalicelib.processing.normalize.debug_images import thread_id
from chalicelib.processing.normalize.mechanisms import mechanism
from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.stacktrace import held_locks, raw_stacktrace, stacktrace
from chalicelib.processing.normalize.structures import coerce_fields, structure, values_list
from chalicelib.processing.normalize.values import (
    Coerce,
    boolean,
    json_lenient_text,
    nonempty_text,
    printable,
    shorten,
    text_up_to,
)

MAX_VALUE: Final = 8192

_TYPE_IN_VALUE: Final = re.compile(r"(\w+):(.*)")


def _value(value: Any, meta: Meta, path: Path) -> str:
    return shorten(json_lenient_text(value, meta, path), MAX_VALUE, meta, path)


EXCEPTION_FIELDS: Final[dict[str, Coerce]] = {
    "type": text_up_to(256),
    "value": _value,
    "module": text_up_to(256),
    "stacktrace": stacktrace,
    "raw_stacktrace": raw_stacktrace,
    "thread_id": thread_id,
    "mechanism": mechanism,
}


def _exception(value: Any, meta: Meta, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        meta.invalid(path, "expected exception", printable(value))
        return None
    result = coerce_fields(value, EXCEPTION_FIELDS, meta, path)
    if not result.get("type") and result.get("value") and not meta.already_noted((*path, "type")):
        _split_type(result)
    has_frames = bool((result.get("stacktrace") or {}).get("frames"))
    if not result.get("type") and not result.get("value") and not has_frames:
        meta.forget((*path, "type"))
        meta.invalid(
            path,
            value={**_unknown(value), **_nothing_said(result)},
            kind="missing_attribute",
            detail={"attribute": "type or value"},
        )
        return None
    return result


def _unknown(exception: dict[Any, Any]) -> dict[Any, Any]:
    return {name: entry for name, entry in exception.items() if name not in EXCEPTION_FIELDS}


def _nothing_said(exception: dict[str, Any]) -> dict[str, Any]:
    names = ("mechanism", "module", "raw_stacktrace", "stacktrace", "thread_id", "type", "value")
    return {name: exception.get(name) for name in names}


def _split_type(exception: dict[str, Any]) -> None:
    match = _TYPE_IN_VALUE.fullmatch(exception["value"])
    if match:
        exception["type"], exception["value"] = match[1], match[2].strip()


def exceptions(value: Any, meta: Meta, path: Path) -> Any:
    return values_list(value, _exception, meta, path)


THREAD_FIELDS: Final[dict[str, Coerce]] = {
    "id": thread_id,
    "name": text_up_to(1024),
    "stacktrace": stacktrace,
    "raw_stacktrace": raw_stacktrace,
    "crashed": boolean,
    "current": boolean,
    "main": boolean,
    "state": nonempty_text,
    "held_locks": held_locks,
}
_thread: Final = structure(THREAD_FIELDS, "expected thread")


def threads(value: Any, meta: Meta, path: Path) -> Any:
    return values_list(value, _thread, meta, path)
