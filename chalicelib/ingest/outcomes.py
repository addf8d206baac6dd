"""Counts of what ingestion did not pass on, gathered in the process and written at most once per 2 s and project.

What is passed on is counted where it is stored, exactly. These counts are approximate: a process that ends takes its
last seconds along.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from threading import Lock

from chalicelib.errors import MiniSentryError, RateLimited
from chalicelib.logs import log_exception, metrics
from chalicelib.projects.statistics import UNIT_PREFIX, add_counts

FLUSH_SECONDS = 2
# Metrics are log lines, whose bytes cost money.
METRIC_SECONDS = 10
MAX_REMEMBERED_PROJECTS = 10_000
REQUESTS = f"{UNIT_PREFIX}requests"


class Outcomes:
    """Counts by project and hour. `flush_due` rides on requests, because a Lambda has no time of its own.

    The lock is for local servers, which run several requests in threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._pending: dict[tuple[str, str], Counter[str]] = {}
        self._written_at: dict[str, float] = {}
        self._totals: Counter[str] = Counter()
        self._totals_written_at = 0.0

    def count_accepted(self, amount: int) -> None:
        """For the metric alone: the worker counts what it stores, exactly."""
        with self._lock:
            self._totals["Accepted"] += amount

    def count(self, project_id: str, name: str, now: float, amount: int = 1) -> None:
        """Count *amount* of `<outcome>:<reason or category>`."""
        with self._lock:
            self._pending.setdefault((project_id, _hour(now)), Counter())[name] += amount
            self._totals[name.partition(":")[0].title()] += amount

    def count_request(self, project_id: str, now: float) -> None:
        """Count a request that passed nothing on; the worker counts the others with what they brought."""
        with self._lock:
            self._pending.setdefault((project_id, _hour(now)), Counter())[REQUESTS] += 1

    def count_units(self, project_id: str, units: Mapping[str, int], now: float) -> None:
        """Count what ingestion itself used of AWS for a project."""
        with self._lock:
            pending = self._pending.setdefault((project_id, _hour(now)), Counter())
            pending.update({f"{UNIT_PREFIX}{name}": amount for name, amount in units.items()})

    @contextmanager
    def counting_refusals(self, project_id: str, now: float, amount: int = 1) -> Iterator[None]:
        """Counts whatever refusal leaves the block and ends the request, as *amount* events."""
        try:
            yield
        except MiniSentryError as error:
            self.count_request(project_id, now)
            self.count_refusal(project_id, error, now, amount)
            raise

    def count_refusal(self, project_id: str, error: MiniSentryError, now: float, amount: int = 1) -> None:
        outcome = "limited" if isinstance(error, RateLimited) else "invalid"
        self.count(project_id, f"{outcome}:{error.code}", now, amount)

    def flush_due(self, now: float) -> None:
        """Write the counts that have waited longest, if their project is due: never more than one write a request."""
        with self._lock:
            due = self._take_due(now)
            totals = self._take_totals(now)
        if totals:
            metrics({name: (float(amount), "Count") for name, amount in totals.items()}, station="ingest")
        if due is not None:
            _write(*due)

    def _take_due(self, now: float) -> tuple[str, str, Counter[str]] | None:
        for project_id, hour in self._pending:
            if now - self._written_at.get(project_id, 0.0) >= FLUSH_SECONDS:
                self._note_write(project_id, now)
                return project_id, hour, self._pending.pop((project_id, hour))
        return None

    def _take_totals(self, now: float) -> Counter[str]:
        if not self._totals or now - self._totals_written_at < METRIC_SECONDS:
            return Counter()
        self._totals_written_at = now
        totals, self._totals = self._totals, Counter()
        return totals

    def _note_write(self, project_id: str, now: float) -> None:
        self._written_at.pop(project_id, None)
        self._written_at[project_id] = now
        if len(self._written_at) > MAX_REMEMBERED_PROJECTS:
            self._written_at.pop(next(iter(self._written_at)))


def _hour(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H")


def _write(project_id: str, hour: str, counts: Counter[str]) -> None:
    try:
        add_counts(project_id, hour, counts)
    except Exception as error:  # noqa: BLE001 - A lost count must not turn an accepted event into a failure.
        log_exception("outcomes_lost", error, project_id=project_id)


@cache
def outcomes() -> Outcomes:
    """This process's counts."""
    return Outcomes()
