"""What people wait while a storm of events comes in: the pages' own questions, asked in calm and during the storm."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.api import Api
from bench.load import LoadReport, run_load
from bench.timing import percentile
from infra.local.harness import RunningStack

CALM_SECONDS = 5.0
# About as often as somebody clicks; more would measure the asking.
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """Milliseconds from the request to the whole answer. *accepted_per_second* is the storm's."""

    calm_calls: int
    calm_p50_ms: float
    calm_p95_ms: float
    storm_calls: int
    storm_p50_ms: float
    storm_p95_ms: float
    accepted_per_second: float


def measure_people(stack: RunningStack, events: int, connections: int) -> PeopleReport:
    """Ask for lists, an issue, its events and figures, first alone and then while *events* come in."""
    api = Api(stack)
    run_load(stack.dsn, events=200, connections=2, seed=8)
    time.sleep(2)
    paths = _paths(api, stack.project_id)
    ends_at = time.monotonic() + CALM_SECONDS
    calm = _ask(api, paths, lambda: time.monotonic() < ends_at)
    loads: list[LoadReport] = []
    sender = threading.Thread(
        target=lambda: loads.append(run_load(stack.dsn, events=events, connections=connections, seed=9))
    )
    sender.start()
    storm = _ask(api, paths, sender.is_alive)
    sender.join()
    return PeopleReport(
        calm_calls=len(calm),
        calm_p50_ms=percentile(calm, 0.5),
        calm_p95_ms=percentile(calm, 0.95),
        storm_calls=len(storm),
        storm_p50_ms=percentile(storm, 0.5),
        storm_p95_ms=percentile(storm, 0.95),
        accepted_per_second=loads[0].accepted_per_second,
    )


def _paths(api: Api, project_id: str) -> list[str]:
    issues = f"/projects/{project_id}/issues"
    issue = api.get(f"{issues}?limit=1")["data"][0]["id"]
    return [
        f"{issues}?limit=50",
        f"{issues}?limit=50&query=is:unresolved+level:error&sort=times_seen",
        f"{issues}/{issue}",
        f"{issues}/{issue}/events/latest",
        f"{issues}/{issue}/tags",
        f"/projects/{project_id}/stats",
    ]


def _ask(api: Api, paths: list[str], goes_on: Callable[[], bool]) -> list[float]:
    """Milliseconds of each call, one after the other."""
    spent: list[float] = []
    while goes_on():
        path = paths[len(spent) % len(paths)]
        started = time.perf_counter()
        api.get(path)
        spent.append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE_SECONDS)
    return spent
