"""How long the issues list takes to answer a search over 100,000 issues: over HTTP, warm, by query, in every order."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench.api import Api
from bench.filled_world import point_at_stack
from bench.lists import SORTS, cpu_by_process
from bench.many_issues import create_many_issues
from bench.timing import percentile, time_ms
from infra.local.harness import RunningStack

CALLS = 3
# Every operator and field, what the index does not know itself, free text of any shape, and patterns made to be slow.
QUERIES = (
    "",
    "is:unresolved",
    "is:[resolved, ignored] !is:assigned",
    "is:unhandled",
    "is:bookmarked",
    "level:error",
    "!level:[info, warning]",
    "platform:java*",
    "environment:staging",
    "!environment:staging",
    "first_release:shop@2.1*",
    "last_release:shop@2.41.0",
    "release:latest",
    "assigned:none",
    "assigned:me",
    "first_seen:-30d",
    "last_seen:<-24h",
    "last_seen:2026-11-01",
    "times_seen:>100",
    "!times_seen:1",
    "users:>=5",
    "has:user",
    "has:plan",
    "!has:plan",
    "plan:team",
    "!plan:team",
    "plan:te*",
    "url:*/checkout",
    "user:7",
    "user.email:user7@example.com",
    "title:ValueError*",
    "title:*basket*",
    "title:*basket*voucher*asked*",
    "title:*a*e*i*o*f*t*h*a*",
    "!title:*e*e*e*e*e*e*",
    "culprit:shop/*/cart.py*",
    "basket",
    "asked",
    '"of the basket"',
    "key*contract",
    "*s*h*o*p*l*o*a*d*",
    "!asked !basket !cart",
    "ba ca ch co is not a of the that was for",
    "is:unresolved level:error environment:production times_seen:>2 last_seen:-60d plan:team basket",
)


@dataclass(frozen=True, slots=True)
class SearchReport:
    """Milliseconds over all requests, p95 of each query, and CPU of a request by process."""

    issues: int
    requests: int
    fill_seconds: float
    first_ms: float
    p50_ms: float
    p95_ms: float
    slowest_ms: float
    p95_ms_by_query: dict[str, float]
    cpu_ms: dict[str, float]


def measure_search(stack: RunningStack, issues: int) -> SearchReport:
    """Make the project and ask for every query in every order: once to warm up, then *CALLS* times."""
    started = time.perf_counter()
    point_at_stack(stack)
    api = Api(stack)
    project_id = create_many_issues(stack, api, issues)
    fill_seconds = time.perf_counter() - started
    first_ms = _time_ms(api, project_id, "", SORTS[0])
    for sort in SORTS:
        _time_ms(api, project_id, "", sort)
    for query in QUERIES:
        _time_ms(api, project_id, query, SORTS[0])
    before = cpu_by_process(stack)
    times = {
        query: [_time_ms(api, project_id, query, sort) for sort in SORTS for _ in range(CALLS)] for query in QUERIES
    }
    everything = [one for own in times.values() for one in own]
    return SearchReport(
        issues=issues,
        requests=len(everything),
        fill_seconds=fill_seconds,
        first_ms=first_ms,
        p50_ms=percentile(everything, 0.5),
        p95_ms=percentile(everything, 0.95),
        slowest_ms=max(everything),
        p95_ms_by_query={query: percentile(own, 0.95) for query, own in times.items()},
        cpu_ms={name: (spent - before[name]) * 1000 / len(everything) for name, spent in cpu_by_process(stack).items()},
    )


def slowest_queries(report: dict[str, Any], count: int = 5) -> Sequence[tuple[str, float]]:
    return sorted(report["p95_ms_by_query"].items(), key=lambda one: -one[1])[:count]


def _time_ms(api: Api, project_id: str, query: str, sort: str) -> float:
    path = f"/projects/{project_id}/issues?{urlencode({'query': query, 'sort': sort})}"
    return time_ms(lambda: api.get(path))
