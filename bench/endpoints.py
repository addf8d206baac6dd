"""How long the management API takes with many issues in a project, and how much of that is the emulator's.

The handlers run in this process against the stack's emulator, so that the time spent inside AWS calls can be told
apart; the issues list is measured over HTTP as well.
"""

import io
import json
import math
import os
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any
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

if TYPE_CHECKING:
    from bench.filled_world import FilledStack

#: Method, path, token and body in; raises RuntimeError on an error's status.
Call = Callable[[str, str, str, bytes], None]
CALLS = 20
#: What hashes passwords, which is slow on purpose, and what needs a browser's cookie.
APART = frozenset(
    {
        "POST /auth/login",
        "POST /auth/register",
        "POST /auth/change-password",
        "POST /auth/reset-password",
        "POST /auth/change-email",
        "DELETE /auth/me",
        "POST /auth/refresh",
    }
)
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
    aws_p95_ms: float
    calls: int
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


def measure_endpoints(stack: "FilledStack") -> dict[str, Latency]:
    """Every route that somebody with an account may call, but for APART: by route, from the handler's side.

    Nothing else works meanwhile: what requests leave for the worker waits, and is thrown away in the end.
    """
    with (
        _metered_function(stack) as (call, meter, stopwatch),
        _held_worker(stack),
        # The handlers' log, which would hide the bench's table.
        redirect_stdout(io.StringIO()),
    ):
        requests = Requests(stack)
        return {route: _measure(call, meter, stopwatch, requests, route) for route in requests.routes}


def point_at_stack(stack: RunningStack) -> None:
    """Have our own code in this process work on the stack's emulator."""
    environment.use_emulator(stack.aws_endpoint)
    environment.use_stage(stack.url)
    for caller in ("USER", "ADDRESS"):
        os.environ[f"MINISENTRY_{caller}_REQUESTS_PER_MINUTE"] = "1000000"
    os.environ["MINISENTRY_REGISTRATION"] = "open"
    settings.cache_clear()
    aws.reset_clients()
    reset_connections()


def percentile(values: list[float], share: float) -> float:
    """By nearest rank."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def _measure(call: Call, meter: Meter, stopwatch: "AwsStopwatch", requests: "Requests", route: str) -> Latency:
    call(*requests.next(route))
    totals, inside = [], []
    for _ in range(CALLS):
        request = requests.next(route)
        with meter.paused():
            stopwatch.spent_ms = 0.0
            totals.append(_time_ms(lambda request=request: call(*request)))  # type: ignore[misc]
            inside.append(stopwatch.spent_ms)
    request = requests.next(route)
    meter.reset()
    call(*request)
    bill = meter.reset()
    return Latency(
        p50_ms=percentile(totals, 0.5),
        p95_ms=percentile(totals, 0.95),
        aws_p50_ms=statistics.median(inside),
        aws_p95_ms=percentile(inside, 0.95),
        calls=sum(bill.calls.values()),
        read_units=bill.read_units,
    )


class Requests:
    """The access matrix's requests, each by a caller who may: method, path, token and body."""

    def __init__(self, stack: "FilledStack") -> None:
        from tests.flow import access_requests  # noqa: PLC0415 - as in _metered_function

        self._matrix = access_requests
        self._world = stack.world
        # What the world needs grouped, it groups itself: the stack's worker is held.
        self._world.url = None
        self._world.shared |= _find_largest_issue(stack)
        self._world.shared["attachment_id"] = self._world.new_attachment()
        self._callers = {
            route: admitted
            for route, statuses in access_requests.read_table().items()
            if tuple(route.split(" ", 1)) in access_requests.ACCESS
            and route not in APART
            and (admitted := _first_admitted(access_requests.CALLERS, statuses))
        }

    @property
    def routes(self) -> list[str]:
        return list(self._callers)

    def next(self, route: str) -> tuple[str, str, str, bytes]:
        method, path = route.split(" ", 1)
        caller = self._callers[route]
        token = self._world.credential(caller, self._matrix.ACCESS[method, path]) or ""
        if path in self._matrix.END_SESSIONS:
            self._world.sessions.clear()
        values = self._world.values(method, path, caller)
        make_body = self._matrix.BODIES.get(route)
        body = json.dumps(make_body(self._world, values)).encode() if make_body else b""
        return method, path.format(**values), token, body


def _first_admitted(callers: Sequence[str], statuses: Sequence[int]) -> str | None:
    """Who gets an answer and no error, an owner before others."""
    admitted = [caller for caller, status in zip(callers, statuses, strict=True) if status < 400]
    return next((caller for caller in ("owner", "stranger") if caller in admitted), None)


def _find_largest_issue(stack: RunningStack) -> dict[str, str]:
    """Its id and that of its newest event."""
    api, issues = Api(stack), f"/projects/{stack.project_id}/issues"
    issue_id = api.get(f"{issues}?sort=times_seen&limit=1")["data"][0]["id"]
    event_id = api.get(f"{issues}/{issue_id}/events?limit=1")["data"][0]["event_id"]
    return {"issue_id": issue_id, "event_id": event_id}


@contextmanager
def _held_worker(stack: RunningStack) -> Iterator[None]:
    """Keep the stack's worker from working, and from what piled up for it meanwhile."""
    os.kill(stack.pids["worker"], signal.SIGSTOP)
    try:
        yield
    finally:
        for kind in ("events", "jobs", "notifications"):
            aws.client("sqs").purge_queue(QueueUrl=aws.queue_url(settings().queue_name(kind)))
        os.kill(stack.pids["worker"], signal.SIGCONT)


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
def _metered_function(stack: RunningStack) -> Iterator[tuple[Call, Meter, AwsStopwatch]]:
    point_at_stack(stack)
    from app import app  # noqa: PLC0415 - the app reads its stage when imported, which is set just above

    function = ApiFunction(app)
    table = RouteTable(function.routes)
    meter, stopwatch = Meter(), AwsStopwatch()
    meter.listen()
    stopwatch.listen()

    def call(method: str, path: str, token: str, body: bytes) -> None:
        resource = table.find(path)
        assert resource is not None, path  # noqa: S101 - the table lists what the app serves
        request = GatewayRequest(
            method=method,
            path=f"/api{path}",
            query="",
            headers=(("authorization", f"Bearer {token}"), ("content-type", "application/json")),
            body=body,
            source_ip="127.0.0.1",
        )
        answer = app(build_rest_event(request, resource, function.binary_types), None)
        if answer["statusCode"] >= 400:
            raise RuntimeError(f"{method} {path} answered {answer['statusCode']}: {answer['body'][:200]}")

    yield call, meter, stopwatch
    function.close()


def _time_ms(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000
