"""What happened before the event: each breadcrumb with its time, type and level."""

from typing import Any, Final

from chalicelib.grouping.normalization.attributes import LEVELS, NUMERIC_LEVELS, event_id
from chalicelib.grouping.normalization.bags import object_bag
from chalicelib.grouping.normalization.marks import Marks, Path
from chalicelib.grouping.normalization.structures import coerce_fields, values_list
from chalicelib.grouping.normalization.timestamps import timestamp
from chalicelib.grouping.normalization.values import Coerce, printable, text_up_to


def _level(value: Any, marks: Marks, path: Path) -> str | None:
    found = LEVELS.get(value) if type(value) is str else NUMERIC_LEVELS.get(value) if type(value) is int else None
    if found is None:
        reason = "invalid level" if type(value) is str else None if type(value) is int else "expected a level"
        marks.invalid(path, reason, printable(value))
    return found


FIELDS: Final[dict[str, Coerce]] = {
    "timestamp": timestamp,
    "type": text_up_to(128, keep_empty=False),
    "category": text_up_to(128),
    "level": _level,
    "message": text_up_to(8192),
    "data": object_bag(5, 2048),
    "event_id": event_id,
    "origin": text_up_to(1024),
}


def _breadcrumb(value: Any, marks: Marks, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        marks.invalid(path, "expected breadcrumb", printable(value))
        return None
    result = coerce_fields(value, FIELDS, marks, path)
    result.setdefault("type", "default")
    result["level"] = result.get("level") or "info"
    return result


def breadcrumbs(value: Any, marks: Marks, path: Path) -> Any:
    return values_list(value, _breadcrumb, marks, path)
