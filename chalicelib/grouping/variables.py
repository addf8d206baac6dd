"""`{{ default }}`, `{{ type }}`, `{{ tags.x }}` and the like inside fingerprints."""

import re
from collections.abc import Iterator
from typing import Any, Final

from chalicelib.grouping.rules import all_frames, event_values, exceptions_of, tag_value
from chalicelib.grouping.v1.parameterize import message_for_grouping

_VARIABLE: Final = re.compile(r"\{\{\s*([A-Za-z0-9_.:\-]{1,200})\s*\}\}")
_FRAME_VARIABLES: Final = {
    "function": ("function",),
    "stack.function": ("function",),
    "module": ("module",),
    "stack.module": ("module",),
    "package": ("package",),
    "stack.package": ("package",),
    "stack.abs_path": ("abs_path", "filename"),
    "path": ("abs_path", "filename"),
}
_EXCEPTION_VARIABLES: Final = {"type": "type", "error.type": "type", "value": "value", "error.value": "value"}
_EVENT_VARIABLES: Final = frozenset({"level", "logger", "transaction", "release", "environment"})


def is_default(part: str) -> bool:
    match = _VARIABLE.fullmatch(part.strip())
    return match is not None and match[1] == "default"


def is_only_default(fingerprint: list[str]) -> bool:
    return all(map(is_default, fingerprint))


def resolved(part: str, event: dict[str, Any]) -> str:
    """The part with the event's values in place of variables; unknown ones stay as they are written."""
    return _VARIABLE.sub(lambda match: _value(match[1], event, match[0]), part)


def _value(name: str, event: dict[str, Any], written: str) -> str:
    short = name.rsplit(".", 1)[-1]
    if name.startswith("tags."):
        return tag_value(event, name[5:]) or f"<no-value-for-tag-{name[5:]}>"
    if name in _EXCEPTION_VARIABLES:
        found = next(_exception_texts(event, _EXCEPTION_VARIABLES[name]), None)
        found = message_for_grouping(found) if found and short == "value" else found
    elif name in _FRAME_VARIABLES:
        found = next(_frame_texts(event, _FRAME_VARIABLES[name]), None)
    elif name == "message":
        found = _message(event)
    elif name in _EVENT_VARIABLES:
        found = str(event_values(event, name)[0])
    else:
        return written
    return found or f"<no-{short}>"


def _message(event: dict[str, Any]) -> str | None:
    """The message, else what the main exception says, without the values that differ from event to event."""
    entry = event.get("logentry") or {}
    text = entry.get("formatted") or entry.get("message") or next(_exception_texts(event, "value"), None)
    return message_for_grouping(text) if text else None


def _exception_texts(event: dict[str, Any], field: str) -> Iterator[str]:
    """The main exception is the last one."""
    for exception in reversed(exceptions_of(event)):
        if exception.get(field):
            yield exception[field]


def _frame_texts(event: dict[str, Any], fields: tuple[str, ...]) -> Iterator[str]:
    """The youngest frame of the project's own code, else the youngest frame."""
    frames = list(all_frames(event))
    for frame in (*reversed([frame for frame in frames if frame.get("in_app")]), *reversed(frames)):
        for field in fields:
            if frame.get(field):
                yield frame[field]
