"""`make prove`: what has to hold whatever happens. Exits 1 when something does not.

Figures depend on the machine; what holds does not. `LENGTH=full` takes the lengths that docs/reliability.md names.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.prove.fuzz import fuzz
from bench.prove.overload import overload
from bench.prove.result import Result
from bench.prove.schedules import try_schedules
from bench.prove.storm import storm
from bench.worst import LIMIT_MS, measure_worst
from infra.local.harness import local_stack


@dataclass(frozen=True, slots=True)
class Length:
    """How much of each; *worst_bytes* is the size of the worst made-up events."""

    schedules: int
    storm_seconds: float
    storm_per_second: int
    overload_events: int
    bodies: int
    worst_bytes: int


LENGTHS = {
    "short": Length(24, 15, 100, 2_000, 8_000, 128 * 1024),
    "full": Length(100_000, 300, 200, 150_000, 1_000_000, 1024 * 1024),
}


def run_parts(length: Length) -> Iterator[Callable[[], Result]]:
    yield lambda: fuzz(length.bodies)
    yield lambda: _worst(length.worst_bytes)
    yield lambda: try_schedules(length.schedules)
    with local_stack(snapshots=False) as stack:
        yield lambda: storm(stack, length.storm_seconds, length.storm_per_second)
    with local_stack(snapshots=False) as stack:
        yield lambda: overload(stack, length.overload_events)


def _worst(max_bytes: int) -> Result:
    """Time is told and not judged here: it is the machine's as much as ours."""
    times = measure_worst(max_bytes)
    name, worst = next(iter(times.slowest.items()))
    said = (
        f"{times.events} made-up events of up to {max_bytes // 1024} KiB: {worst:.0f} ms at most ({name}; asked "
        f"{LIMIT_MS:.0f}); {times.usual_events} real ones: p99 {times.usual_p99_ms:.1f} ms"
    )
    return Result("worst events", said)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.prove", description=__doc__)
    parser.add_argument("--length", choices=list(LENGTHS), default="short")
    chosen = parser.parse_args()
    results = []
    for part in run_parts(LENGTHS[chosen.length]):
        started = time.monotonic()
        result = part()
        results.append(result)
        print(f"{result.line} ({time.monotonic() - started:.0f} s)", flush=True)
        for problem in result.broken:
            print(f"    {problem}", flush=True)
    return 1 if any(result.broken for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
