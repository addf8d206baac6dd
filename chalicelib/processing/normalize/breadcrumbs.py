"""What happened before the event: each breadcrumb with its time, type and level."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from chalicelib.processing.normalize.attributes import LEVELS, NUMERIC_LEVELS
from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import key_text, limited_object
from chalicelib.processing.normalize.structures import coerce_fields, values_list
from chalicelib.processing.normalize.timestamps import timestamp
from chalicelib.processing.normalize.uuids import read_event_id
from chalicelib.processing.normalize.values import Coerce, nonempty_text, printable, text_up_to


def _level(value: Any, meta: Meta, path: Path) -> str | None:
    found = LEVELS.get(value) if type(value) is str else NUMERIC_LEVELS.get(value) if type(value) is int else None
    if found is None:
        reason = "invalid level" if type(value) is str else None if type(value) is int else "expected a level"
        meta.invalid(path, reason, printable(value))
    return found


BREADCRUMB_FIELDS: Final[dict[str, Coerce]] = {
    "timestamp": timestamp,
    "type": text_up_to(128, keep_empty=False),
    "category": text_up_to(128),
    "level": _level,
    "message": text_up_to(8192),
    "data": limited_object(5, 2048),
    "event_id": read_event_id,
    "origin": nonempty_text,
}
MAX_UNKNOWN_FIELDS: Final = 20


def _breadcrumb(value: Any, meta: Meta, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        meta.invalid(path, "expected breadcrumb", printable(value))
        return None
    result = coerce_fields(value, BREADCRUMB_FIELDS, meta, path)
    occurred_at = result.get("timestamp")
    if occurred_at is not None and occurred_at < 0:
        meta.invalid(path, f"timestamp is too stale: {_written(occurred_at)}")
        return None
    result["type"] = result.get("type") or "default"
    result["level"] = result.get("level") or "info"
    _note_unknown(value, result, meta, path)
    return result


def _written(seconds: float) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    digits = 0 if not moment.microsecond else 3 if not moment.microsecond % 1000 else 6
    fraction = f".{moment.microsecond:06}"[: digits + 1] if digits else ""
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction} UTC"


def _note_unknown(given: dict[Any, Any], result: dict[str, Any], meta: Meta, path: Path) -> None:
    for name in list(islice((name for name in given if name not in BREADCRUMB_FIELDS), MAX_UNKNOWN_FIELDS)):
        place = (*path, key_text(name))
        result[key_text(name)] = None
        if not meta.already_noted(place):
            meta.invalid(place, kind="invalid_attribute")


def breadcrumbs(value: Any, meta: Meta, path: Path) -> Any:
    return values_list(value, _breadcrumb, meta, path)
