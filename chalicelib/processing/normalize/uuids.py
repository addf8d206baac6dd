"""Ids of events and files in every form of a UUID, refused in the words of the reader that Sentry uses."""

import re
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.values import printable, well_formed

_HYPHENATED: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_EVENT_ID: Final = re.compile(rf"(?:[0-9a-fA-F]{{32}}|(?:urn:uuid:)?{_HYPHENATED}|\{{{_HYPHENATED}\}})")
_UUID_GROUPS: Final = (8, 4, 4, 4, 12)
_LONGEST_UUID: Final = 45
_NOT_HEX: Final = re.compile(r"[^0-9a-fA-F-]")


def read_event_id(value: Any, meta: Meta, path: Path) -> str | None:
    """The id as 32 lower-case hexadecimal digits, or None after a note."""
    if type(value) is not str:
        meta.invalid(path, "expected event id", printable(value))
        return None
    if len(value) <= _LONGEST_UUID and _EVENT_ID.fullmatch(value):
        return value.strip("{}")[-36:].replace("-", "").lower()
    meta.invalid(path, _event_id_refusal(value), value)
    return None


def uuid(value: Any, meta: Meta, path: Path) -> str | None:
    """An id in the form of a UUID, with hyphens."""
    if type(value) is not str:
        meta.invalid(path, "expected a uuid", printable(value))
        return None
    digits = read_event_id(value, meta, path)
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
