"""The plain fields of an event: ids, level, platform, names of release and environment, and their limits."""

import re
from typing import Any, Final

from chalicelib.grouping.names import names
from chalicelib.grouping.normalization.marks import Marks, Path, is_keepable
from chalicelib.grouping.normalization.values import (
    lenient_text,
    primitive_text,
    printable,
    quoted,
    shorten,
    text,
    well_formed,
)

LEVELS: Final = {
    "debug": "debug",
    "info": "info",
    "log": "info",
    "warning": "warning",
    "error": "error",
    "fatal": "fatal",
    "critical": "fatal",
}
NUMERIC_LEVELS: Final = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "fatal"}
PLATFORMS: Final = names(
    "as3 c cfml cocoa csharp elixir go groovy haskell java javascript native node objc other perl php python ruby"
)

_EVENT_ID: Final = re.compile(
    r"(?:urn:uuid:)?(?P<brace>\{)?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})(?(brace)\})"
)
_NOT_HEX: Final = re.compile(r"[^0-9a-fA-F-]")
_NOT_IN_DIST: Final = re.compile(r"[^a-zA-Z0-9_.\-]")
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")
RESERVED_RELEASES: Final = frozenset({".", "..", "latest"})
RESERVED_ENVIRONMENTS: Final = frozenset({".", "..", "none"})


def event_id(value: Any, marks: Marks, path: Path) -> str | None:
    """The id as 32 lower-case hexadecimal digits, or None after a note."""
    if type(value) is not str:
        marks.invalid(path, "expected event id", printable(value))
        return None
    match = _EVENT_ID.fullmatch(value.lower()) if len(value) <= 45 else None
    if match:
        return "".join(match.groups()[1:])
    marks.invalid(path, _event_id_refusal(value), value)
    return None


def _event_id_refusal(value: str) -> str:
    odd = _NOT_HEX.search(value)
    if odd:
        return f"invalid character: found `{well_formed(odd.group())}` at {odd.start()}"
    return f"invalid length: found {len(value)}"


def level(value: Any, marks: Marks, path: Path) -> str:
    """The level by name or by Python's number; `error` for anything else."""
    found = LEVELS.get(value) if type(value) is str else NUMERIC_LEVELS.get(value) if type(value) is int else None
    if found:
        return found
    reason = "invalid level" if type(value) is str else None if type(value) is int else "expected a level"
    marks.invalid(path, reason, printable(value))
    return "error"


def platform(value: Any, marks: Marks, path: Path) -> str:
    name = text(value, marks, path) if value is not None else None
    if name in PLATFORMS:
        return str(name)
    if name is not None:
        marks.original(path, name)
    return "other"


def logger(value: Any, marks: Marks, path: Path) -> Any:
    name = text(value, marks, path)
    if name is None:
        return ""
    for forbidden in "\r\n":
        if forbidden in name:
            marks.invalid(path, f"invalid character {quoted(forbidden)}", name)
            return ""
    return shorten(name.strip() if len(name) > 64 else name, 64, marks, path)


def transaction(value: Any, marks: Marks, path: Path) -> Any:
    name = text(value, marks, path)
    return name if name is None else shorten(name.strip(), 200, marks, path)


def release(value: Any, marks: Marks, path: Path) -> str | None:
    name = lenient_text(value, marks, path)
    return None if name is None else _versioned_name(name.strip(), 200, RESERVED_RELEASES, marks, path)


def environment(value: Any, marks: Marks, path: Path) -> str | None:
    name = text(value, marks, path)
    return None if name is None else _versioned_name(name.strip(), 64, RESERVED_ENVIRONMENTS, marks, path)


def _versioned_name(name: str, limit: int, reserved: frozenset[str], marks: Marks, path: Path) -> str | None:
    if not name:
        marks.invalid(path, "expected a non-empty string")
        return None
    if len(name) > limit or name.lower() in reserved or _FORBIDDEN_IN_NAMES.search(name):
        marks.invalid(path, value=name)
        return None
    return name


def dist(value: Any, marks: Marks, path: Path) -> str | None:
    name = text(value, marks, path)
    if name is None:
        return None
    name = name.strip()
    if not name:
        marks.invalid(path, "expected a non-empty string")
        return None
    odd = _NOT_IN_DIST.search(name)
    if odd:
        marks.invalid(path, f"invalid character {quoted(odd.group())}", name)
        return None
    if len(name) > 64:
        marks.invalid(path, value=name, kind="value_too_long")
        return None
    return name


def fingerprint(value: Any, marks: Marks, path: Path) -> list[str] | None:
    """A list of primitives as strings; anything else in the list is left out with a note."""
    if type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return None
    parts: list[str] = []
    refused: list[Any] = []
    for part in value:
        if part is None:
            continue
        plain = well_formed(part) if type(part) is str else primitive_text(part)
        if plain is None:
            refused.append(printable(part))
        else:
            parts.append(plain)
    if refused:
        marks.invalid(path, detail={"value": refused} if is_keepable(refused) else {"reason": "expected primitives"})
        marks.fewer(path, len(value))
    return parts or (None if refused else [])
