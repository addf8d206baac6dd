"""A load generator for anything that takes Sentry envelopes: `python -m bench.load --dsn … --events 5000`.

It ends with how many events were accepted per second and how long each took; refused events count by their status.
"""

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from bench.connection import Connection, Target, parse_target
from bench.payloads import Body, EventSource
from bench.timing import percentile

PYTHON_AGENT = "sentry.python/2.75.0"
JAVASCRIPT_AGENT = "sentry.javascript.browser/11.12.0"
BATCH = 64


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a run came to. *statuses* tells answers by HTTP status, `error` for connections that broke.

    *started_at* is the performance counter's reading at the first request.
    """

    events: int
    accepted: int
    connections: int
    seconds: float
    accepted_per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    raw_bytes_per_event: float
    sent_bytes_per_event: float
    statuses: dict[str, int]
    started_at: float
    event_ids: list[str] = field(repr=False, default_factory=list)


@dataclass(slots=True)
class Tally:
    """One connection's share; merged when all are done, so that threads share nothing while they send."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    accepted_ids: list[str] = field(default_factory=list)
    raw_bytes: int = 0
    sent_bytes: int = 0


class Supply:
    """Requests made ahead: all threads draw from it, in batches, so that the lock is seldom asked for."""

    def __init__(self, target: Target, source: EventSource, events: int) -> None:
        self._lock = threading.Lock()
        self._requests = [(body, make_request(target, body)) for body in (source.next_body() for _ in range(events))]

    def draw(self) -> Iterator[tuple[Body, bytes]]:
        while True:
            with self._lock:
                batch = self._requests[-BATCH:]
                del self._requests[-BATCH:]
            if not batch:
                return
            yield from batch


def run_load(dsn: str, *, events: int, connections: int = 8, issues: int = 200, seed: int = 1) -> LoadReport:
    """Send *events* as fast as *connections* connections can. Requests are made before the clock starts."""
    target = parse_target(dsn)
    supply = Supply(target, EventSource(issues, seed), events)
    tallies = [Tally() for _ in range(connections)]
    threads = [threading.Thread(target=_send_all, args=(target, supply, tally)) for tally in tallies]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _report(tallies, connections, started, time.perf_counter() - started)


def make_request(target: Target, body: Body) -> bytes:
    """An envelope as the platform's SDK sends it: authenticated by header from Python, by query from JavaScript."""
    if body.platform == "python":
        path, agent = target.path, PYTHON_AGENT
        auth = f"X-Sentry-Auth: Sentry sentry_key={target.public_key}, sentry_version=7, sentry_client={agent}\r\n"
        content_type = "application/x-sentry-envelope"
    else:
        agent, auth, content_type = JAVASCRIPT_AGENT, "", "text/plain;charset=UTF-8"
        path = f"{target.path}?sentry_version=7&sentry_key={target.public_key}&sentry_client={agent}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {target.host}:{target.port}\r\nUser-Agent: {agent}\r\n{auth}"
        f"Content-Type: {content_type}\r\nContent-Encoding: gzip\r\nContent-Length: {len(body.gzip)}\r\n\r\n"
    )
    return head.encode() + body.gzip


def print_report(report: LoadReport) -> None:
    print(f"{report.accepted} of {report.events} events accepted in {report.seconds:.1f} s")
    print(f"  accepted/s    {report.accepted_per_second:8.0f}   ({report.connections} connections)")
    print(f"  latency ms    p50 {report.p50_ms:.1f}   p95 {report.p95_ms:.1f}   p99 {report.p99_ms:.1f}")
    print(f"  bytes/event   {report.raw_bytes_per_event:8.0f} raw, {report.sent_bytes_per_event:.0f} sent")
    if report.accepted < report.events:
        print(f"  answers       {report.statuses}")


def _send_all(target: Target, supply: Supply, tally: Tally) -> None:
    connection = Connection(target)
    for body, request in supply.draw():
        started = time.perf_counter()
        try:
            status = str(connection.post(request))
        except OSError:
            status = "error"
        tally.milliseconds.append((time.perf_counter() - started) * 1000)
        tally.statuses[status] += 1
        tally.raw_bytes += body.raw_bytes
        tally.sent_bytes += len(body.gzip)
        if status == "200":
            tally.accepted_ids.append(body.event_id)
    connection.close()


def _report(tallies: Sequence[Tally], connections: int, started_at: float, seconds: float) -> LoadReport:
    times = sorted(milliseconds for tally in tallies for milliseconds in tally.milliseconds)
    ids = [event_id for tally in tallies for event_id in tally.accepted_ids]
    statuses = sum((tally.statuses for tally in tallies), Counter[str]())
    events = max(1, len(times))
    return LoadReport(
        events=len(times),
        accepted=len(ids),
        connections=connections,
        seconds=seconds,
        accepted_per_second=len(ids) / seconds,
        p50_ms=percentile(times, 0.50),
        p95_ms=percentile(times, 0.95),
        p99_ms=percentile(times, 0.99),
        raw_bytes_per_event=sum(tally.raw_bytes for tally in tallies) / events,
        sent_bytes_per_event=sum(tally.sent_bytes for tally in tallies) / events,
        statuses=dict(statuses),
        started_at=started_at,
        event_ids=ids,
    )


def _parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--dsn", required=True, help="whose server and project to send to")
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--issues", type=int, default=200, help="distinct issues, long-tailed")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="repeats a run; event ids repeat with it")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    options = _parse_arguments(arguments)
    report = run_load(
        options.dsn,
        events=options.events,
        connections=options.connections,
        issues=options.issues,
        seed=options.seed,
    )
    if options.json:
        print(json.dumps({name: value for name, value in asdict(report).items() if name != "event_ids"}))
    else:
        print_report(report)
    return 0 if report.accepted == report.events else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
