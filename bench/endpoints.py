"""How long the management API takes with many issues in a project, and how much of that is the emulator's.

The handlers run in this process against the stack's emulator, so that the time spent inside AWS calls can be told
apart.
"""

import io
import os
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

from bench.filled_world import FilledStack, Requests, point_at_stack
from bench.meter import Meter
from bench.timing import percentile, time_ms
from chalicelib.aws import clients as aws
from chalicelib.config import settings
from infra.local.gateway.event import build_rest_event
from infra.local.gateway.handler import ApiFunction
from infra.local.gateway.request import GatewayRequest
from infra.local.gateway.routes import RouteTable
from infra.local.harness import RunningStack

#: Method, path, token and body in; raises RuntimeError on an error's status.
Call = Callable[[str, str, str, bytes], None]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one endpoint, in all and inside AWS calls, and its AWS calls and read units a request."""

    p50_ms: float
    p95_ms: float
    aws_p50_ms: float
    aws_p95_ms: float
    calls: int
    read_units: float


def measure_endpoints(stack: FilledStack, calls: int) -> dict[str, Latency]:
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
        return {route: _measure(call, meter, stopwatch, requests, route, calls) for route in requests.routes}


def _measure(
    call: Call, meter: Meter, stopwatch: "AwsStopwatch", requests: Requests, route: str, calls: int
) -> Latency:
    call(*requests.next(route))
    totals, inside = [], []
    for _ in range(calls):
        request = requests.next(route)
        with meter.paused():
            stopwatch.spent_ms = 0.0
            totals.append(time_ms(lambda request=request: call(*request)))  # type: ignore[misc]
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
