"""The trace an event belongs to."""

import re
from typing import Any, Final

from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.open_objects import free_object, list_of, name_of, open_object
from chalicelib.processing.normalize.values import ABSENT, Coerce, boolean, floating, printable, text_up_to

#: By their numbers in gRPC.
_STATUSES: Final = (
    *("ok", "cancelled", "unknown", "invalid_argument", "deadline_exceeded", "not_found", "already_exists"),
    *("permission_denied", "resource_exhausted", "failed_precondition", "aborted", "out_of_range", "unimplemented"),
    *("internal_error", "unavailable", "data_loss", "unauthenticated"),
)
_STATUS_ALIASES: Final = {"success": "ok", "unknown_error": "internal_error"}
_TRACE_ID: Final = re.compile(r"[0-9a-fA-F]{32}")
_SPAN_ID: Final = re.compile(r"[0-9a-fA-F]{16}")


def _identifier(form: re.Pattern[str], what: str) -> Coerce:
    def coerce(value: Any, marks: Marks, path: Path) -> str | None:
        if type(value) is str and form.fullmatch(value) and value.strip("0"):
            return value.lower()
        expected = f"not a valid {what} id" if type(value) is str else f"expected {what} id"
        marks.invalid(path, expected, printable(value))
        return None

    return coerce


trace_id: Final = _identifier(_TRACE_ID, "trace")
span_id: Final = _identifier(_SPAN_ID, "span")


def _status(value: Any, marks: Marks, path: Path) -> str:
    if type(value) is int and 0 <= value < len(_STATUSES):
        return _STATUSES[value]
    if type(value) is str and _STATUS_ALIASES.get(value, value) in _STATUSES:
        return _STATUS_ALIASES.get(value, value)
    expected = "expected a trace status" if type(value) in {int, str} else "expected a string"
    marks.invalid(path, expected, printable(value))
    return "unknown"


_IDS: Final[dict[str, Coerce]] = {"trace_id": trace_id, "span_id": span_id}
_LINK: Final[dict[str, Coerce]] = _IDS | {"sampled": boolean, "attributes": free_object}
TRACE_FIELDS: Final[dict[str, Coerce]] = _IDS | {
    "parent_span_id": span_id,
    "op": text_up_to(128),
    "status": _status,
    "exclusive_time": floating,
    # Only Relay itself may say it.
    "client_sample_rate": lambda _value, _marks, _path: ABSENT,
    "origin": name_of(re.compile(r"[^a-zA-Z0-9_.]"), 128),
    "sampled": boolean,
    "data": open_object({}, "expected spandata"),
    "links": list_of(open_object(_LINK, "expected spanlink")),
}
