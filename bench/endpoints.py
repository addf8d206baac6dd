"""How long the management API takes with many issues in a project, and how much of that is the emulator's.

The handlers run in this process against the stack's emulator, so that the time spent inside AWS calls can be told
apart; the issues list is measured over HTTP as well.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import unquote

from bench.api import Api
from bench.meter import Meter
from bench.processes import cpu_seconds
from chalicelib import aws
from chalicelib.config import settings
from chalicelib.storage.base import reset_connections
from infra.local import environment
from infra.local.gateway.event import build_rest_event
from infra.local.gateway.handler import ApiFunction
from infra.local.gateway.request import GatewayRequest
from infra.local.gateway.routes import RouteTable
from infra.local.harness import RunningStack

CALLS = 20
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
class Latency:
    """Milliseconds of one endpoint, in all and inside AWS calls, and its AWS calls and read units a request."""

    p50_ms: float
    p95_ms: float
    aws_p50_ms: float
    calls: float
    read_units: float


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


def measure_lists(stack: RunningStack) -> ListsReport:
    """Over HTTP, warm: every sort with every filter."""
    api = Api(stack)
    times: dict[str, list[float]] = {}
    paths = {f"{sort}{chosen}": f"sort={sort}{chosen}" for sort, chosen in product(SORTS, FILTERS)}
    for query in paths.values():
        api.get(f"/projects/{stack.project_id}/issues?{query}")
    before = cpu_by_process(stack)
    for name, query in paths.items():
        path = f"/projects/{stack.project_id}/issues?{query}"
        times[name] = [_time_ms(lambda path=path: api.get(path)) for _ in range(CALLS)]  # type: ignore[misc]
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


def measure_endpoints(stack: RunningStack) -> dict[str, Latency]:
    """By endpoint, from the handler's side."""
    api = Api(stack)
    with _metered_function(stack) as (call, meter, stopwatch):
        return {name: _measure(call, meter, stopwatch, path, api.token) for name, path in _paths(stack, api).items()}


def point_at_stack(stack: RunningStack) -> None:
    """Have our own code in this process work on the stack's emulator."""
    environment.use_emulator(stack.aws_endpoint)
    environment.use_stage(stack.url)
    os.environ["MINISENTRY_USER_REQUESTS_PER_MINUTE"] = "1000000"
    settings.cache_clear()
    aws.reset_clients()
    reset_connections()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _paths(stack: RunningStack, api: Api) -> dict[str, str]:
    issues = f"/projects/{stack.project_id}/issues"
    issue_id = api.get(f"{issues}?sort=times_seen&limit=1")["data"][0]["id"]
    event_id = api.get(f"{issues}/{issue_id}/events?limit=1")["data"][0]["event_id"]
    project = f"/organizations/{stack.organization}/projects"
    return {
        "GET /auth/me": "/auth/me",
        "GET /organizations": "/organizations",
        "GET …/members": f"/organizations/{stack.organization}/members",
        "GET …/projects": project,
        "GET …/projects/{slug}": f"{project}/{stack.project}",
        "GET …/keys": f"{project}/{stack.project}/keys",
        "GET …/issues": issues,
        "GET …/issues?query=tag": f"{issues}?query=plan:team",
        "GET …/issues/{id}": f"{issues}/{issue_id}",
        "GET …/issues/{id}/events": f"{issues}/{issue_id}/events",
        "GET …/issues/{id}/events/latest": f"{issues}/{issue_id}/events/latest",
        "GET …/issues/{id}/tags": f"{issues}/{issue_id}/tags",
        "GET …/issues/{id}/stats": f"{issues}/{issue_id}/stats?period=24h",
        "GET …/issues/{id}/activity": f"{issues}/{issue_id}/activity",
        "GET …/issues/{id}/comments": f"{issues}/{issue_id}/comments",
        "GET …/events": f"/projects/{stack.project_id}/events",
        "GET /events/{id}": f"/events/{event_id}",
        "GET …/stats": f"/projects/{stack.project_id}/stats?period=24h",
        "GET …/releases": f"/projects/{stack.project_id}/releases",
        "GET …/tags": f"/projects/{stack.project_id}/tags",
    }


def _measure(
    call: Callable[[str, str], int], meter: Meter, stopwatch: "AwsStopwatch", path: str, token: str
) -> Latency:
    call(path, token)
    meter.reset()
    totals, inside = [], []
    for _ in range(CALLS):
        stopwatch.spent_ms = 0.0
        totals.append(_time_ms(lambda: call(path, token)))
        inside.append(stopwatch.spent_ms)
    bill = meter.reset()
    return Latency(
        p50_ms=percentile(totals, 0.5),
        p95_ms=percentile(totals, 0.95),
        aws_p50_ms=statistics.median(inside),
        calls=sum(bill.calls.values()) / CALLS,
        read_units=bill.read_units / CALLS,
    )


class AwsStopwatch:
    """Adds up the milliseconds this process spends between asking AWS and having its answer."""

    def __init__(self) -> None:
        self.spent_ms = 0.0

    def listen(self) -> None:
        for service in ("dynamodb", "sqs", "s3"):
            events = aws.client(service).meta.events
            events.register_first(f"before-call.{service}", self._start)
            events.register_first(f"after-call.{service}", self._stop)

    def _start(self, context: dict[str, Any], **_: object) -> None:
        context["asked_at"] = time.perf_counter()

    def _stop(self, context: dict[str, Any], **_: object) -> None:
        self.spent_ms += (time.perf_counter() - context["asked_at"]) * 1000


@contextmanager
def _metered_function(stack: RunningStack) -> Iterator[tuple[Callable[[str, str], int], Meter, AwsStopwatch]]:
    point_at_stack(stack)
    from app import app  # noqa: PLC0415 - the app reads its stage when imported, which is set just above

    function = ApiFunction(app)
    table = RouteTable(function.routes)
    meter, stopwatch = Meter(), AwsStopwatch()
    meter.listen()
    stopwatch.listen()

    def call(path: str, token: str) -> int:
        route, _, query = path.partition("?")
        resource = table.find(route)
        assert resource is not None, path  # noqa: S101 - a misspelt path is a mistake in this file
        request = GatewayRequest(
            method="GET",
            path=f"/api{route}",
            query=query,
            headers=(("authorization", f"Bearer {token}"), ("accept", "application/json")),
            body=b"",
            source_ip="127.0.0.1",
        )
        answer = app(build_rest_event(request, resource, function.binary_types), None)
        if answer["statusCode"] >= 400:
            raise RuntimeError(f"{path} answered {answer['statusCode']}: {answer['body'][:200]}")
        return int(answer["statusCode"])

    yield call, meter, stopwatch
    function.close()


def _time_ms(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000
