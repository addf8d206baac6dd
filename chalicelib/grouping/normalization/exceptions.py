"""Exceptions and threads: the `values` form whatever the SDK said, types split from values, mechanisms completed."""

import re
from typing import Any, Final

from chalicelib.grouping.normalization.bags import object_bag
from chalicelib.grouping.normalization.marks import Marks, Path
from chalicelib.grouping.normalization.stacktrace import raw_stacktrace, stacktrace
from chalicelib.grouping.normalization.structures import coerce_fields, values_list
from chalicelib.grouping.normalization.values import (
    ABSENT,
    Coerce,
    boolean,
    json_lenient_text,
    printable,
    shorten,
    text,
    text_up_to,
    unsigned,
)

MAX_VALUE: Final = 8192

_TYPE_IN_VALUE: Final = re.compile(r"(\w+):(.*)")
_MECHANISM_ATTRIBUTES: Final = ("type", "description", "help_link", "data", "meta", "synthetic")


def _value(value: Any, marks: Marks, path: Path) -> str:
    return shorten(json_lenient_text(value, marks, path), MAX_VALUE, marks, path)


def _thread_id(value: Any, marks: Marks, path: Path) -> int | str | None:
    if type(value) is str:
        return text(value, marks, path)
    if type(value) is int and 0 <= value < 2**64:
        return value
    marks.invalid(path, "expected a thread id", printable(value))
    return None


def _help_link(value: Any, marks: Marks, path: Path) -> str | None:
    if type(value) is str and not value.startswith(("http://", "https://")):
        marks.invalid(path, "expected http URL", value)
        return None
    link = text(value, marks, path)
    return None if link is None else shorten(link, 256, marks, path)


_mechanism_data: Final = object_bag(5, 2048)

MECHANISM_FIELDS: Final[dict[str, Coerce]] = {
    "type": text_up_to(128),
    "synthetic": boolean,
    "description": text_up_to(MAX_VALUE),
    "help_link": _help_link,
    "handled": boolean,
    "source": text_up_to(128),
    "is_exception_group": boolean,
    "exception_id": unsigned,
    "parent_id": unsigned,
    "data": _mechanism_data,
    "meta": object_bag(5, 2048),
}


def mechanism(value: Any, marks: Marks, path: Path) -> Any:
    """How an exception was caught. Old SDKs sent one without a type: all they said becomes its data."""
    if type(value) is not dict:
        marks.invalid(path, "expected exception mechanism", printable(value))
        return None
    if not value:
        return ABSENT
    if value.get("type") is None and not marks.already_noted((*path, "type")):
        data = _mechanism_data(value, marks, (*path, "data"))
        return {"type": "generic", "data": data}
    return coerce_fields(value, MECHANISM_FIELDS, marks, path)


EXCEPTION_FIELDS: Final[dict[str, Coerce]] = {
    "type": text_up_to(256),
    "value": _value,
    "module": text_up_to(256),
    "stacktrace": stacktrace,
    "raw_stacktrace": raw_stacktrace,
    "thread_id": _thread_id,
    "mechanism": mechanism,
}


def _exception(value: Any, marks: Marks, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        marks.invalid(path, "expected exception", printable(value))
        return None
    result = coerce_fields(value, EXCEPTION_FIELDS, marks, path)
    if result.get("type") is None and "type" not in result and result.get("value"):
        _split_type(result)
    has_frames = bool((result.get("stacktrace") or {}).get("frames"))
    if result.get("type") is None and result.get("value") is None and not has_frames:
        marks.invalid(
            path, value=_nothing_said(result), kind="missing_attribute", detail={"attribute": "type or value"}
        )
        return None
    return result


def _nothing_said(exception: dict[str, Any]) -> dict[str, Any]:
    names = ("mechanism", "module", "raw_stacktrace", "stacktrace", "thread_id", "type", "value")
    return {name: exception.get(name) for name in names}


def _split_type(exception: dict[str, Any]) -> None:
    match = _TYPE_IN_VALUE.fullmatch(exception["value"])
    if match:
        exception["type"], exception["value"] = match[1], match[2].strip()


def exceptions(value: Any, marks: Marks, path: Path) -> Any:
    return values_list(value, _exception, marks, path)


THREAD_FIELDS: Final[dict[str, Coerce]] = {
    "id": _thread_id,
    "name": text_up_to(1024),
    "stacktrace": stacktrace,
    "raw_stacktrace": raw_stacktrace,
    "crashed": boolean,
    "current": boolean,
    "main": boolean,
    "state": text_up_to(1024),
    "held_locks": object_bag(5, 8192, keep_empty=True),
}


def _thread(value: Any, marks: Marks, path: Path) -> Any:
    if type(value) is not dict:
        marks.invalid(path, "expected thread", printable(value))
        return None
    return coerce_fields(value, THREAD_FIELDS, marks, path) or ABSENT


def threads(value: Any, marks: Marks, path: Path) -> Any:
    return values_list(value, _thread, marks, path)
