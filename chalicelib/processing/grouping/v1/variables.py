"""`{{ default }}`, `{{ type }}`, `{{ tags.x }}` and the like inside fingerprints."""

import re
from typing import Any, Final

from chalicelib.processing.grouping.v1.interfaces import event_values, exceptions_of, frames_of, tag_value, threads_of
from chalicelib.processing.grouping.v1.parameterize import MAX_CHARACTERS, parameterize

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
    "stack.filename": ("filename", "abs_path"),
}
_EXCEPTION_VARIABLES: Final = {
    "type": "type",
    "error.type": "type",
    "value": "value",
    "raw_value": "value",
    "error.value": "value",
    "error.raw_value": "value",
}
_MESSAGE_VARIABLES: Final = frozenset({"message", "raw_message"})
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
        found = _main_exception_text(event, _EXCEPTION_VARIABLES[name])
    elif name in _FRAME_VARIABLES:
        found = _frame_text(event, _FRAME_VARIABLES[name])
    elif name in _MESSAGE_VARIABLES:
        text = _message(event)
        found = parameterize(text[:MAX_CHARACTERS]) if text and name == "message" else text
    elif name in _EVENT_VARIABLES:
        found = str(event_values(event, name)[0])
    else:
        return written
    return found or f"<no-{short}>"


def _message(event: dict[str, Any]) -> str | None:
    entry = event.get("logentry") or {}
    return entry.get("formatted") or entry.get("message") or _main_exception_text(event, "value")


def _main_exception_text(event: dict[str, Any], field: str) -> str | None:
    """What the last exception that says so says."""
    return next((one[field] for one in reversed(exceptions_of(event)) if one.get(field)), None)


def _frame_text(event: dict[str, Any], fields: tuple[str, ...]) -> str | None:
    """Of the main trace's youngest frame of own code, else of its youngest frame; a package without its folders."""
    frame = _crash_frame(event)
    text = next((frame[field] for field in fields if frame.get(field)), None)
    return re.split(r"[/\\]", text)[-1] if text and fields == ("package",) else text


def _crash_frame(event: dict[str, Any]) -> dict[str, Any]:
    for holder in (*reversed(exceptions_of(event)), event, *threads_of(event)):
        frames = frames_of(holder)
        if frames:
            return next((frame for frame in reversed(frames) if frame.get("in_app") is True), frames[-1])
    return {}
