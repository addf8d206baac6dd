"""How long the issues list takes over HTTP, warm: every order with every filter."""

from dataclasses import dataclass
from itertools import product
from urllib.parse import unquote

from bench.api import Api
from bench.processes import cpu_seconds
from bench.timing import percentile, time_ms
from infra.local.harness import RunningStack

SORTS = ("last_seen", "first_seen", "times_seen", "users", "priority")
FILTERS = (
    "",
    "&status=unresolved",
    "&level=warning",
    "&environment=staging",
    "&search=basket",
    "&query=times_seen:>1%20!level:info",
    "&query=plan:team",
    "&query=!plan:te*",
    "&query=user:7",
)


@dataclass(frozen=True, slots=True)
class ListsReport:
    """*cpu_ms* tells by process what a request takes: over HTTP, the emulator's share shows in no other way."""

    requests: int
    p50_ms: float
    p95_ms: float
    slowest_pair: str
    slowest_p95_ms: float
    slowest_ms: float
    cpu_ms: dict[str, float]


def measure_lists(stack: RunningStack, calls: int) -> ListsReport:
    """Over HTTP, warm: every sort with every filter, *calls* times."""
    api = Api(stack)
    times: dict[str, list[float]] = {}
    paths = {f"{sort}{chosen}": f"sort={sort}{chosen}" for sort, chosen in product(SORTS, FILTERS)}
    for query in paths.values():
        api.get(f"/projects/{stack.project_id}/issues?{query}")
    before = cpu_by_process(stack)
    for name, query in paths.items():
        path = f"/projects/{stack.project_id}/issues?{query}"
        times[name] = [time_ms(lambda path=path: api.get(path)) for _ in range(calls)]  # type: ignore[misc]
    everything = [one for own in times.values() for one in own]
    spent = cpu_by_process(stack)
    slowest = max(times, key=lambda name: percentile(times[name], 0.95))
    return ListsReport(
        requests=len(everything),
        p50_ms=percentile(everything, 0.5),
        p95_ms=percentile(everything, 0.95),
        slowest_pair=unquote(slowest),
        slowest_p95_ms=percentile(times[slowest], 0.95),
        slowest_ms=max(everything),
        cpu_ms={name: (spent[name] - before[name]) * 1000 / len(everything) for name in spent},
    )


def cpu_by_process(stack: RunningStack) -> dict[str, float]:
    """Seconds so far of the two processes that answer a request: ours, and the one that stands for AWS."""
    return {name: cpu_seconds(stack.pids[name]) for name in ("gateway", "emulator")}
