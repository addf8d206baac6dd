"""Ten times more than the stack can take: what is not refused is quick to answer, and none of it is lost."""

import time

from bench.api import Api
from bench.line import count_visible, wait_until_visible
from bench.load import run_load
from bench.prove.result import Result
from infra.local.harness import RunningStack

# With eight the gateway is busy; each further one waits for its turn or is refused.
BUSY_CONNECTIONS = 8
TIMES = 10
ASKED_P95_MS = 500.0
FINE = {"200", "429"}


def overload(stack: RunningStack, events: int) -> Result:
    api = Api(stack)
    before = count_visible(api, stack.project_id)
    load = run_load(stack.dsn, events=events, connections=BUSY_CONNECTIONS * TIMES, seed=5)
    broken = []
    strange = {status: count for status, count in load.statuses.items() if status not in FINE}
    if strange:
        broken.append(f"answered {strange}, expected 200 and 429 only")
    try:
        drained_at = wait_until_visible(api, stack.project_id, before + load.accepted)
    except TimeoutError as error:
        broken.append(str(error))
        drained_at = time.perf_counter()
    time.sleep(2)
    counted = count_visible(api, stack.project_id) - before
    if counted != load.accepted:
        broken.append(f"counted {counted}, expected {load.accepted}")
    said = (
        f"{load.connections} connections, {events} events; {load.accepted} accepted at "
        f"{load.accepted_per_second:.0f}/s, p95 {load.p95_ms:.0f} ms (asked {ASKED_P95_MS:.0f}), "
        f"{load.statuses.get('429', 0)} refused by 429, drained after {drained_at - load.started_at:.0f} s, "
        f"{counted} counted"
    )
    return Result("overload", said, broken)
