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

_HYPHENATED: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_EVENT_ID: Final = re.compile(rf"(?:[0-9a-fA-F]{{32}}|(?:urn:uuid:)?{_HYPHENATED}|\{{{_HYPHENATED}\}})")
_UUID_GROUPS: Final = (8, 4, 4, 4, 12)
_LONGEST_UUID: Final = 45
_NOT_HEX: Final = re.compile(r"[^0-9a-fA-F-]")
_NOT_IN_DIST: Final = re.compile(r"[^a-zA-Z0-9_.\-]")
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")
MAX_LOGGER: Final = 64
RESERVED_RELEASES: Final = frozenset({".", "..", "latest"})
RESERVED_ENVIRONMENTS: Final = frozenset({".", "..", "none"})


def event_id(value: Any, marks: Marks, path: Path) -> str | None:
    """The id as 32 lower-case hexadecimal digits, or None after a note."""
    if type(value) is not str:
        marks.invalid(path, "expected event id", printable(value))
        return None
    if len(value) <= _LONGEST_UUID and _EVENT_ID.fullmatch(value):
        return value.strip("{}")[-36:].replace("-", "").lower()
    marks.invalid(path, _event_id_refusal(value), value)
    return None


def uuid(value: Any, marks: Marks, path: Path) -> str | None:
    """An id in the form of a UUID, with hyphens."""
    if type(value) is not str:
        marks.invalid(path, "expected a uuid", printable(value))
        return None
    digits = event_id(value, marks, path)
    return digits and "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _event_id_refusal(value: str) -> str:
    """What is wrong with an id, in the words of the reader of UUIDs that Sentry uses; places are counted in bytes."""
    value = well_formed(value)
    size = len(value.encode())
    if size > _LONGEST_UUID:
        return f"invalid length: found {size}"
    digits, offset = _without_frame(value)
    odd = _NOT_HEX.search(digits)
    if odd:
        return f"invalid character: found `{odd.group()}` at {offset + len(digits[: odd.start()].encode())}"
    groups = digits.split("-")
    if len(groups) == 1 and not offset and size != 36:
        return f"invalid length: found {size}"
    if len(groups) != len(_UUID_GROUPS):
        return f"invalid group count: expected {len(_UUID_GROUPS)}, found {len(groups)}"
    uneven = ((i, n, len(g)) for i, (g, n) in enumerate(zip(groups, _UUID_GROUPS, strict=True)) if len(g) != n)
    return next(
        (f"invalid group length in group {i}: expected {wanted}, found {found}" for i, wanted, found in uneven),
        f"invalid length: found {size}",
    )


def _without_frame(value: str) -> tuple[str, int]:
    """An id without braces or its name as a URN, and how many characters stood before it."""
    if value.startswith("{") and value.endswith("}") and len(value) > 1:
        return value[1:-1], 1
    return (value[9:], 9) if value.startswith("urn:uuid:") else (value, 0)


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
    if len(name) <= MAX_LOGGER:
        return name
    kept = name.strip()
    if len(kept) > MAX_LOGGER:
        kept = kept[: MAX_LOGGER - 3]
        marks.shortened(path, kept, len(name))
        kept += "..."
    return kept


def java_logger(value: Any, marks: Marks, path: Path) -> Any:
    """The name of a class, of which the last parts tell most: a long one loses its first packages for a star."""
    name = text(value, marks, path)
    if name is None or "\n" in name or "\r" in name:
        return logger(value, marks, path)
    name = name.strip()
    if len(name) <= MAX_LOGGER:
        return name
    start = len(name) - (MAX_LOGGER - 1)
    dot = name.find(".", start)
    start = start if dot < 0 else dot
    marks.replaced_start(path, "@logger:replace", len(name[:start].encode()), len(name))
    return f"*{name[start:]}"


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
