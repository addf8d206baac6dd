"""The order in which an event's errors are listed: that of the protocol's fields, in whatever order they were said."""

from typing import Any, Final

from chalicelib.processing.normalize.breadcrumbs import FIELDS as BREADCRUMB_FIELDS
from chalicelib.processing.normalize.context_fields import CONTEXT_FIELDS
from chalicelib.processing.normalize.debug_images import IMAGE_FIELDS
from chalicelib.processing.normalize.exceptions import EXCEPTION_FIELDS, THREAD_FIELDS
from chalicelib.processing.normalize.mechanisms import MACH_FIELDS, MECHANISM_FIELDS, META_FIELDS, SIGNAL_FIELDS
from chalicelib.processing.normalize.meta import Path
from chalicelib.processing.normalize.request import FIELDS as REQUEST_FIELDS
from chalicelib.processing.normalize.sdk import SDK_FIELDS
from chalicelib.processing.normalize.stacktrace import FRAME_FIELDS, TRACE_FIELDS
from chalicelib.processing.normalize.user import FIELDS as USER_FIELDS

TOP_LEVEL: Final = (
    "event_id level fingerprint culprit transaction transaction_info time_spent logentry logger modules platform "
    "timestamp start_timestamp release dist environment user request contexts breadcrumbs exception stacktrace "
    "template threads tags extra debug_meta sdk errors checksum csp hpkp expectct expectstaple spans"
)


def _ranks(fields: Any) -> dict[str, int]:
    return {name: rank for rank, name in enumerate(fields)}


#: The fields below each name that has some of its own; the names in between keep those of their holder.
_BELOW: Final = {
    "exception": _ranks(EXCEPTION_FIELDS),
    "threads": _ranks(THREAD_FIELDS),
    "breadcrumbs": _ranks(BREADCRUMB_FIELDS),
    "request": _ranks(REQUEST_FIELDS),
    "user": _ranks(USER_FIELDS),
    "sdk": _ranks(SDK_FIELDS),
    "images": _ranks(IMAGE_FIELDS),
    "mechanism": _ranks(MECHANISM_FIELDS),
    "meta": _ranks(META_FIELDS),
    "errno": _ranks(SIGNAL_FIELDS),
    "signal": _ranks(SIGNAL_FIELDS),
    "mach_exception": _ranks(MACH_FIELDS),
    **{kind: _ranks(fields) for kind, fields in CONTEXT_FIELDS.items()},
    "stacktrace": _ranks(TRACE_FIELDS),
    "frames": _ranks(FRAME_FIELDS),
}
_TRANSPARENT: Final = frozenset({"values", "raw_stacktrace"})
_TOP_RANKS: Final = _ranks(TOP_LEVEL.split())
_LAST: Final = 999


def in_protocol_order(path: Path) -> tuple[tuple[int, int, str], ...]:
    """A key to sort errors by: known fields by their rank, then others by name; list entries by position."""
    ranks = _TOP_RANKS
    key: list[tuple[int, int, str]] = []
    for part in path:
        if type(part) is int:
            key.append((0, part, ""))
            continue
        name = str(part)
        key.append((1, ranks.get(name, _LAST), name))
        if name not in _TRANSPARENT:
            ranks = _BELOW.get(name, {})
    return tuple(key)
