"""CPU time of the worker's pure steps on real events: normalize and group, then filter, scrub and describe."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.processing.filters.apply import FilterSettings, apply_filters
from chalicelib.processing.grouping.engine import group
from chalicelib.processing.grouping.v1.frames import forget_frames
from chalicelib.processing.normalize.event import IngestContext, normalize
from chalicelib.processing.scrubbing.scrub import scrub
from chalicelib.processing.scrubbing.sensitive import ScrubSettings
from chalicelib.processing.tags import tags_of
from chalicelib.processing.title import describe

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "events"
MIN_BYTES, MAX_BYTES = 12_000, 32_000
EVENT_BYTES = 20_000
ROUNDS = 15
LIMIT_MS = 0.6
CONTEXT = IngestContext("42", "1" * 32, datetime(2026, 11, 23, tzinfo=UTC), "203.0.113.9", "curl/8", "sentry.python/2")

Event = dict[str, Any]


@dataclass(frozen=True)
class GroupingTimes:
    """Milliseconds of CPU for an event of 20 KB. `cold` groups without frames remembered from earlier events."""

    events: int
    mean_bytes: int
    normalize_ms: float
    group_ms: float
    group_cold_ms: float
    filter_ms: float
    scrub_ms: float
    describe_ms: float

    @property
    def normalize_and_group_ms(self) -> float:
        return self.normalize_ms + self.group_ms


def measure_grouping() -> GroupingTimes | None:
    """The least of several rounds, as others share the machine; None without the corpus beside the checkout."""
    events = list(_events())
    if not events:
        return None
    total_bytes = sum(len(json.dumps(event, separators=(",", ":"))) for event in events)
    scale = EVENT_BYTES / total_bytes * 1000
    settings = FilterSettings(browser_extensions=True, localhost=True, legacy_browsers=True)
    steps: dict[str, Callable[[Event], object]] = {
        "group": group,
        "filter": lambda event: apply_filters(event, settings, CONTEXT),
        "scrub": lambda event: scrub(event, ScrubSettings()),
        "describe": lambda event: (describe(event), tags_of(event)),
    }
    times = {name: _least(step, events) * scale for name, step in steps.items()}
    return GroupingTimes(
        events=len(events),
        mean_bytes=total_bytes // len(events),
        normalize_ms=_least_normalizing(events) * scale,
        group_ms=times["group"],
        group_cold_ms=_least(group, events, before=forget_frames) * scale,
        filter_ms=times["filter"],
        scrub_ms=times["scrub"],
        describe_ms=times["describe"],
    )


def _events() -> Iterator[Event]:
    for path in sorted(CORPUS.glob("*/*.json")):
        if path.stat().st_size >= MIN_BYTES:
            event = json.loads(path.read_text())
            if isinstance(event, dict) and MIN_BYTES <= len(json.dumps(event, separators=(",", ":"))) <= MAX_BYTES:
                yield event


def _least_normalizing(events: list[Event]) -> float:
    return min(_timed(lambda event: normalize(event, CONTEXT), events) for _ in range(ROUNDS))


def _least(step: Callable[[Event], object], events: list[Event], before: Callable[[], None] | None = None) -> float:
    least = float("inf")
    for _ in range(ROUNDS):
        normalized = [normalize(event, CONTEXT) for event in events]
        if before:
            before()
        least = min(least, _timed(step, normalized))
    return least


def _timed(step: Callable[[Event], object], events: list[Event]) -> float:
    started = time.process_time()
    for event in events:
        step(event)
    return time.process_time() - started


def main() -> None:
    times = measure_grouping()
    if times is None:
        print("no corpus beside the checkout: nothing measured")
        return
    print(f"CPU of one 20 KB event, from {times.events} real events of {times.mean_bytes:,} bytes on average")
    for name in ("normalize", "group", "group_cold", "filter", "scrub", "describe"):
        print(f"  {name:12} {getattr(times, f'{name}_ms'):.3f} ms")
    verdict = "within" if times.normalize_and_group_ms <= LIMIT_MS else "over"
    print(f"  normalize + group {times.normalize_and_group_ms:.3f} ms, {verdict} {LIMIT_MS} ms")


if __name__ == "__main__":
    main()
