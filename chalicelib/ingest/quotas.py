"""Limits per key: tokens leased for a window, refusals remembered until it ends, and the monthly budget."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock

from chalicelib.aws.leases import take_lease
from chalicelib.errors import RateLimited
from chalicelib.projects.model import ProjectKey
from chalicelib.protocol.limits import RATE_LIMITS_HEADER, format_rate_limit, retry_seconds

MAX_LEASE_TOKENS = 100
# A process holds at most this part of a limit, so that few idle processes cannot starve a busy one.
LEASE_PART_OF_LIMIT = 10
MAX_REMEMBERED = 5000
# A raised budget is noticed within the hour.
MAX_BUDGET_PAUSE_SECONDS = 3600


@dataclass(slots=True)
class Window:
    """One key's window as this process knows it. Leases grow while they are used up, so that trickles waste little."""

    number: int
    ends_at: int
    tokens: int = 0
    next_lease: int = 1
    is_refused: bool = False


class Leases:
    """The tokens this process holds. Never more are spent, over all processes, than the key's limit allows.

    Lambda runs one request at a time; the lock is for local servers, which run several in threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._windows: OrderedDict[str, Window] = OrderedDict()

    def reject_while_refused(self, key: ProjectKey, now: float) -> None:
        """Raises RateLimited, at no cost, when this window has refused before."""
        if not _has_limit(key):
            return
        with self._lock:
            window = self._window(key, now)
        if window.is_refused:
            raise _rate_limited(key, window, now)

    def reject_over_limit(self, key: ProjectKey, tokens: int, now: float) -> None:
        """Spend *tokens* or raise RateLimited."""
        if tokens == 0 or not _has_limit(key):
            return
        with self._lock:
            window = self._window(key, now)
            while window.tokens < tokens and not window.is_refused:
                _extend(key, window, tokens - window.tokens)
            if window.tokens < tokens:
                raise _rate_limited(key, window, now)
            window.tokens -= tokens

    def _window(self, key: ProjectKey, now: float) -> Window:
        seconds = key.rate_limit_window_seconds or 1
        number = int(now // seconds)
        window = self._windows.get(key.key_id)
        if window is None or window.number != number or window.ends_at != (number + 1) * seconds:
            window = Window(number, (number + 1) * seconds)
            self._windows[key.key_id] = window
            if len(self._windows) > MAX_REMEMBERED:
                self._windows.popitem(last=False)
        return window


def reject_over_budget(key: ProjectKey, now: float) -> None:
    """Raises RateLimited when the month's budget is spent and the project chose to refuse what comes after."""
    if key.degrade != "refuse":
        return
    seconds = min(MAX_BUDGET_PAUSE_SECONDS, retry_seconds(_month_end(now), now))
    header = format_rate_limit(seconds, (), "organization", "monthly_budget")
    raise RateLimited(
        "The project's monthly budget is spent",
        retry_after_seconds=seconds,
        headers={RATE_LIMITS_HEADER: header},
        code="monthly_budget",
    )


def _has_limit(key: ProjectKey) -> bool:
    return key.rate_limit_count is not None and bool(key.rate_limit_window_seconds)


def _extend(key: ProjectKey, window: Window, missing: int) -> None:
    limit = int(key.rate_limit_count or 0)
    largest = max(1, min(MAX_LEASE_TOKENS, limit // LEASE_PART_OF_LIMIT))
    wanted = max(missing, min(window.next_lease, largest))
    granted = take_lease(key.project_id, key.key_id, window.number, tokens=wanted, limit=limit, ends_at=window.ends_at)
    window.tokens += granted
    window.next_lease = min(largest, window.next_lease * 4)
    window.is_refused = granted < missing


def _rate_limited(key: ProjectKey, window: Window, now: float) -> RateLimited:
    seconds = retry_seconds(window.ends_at, now)
    return RateLimited(
        f"The key's limit of {key.rate_limit_count} events per {key.rate_limit_window_seconds} s is reached",
        retry_after_seconds=seconds,
        headers={RATE_LIMITS_HEADER: format_rate_limit(seconds, (), "key", "key_rate_limit")},
        code="key_rate_limit",
    )


def _month_end(now: float) -> float:
    start = datetime.fromtimestamp(now, UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (start + timedelta(days=32)).replace(day=1).timestamp()


@cache
def leases() -> Leases:
    """This process's leases."""
    return Leases()
