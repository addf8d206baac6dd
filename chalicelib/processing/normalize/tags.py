"""Tags: an object or a list of pairs in, a list of `[key, value]` pairs out, one per key."""

import re
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.values import no_primitive, primitive_text, printable, quoted, shorten, well_formed

MAX_CHARACTERS: Final = 200

#: Names that are derived from the event itself; what an SDK says under them in the tags is dropped.
DERIVED_ONLY: Final = frozenset({"release", "dist", "user", "filename", "function", "device.class"})

_NOT_IN_KEY: Final = re.compile(r"[^a-zA-Z0-9_.:\-]")
_PLAIN_KEY: Final = re.compile(r"[a-zA-Z0-9_.:\-]{1,200}")

#: A cleaned text, or why there is none and which part of the original to show.
Cleaned = tuple[str | None, tuple[Any, ...]]


def tags(value: Any, meta: Meta, path: Path) -> tuple[list[Any], str | None]:
    """The pairs, and the environment if old SDKs said it as a tag."""
    if type(value) is dict:
        entries = ((key if type(key) is str else str(key)[:MAX_CHARACTERS], item) for key, item in value.items())
        return _pairs([[key, item] for key, item in sorted(entries, key=_first)], meta, path)
    if type(value) is list:
        return _pairs(value, meta, path)
    if value is not None:
        meta.invalid(path, "expected an array", printable(value))
    return [], None


def _first(entry: tuple[str, Any]) -> str:
    return entry[0]


def _pairs(pairs: list[Any], meta: Meta, path: Path) -> tuple[list[Any], str | None]:
    kept: list[Any] = []
    seen: set[str | None] = set()
    environment: str | None = None
    for entry in pairs:
        place = (*path, len(kept))
        if type(entry) is not list or len(entry) != 2:
            if entry is not None:
                meta.invalid(place, "expected a tuple", printable(entry))
            kept.append(None)
            continue
        key, refused_key = _clean_key(entry[0])
        # Each key that was refused is listed; Relay lists the first alone.
        if key is not None and (key in DERIVED_ONLY or key in seen):
            continue
        item, refused_item = _clean_value(entry[1])
        if key == "environment":
            environment = environment or item
            continue
        seen.add(key)
        kept.append([_noted(key, refused_key, meta, (*place, 0)), _noted(item, refused_item, meta, (*place, 1))])
    return kept, environment


def _noted(cleaned: str | None, refused: tuple[Any, ...], meta: Meta, path: Path) -> str | None:
    if refused:
        meta.invalid(path, *refused)
    return cleaned if cleaned is None else shorten(cleaned, MAX_CHARACTERS, meta, path)


def _clean_key(value: Any) -> Cleaned:
    if type(value) is str and _PLAIN_KEY.fullmatch(value):
        return value, ()
    key, refused = _clean_primitive(value)
    if key is None:
        return None, refused
    key = key.replace(" ", "-").strip()
    odd = _NOT_IN_KEY.search(key)
    if odd:
        return None, (f"invalid character {quoted(odd.group())}", key)
    return (key, ()) if key else (None, ("expected a non-empty value",))


def _clean_value(value: Any) -> Cleaned:
    item, refused = _clean_primitive(value)
    if item is None:
        return None, refused
    item = item.strip()
    if "\n" in item:
        return None, ("invalid character '\\n'", item)
    return (item, ()) if item else (None, ("expected a non-empty value",))


def _clean_primitive(value: Any) -> Cleaned:
    if value is None:
        return None, ()
    plain = well_formed(value) if type(value) is str else primitive_text(value)
    return (plain, ()) if plain is not None else (None, (no_primitive(value), printable(value)))
