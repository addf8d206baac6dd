"""How urgent an issue is. Pure: level, counts and times in, one number out."""

import math
from datetime import UTC, datetime

LEVEL_WEIGHT = {"debug": 0.0, "info": 1.0, "warning": 2.0, "error": 3.0, "fatal": 4.0}
UNHANDLED_WEIGHT = 1.0
HALF_LIFE_HOURS = 24.0


def compute_priority(
    *, level: str, handled: bool | None, times_seen: int, users: int, last_seen: str, now: datetime
) -> float:
    """The one formula behind `sort=priority`, computed when read, so that no job has to keep it fresh.

    level (0–4) + 1 if unhandled + log10(events) + log10(users), halved for each day without an event.
    """
    urgency = _urgency(level, times_seen, users, handled=handled)
    return urgency * math.pow(0.5, max(0.0, _hours_between(last_seen, now)) / HALF_LIFE_HOURS)


def rank_priority(*, level: str, handled: bool | None, times_seen: int, users: int, last_seen_ms: int) -> float:
    """A number that orders issues as compute_priority does, at any time: all urgency halves at the same pace."""
    urgency = _urgency(level, times_seen, users, handled=handled)
    return math.log2(urgency) + last_seen_ms / (3_600_000 * HALF_LIFE_HOURS) if urgency else 0.0


def _urgency(level: str, times_seen: int, users: int, *, handled: bool | None) -> float:
    volume = math.log10(1 + times_seen) + math.log10(1 + users)
    return LEVEL_WEIGHT.get(level, 3.0) + (UNHANDLED_WEIGHT if handled is False else 0.0) + volume


def _hours_between(earlier: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(earlier).astimezone(UTC)).total_seconds() / 3600
