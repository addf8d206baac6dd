"""What one event can cost at most: CPU of everything the worker does with it before anything is stored."""

import gc
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest import mock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.grouping import CORPUS
from bench.timing import percentile
from bench.worst_events import worst_events
from chalicelib.aws.encryption import DataKey
from chalicelib.messages import EventMessage
from chalicelib.process_tuning import tune_process
from chalicelib.processing.filters.apply import FilterSettings
from chalicelib.processing.pipeline import UnreadableEvent, process_event
from chalicelib.processing.project_cache import EventProject
from chalicelib.projects.settings import ProjectSettings
from chalicelib.times import format_time

LIMIT_MS = 50.0
USUAL_LIMIT_MS = 5.0
SHOWN = 12
ROUNDS = 2
KEY = DataKey("42", AESGCM(bytes(32)), bytes(32))
EVERY_FILTER = FilterSettings(
    ip_addresses=("192.0.2.0/24",),
    releases=("x*",),
    error_messages=("*never said*",),
    browser_extensions=True,
    localhost=True,
    legacy_browsers=True,
)


@dataclass(frozen=True, slots=True)
class WorstTimes:
    """Milliseconds of CPU. *slowest* has the worst made-up events by name, *usual_p99_ms* is of real ones."""

    events: int
    worst_ms: float
    slowest: dict[str, float] = field(default_factory=dict)
    usual_events: int = 0
    usual_p99_ms: float = 0.0


def measure_worst(max_bytes: int) -> WorstTimes:
    """Time every made-up event of at most *max_bytes*, and the real ones where the corpus is beside the checkout."""
    tune_process()
    project = EventProject("42", "o", ProjectSettings(filters=EVERY_FILTER), None)
    with mock.patch("chalicelib.processing.symbolication.symbolicate.last_upload", return_value=None):
        made_up = {name: time_event(body, project) for name, body in worst_events(max_bytes)}
        usual = [time_event(path.read_bytes(), project) for path in sorted(CORPUS.glob("*/*.json"))]
    slowest = sorted(made_up, key=made_up.__getitem__, reverse=True)
    return WorstTimes(
        events=len(made_up),
        worst_ms=made_up[slowest[0]],
        slowest={name: made_up[name] for name in slowest[:SHOWN]},
        usual_events=len(usual),
        usual_p99_ms=percentile(usual, 0.99),
    )


def time_event(body: bytes, project: EventProject) -> float:
    """The least of a few rounds, as others share the machine. Garbage is the next event's time, so it is left out."""
    received_at = format_time(datetime(2026, 11, 23, tzinfo=UTC))
    message = EventMessage("42", "o", "k", "1" * 32, received_at, "event", body)
    least = float("inf")
    for _ in range(ROUNDS):
        gc.collect(0)
        started = time.process_time()
        with suppress(UnreadableEvent):
            process_event(message, project, KEY)
        least = min(least, (time.process_time() - started) * 1000)
        if least > 4 * LIMIT_MS:
            break
    return least
