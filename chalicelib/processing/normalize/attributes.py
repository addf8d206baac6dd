"""The plain fields of an event: level, platform, names of release and environment, and their limits."""

import re
from typing import Any, Final

from chalicelib.processing.names import names
from chalicelib.processing.normalize.meta import Meta, Path, is_keepable
from chalicelib.processing.normalize.values import (
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

_NOT_IN_DIST: Final = re.compile(r"[^a-zA-Z0-9_.\-]")
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")
MAX_LOGGER: Final = 64
RESERVED_RELEASES: Final = frozenset({".", "..", "latest"})
RESERVED_ENVIRONMENTS: Final = frozenset({".", "..", "none"})


def level(value: Any, meta: Meta, path: Path) -> str:
    """The level by name or by Python's number; `error` for anything else."""
    found = LEVELS.get(value) if type(value) is str else NUMERIC_LEVELS.get(value) if type(value) is int else None
    if found:
        return found
    reason = "invalid level" if type(value) is str else None if type(value) is int else "expected a level"
    meta.invalid(path, reason, printable(value))
    return "error"


def platform(value: Any, meta: Meta, path: Path) -> str:
    name = text(value, meta, path) if value is not None else None
    if name in PLATFORMS:
        return str(name)
    if name is not None:
        meta.original(path, name)
    return "other"


def logger(value: Any, meta: Meta, path: Path) -> Any:
    name = text(value, meta, path)
    if name is None:
        return ""
    for forbidden in "\r\n":
        if forbidden in name:
            meta.invalid(path, f"invalid character {quoted(forbidden)}", name)
            return ""
    if len(name) <= MAX_LOGGER:
        return name
    kept = name.strip()
    if len(kept) > MAX_LOGGER:
        kept = kept[: MAX_LOGGER - 3]
        meta.shortened(path, kept, len(name))
        kept += "..."
    return kept


def java_logger(value: Any, meta: Meta, path: Path) -> Any:
    """The name of a class, of which the last parts tell most: a long one loses its first packages for a star."""
    name = text(value, meta, path)
    if name is None or "\n" in name or "\r" in name:
        return logger(value, meta, path)
    name = name.strip()
    if len(name) <= MAX_LOGGER:
        return name
    start = len(name) - (MAX_LOGGER - 1)
    dot = name.find(".", start)
    start = start if dot < 0 else dot
    meta.replaced_start(path, "@logger:replace", len(name[:start].encode()), len(name))
    return f"*{name[start:]}"


def transaction(value: Any, meta: Meta, path: Path) -> Any:
    name = text(value, meta, path)
    return name if name is None else shorten(name.strip(), 200, meta, path)


def release(value: Any, meta: Meta, path: Path) -> str | None:
    name = lenient_text(value, meta, path)
    return None if name is None else _versioned_name(name.strip(), 200, RESERVED_RELEASES, meta, path)


def environment(value: Any, meta: Meta, path: Path) -> str | None:
    name = text(value, meta, path)
    return None if name is None else _versioned_name(name.strip(), 64, RESERVED_ENVIRONMENTS, meta, path)


def _versioned_name(name: str, limit: int, reserved: frozenset[str], meta: Meta, path: Path) -> str | None:
    if not name:
        meta.invalid(path, "expected a non-empty string")
        return None
    if len(name) > limit or name.lower() in reserved or _FORBIDDEN_IN_NAMES.search(name):
        meta.invalid(path, value=name)
        return None
    return name


def dist(value: Any, meta: Meta, path: Path) -> str | None:
    name = text(value, meta, path)
    if name is None:
        return None
    name = name.strip()
    if not name:
        meta.invalid(path, "expected a non-empty string")
        return None
    odd = _NOT_IN_DIST.search(name)
    if odd:
        meta.invalid(path, f"invalid character {quoted(odd.group())}", name)
        return None
    if len(name) > 64:
        meta.invalid(path, value=name, kind="value_too_long")
        return None
    return name


def fingerprint(value: Any, meta: Meta, path: Path) -> list[str] | None:
    """A list of primitives as strings; anything else in the list is left out with a note."""
    if type(value) is not list:
        meta.invalid(path, "expected an array", printable(value))
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
        meta.invalid(path, detail={"value": refused} if is_keepable(refused) else {"reason": "expected primitives"})
        meta.fewer(path, len(value))
    return parts or (None if refused else [])
