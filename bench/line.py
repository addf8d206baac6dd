"""The whole line on a running stack: how many events a second are accepted, and how many become visible."""

import time
from dataclasses import dataclass
from pathlib import Path

from bench.api import Api
from bench.load import LoadReport, run_load
from bench.processes import cpu_seconds, handler_seconds, memory_megabytes
from infra.local.harness import RunningStack

PROCESSES = ("gateway", "worker", "emulator")
ENVELOPE = "/{project_id}/envelope"
POLL_SECONDS = 0.25
VISIBLE_WITHIN_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class LineReport:
    """*cpu_ms* and *memory_mb* tell by process; CPU is per event, from the first request until the last is visible.

    *handler_ms* is the part of it that an event spends in our handlers, without the server, the poller and the polling.
    """

    load: LoadReport
    visible_per_second: float
    cpu_ms: dict[str, float]
    handler_ms: dict[str, float]
    memory_mb: dict[str, float]


def measure_line(stack: RunningStack, cpu_folder: Path, events: int, connections: int) -> LineReport:
    """Send *events* and wait until the API shows every accepted one. Raises TimeoutError when it never does.

    *cpu_folder* is where the stack's handlers tell their CPU time.
    """
    api = Api(stack)
    _warm(stack, api)
    seen_before = count_visible(api, stack.project_id)
    handlers_before = handler_seconds(cpu_folder)
    cpu_before = _cpu(stack)
    load = run_load(stack.dsn, events=events, connections=connections, seed=2)
    visible_at = wait_until_visible(api, stack.project_id, seen_before + load.accepted)
    cpu = _per_event(load, cpu_before, _cpu(stack))
    handlers = _per_event(load, handlers_before, handler_seconds(cpu_folder))
    return LineReport(
        load=load,
        visible_per_second=load.accepted / (visible_at - load.started_at),
        cpu_ms=cpu,
        # What else the API answered meanwhile is our own polling.
        handler_ms={name: spent for name, spent in handlers.items() if name == ENVELOPE or not name.startswith("/")},
        memory_mb={name: memory_megabytes(stack.pids[name]) for name in PROCESSES},
    )


def wait_until_visible(api: Api, project_id: str, wanted: int) -> float:
    """When the sum of all issues' counts reached *wanted*."""
    deadline = time.perf_counter() + VISIBLE_WITHIN_SECONDS
    while True:
        asked_at = time.perf_counter()
        seen = count_visible(api, project_id)
        answered_at = time.perf_counter()
        if seen >= wanted:
            return answered_at
        if answered_at > deadline:
            raise TimeoutError(f"only {seen} of {wanted} events became visible")
        # Walking many pages is work for the stack that is measured: ask a quarter of the time at most.
        time.sleep(max(POLL_SECONDS, 3 * (answered_at - asked_at)))


def count_visible(api: Api, project_id: str) -> int:
    """What the issues list adds up to, over all its pages."""
    total, cursor = 0, ""
    while True:
        page = api.get(f"/projects/{project_id}/issues?limit=100{cursor}")
        total += sum(int(row["times_seen"]) for row in page["data"])
        if not page["pagination"]["has_more"]:
            return total
        cursor = f"&cursor={page['pagination']['next_cursor']}"


def _warm(stack: RunningStack, api: Api) -> None:
    before = count_visible(api, stack.project_id)
    accepted = run_load(stack.dsn, events=400, connections=4, seed=3).accepted
    wait_until_visible(api, stack.project_id, before + accepted)


def _cpu(stack: RunningStack) -> dict[str, float]:
    return {name: cpu_seconds(stack.pids[name]) for name in PROCESSES}


def _per_event(load: LoadReport, before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Milliseconds of what was spent in between."""
    return {name: (spent - before.get(name, 0.0)) * 1000 / max(1, load.accepted) for name, spent in after.items()}
