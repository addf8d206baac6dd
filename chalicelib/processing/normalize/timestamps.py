"""When an event occurred: seconds or ISO 8601 in, seconds since 1970 out; clocks that are far off are corrected."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.values import printable

MAX_SECONDS_IN_FUTURE: Final = 86_400
MAX_SECONDS_IN_PAST: Final = 90 * 86_400
MAX_TIMESTAMP: Final = 253_402_300_800

_ISO: Final = re.compile(
    r"\+?(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?P<gap>[Tt]|\s+)"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2}):(?P<second>\d{1,2})(?P<fraction>\.\d+)?\s*"
    r"(?P<zone>[Zz]|(?:UTC)|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
#: The form most SDKs send, at most with microseconds, which the standard library reads fast.
_USUAL: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
_PART_OF_ZONE: Final = re.compile(r"[+-](?:\d\d?)?:?\d?", re.ASCII)
_ISO_PREFIX: Final = re.compile(r"[\d:.TtZz+\- ]*", re.ASCII)


def timestamp(value: Any, meta: Meta, path: Path) -> float | None:
    kind = type(value)
    if kind is float or kind is int:
        return _from_number(value, meta, path)
    if kind is str:
        return _from_text(value, meta, path)
    meta.invalid(path, "expected a timestamp", printable(value))
    return None


def _from_number(value: float, meta: Meta, path: Path) -> float | None:
    if -MAX_TIMESTAMP < value < MAX_TIMESTAMP:
        return round(float(value), 6)
    meta.invalid(path, "timestamp out of range", printable(value))
    return None


def _from_text(value: str, meta: Meta, path: Path) -> float | None:
    if _USUAL.match(value):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    match = _ISO.match(value.strip()) if len(value) <= 64 else None
    refusal = _refusal(value, match)
    if match is not None and refusal is None:
        seconds = _seconds(match)
        if seconds is not None:
            return seconds
        refusal = "input is out of range"
    meta.invalid(path, refusal, value)
    return None


def _refusal(value: str, match: re.Match[str] | None) -> str | None:
    """Why a text is no time, in the words of the parser that Sentry uses; None when it is one."""
    if match is None:
        whole = (_ISO_PREFIX.fullmatch(value) and "-" in value and not value.upper().endswith("Z")) or (
            len(value) <= 4 and value.isdecimal()
        )
        return "premature end of input" if not value or whole else "input contains invalid characters"
    rest = value.strip()[match.end() :]
    if rest and match["zone"]:
        return "trailing input"
    if rest:
        return "premature end of input" if _PART_OF_ZONE.fullmatch(rest) else "input contains invalid characters"
    if match["zone"] is None and match["gap"] not in {"T", "t"}:
        return "premature end of input"
    return None


def _seconds(match: re.Match[str]) -> float | None:
    try:
        moment = datetime(
            int(match["year"]),
            int(match["month"]),
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            min(int(match["second"]), 59) if match["second"] == "60" else int(match["second"]),
            tzinfo=_zone(match["zone"]),
        )
        if match["second"] == "60":
            moment += timedelta(seconds=1)
        return (round((moment - _EPOCH).total_seconds()) * 1_000_000 + _microseconds(match["fraction"])) / 1e6
    except (ValueError, OverflowError):
        return None


def _microseconds(fraction: str | None) -> int:
    """Rounded half up, as the digits say it and not the float they make."""
    digits = (fraction or ".0")[1:8].ljust(7, "0")
    return (int(digits) + 5) // 10


def _zone(zone: str | None) -> timezone:
    if zone is None or zone[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(-offset if zone[0] == "-" else offset)


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def corrected(occurred_at: float | None, received_at: float, meta: Meta) -> float:
    """The time an event occurred; the time it was received where the SDK's clock is missing or far off."""
    if occurred_at is None:
        return received_at
    if occurred_at > received_at + MAX_SECONDS_IN_FUTURE:
        kind = "future_timestamp"
    elif occurred_at < received_at - MAX_SECONDS_IN_PAST:
        kind = "past_timestamp"
    else:
        return occurred_at
    meta.invalid(("timestamp",), value=occurred_at, kind=kind)
    return received_at


def without_drift(occurred_at: float, drift_seconds: float, received_at: float, meta: Meta) -> float:
    """The event's time by our clock, with a note that tells both clocks, as Relay writes it."""
    told = {"sdk_time": _written(received_at - drift_seconds), "server_time": _written(received_at)}
    meta.invalid(("timestamp",), value=occurred_at, kind="clock_drift", detail=told)
    return shifted(occurred_at, drift_seconds)


def shift_times(event: dict[str, Any], drift_seconds: float) -> None:
    """Bring the other times that the SDK's clock gave to ours: the start, and those of breadcrumbs."""
    breadcrumbs = ((event.get("breadcrumbs") or {}).get("values")) or ()
    for holder, name in ((event, "start_timestamp"), *((one, "timestamp") for one in breadcrumbs if one)):
        if holder.get(name) is not None:
            holder[name] = shifted(holder[name], drift_seconds)


def shifted(seconds: float, drift_seconds: float) -> float:
    moved = round(seconds + drift_seconds, 6)
    return moved if -MAX_TIMESTAMP < moved < MAX_TIMESTAMP else seconds


def _written(seconds: float) -> str:
    try:
        return (_EPOCH + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except OverflowError:
        return str(seconds)
