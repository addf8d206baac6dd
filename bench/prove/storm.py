"""A storm of kill -9 under steady traffic: whatever dies, each event that was accepted is counted once."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable

from bench.api import Api
from bench.connection import Connection, Target, parse_target
from bench.filled_world import point_at_stack
from bench.line import count_visible
from bench.load import make_request
from bench.payloads import EventSource
from bench.prove.result import Result
from infra.local.harness import RunningStack

CONNECTIONS = 8
ISSUES = 50
DRAINED_WITHIN_SECONDS = 300.0
# A request whose connection broke may have been accepted or not.
UNKNOWN = "unknown"


class Traffic:
    """Events at a steady rate, over a few connections that begin anew where one breaks."""

    def __init__(self, dsn: str, per_second: int, seconds: float) -> None:
        self._target: Target = parse_target(dsn)
        self._source = EventSource(ISSUES, seed=3)
        self._lock = threading.Lock()
        self._pause = CONNECTIONS / per_second
        self._ends_at = time.monotonic() + seconds
        self.sent: dict[str, str] = {}

    def run(self) -> None:
        threads = [threading.Thread(target=self._send) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send(self) -> None:
        connection = Connection(self._target)
        due = time.monotonic()
        while due < self._ends_at:
            time.sleep(max(0.0, due - time.monotonic()))
            with self._lock:
                body = self._source.next_body()
            try:
                answer = str(connection.post(make_request(self._target, body)))
            except OSError:
                connection.close()
                answer = UNKNOWN
            with self._lock:
                self.sent[body.event_id] = answer
            due += self._pause


def storm(stack: RunningStack, seconds: float, per_second: int, kill_every: float = 4.0) -> Result:
    """Send for *seconds* while worker and gateway are killed in turn; what was accepted must be what counts."""
    api, traffic = Api(stack), Traffic(stack.dsn, per_second, seconds)
    before = count_visible(api, stack.project_id)
    over = threading.Event()
    killer = threading.Thread(target=_kill, args=(stack, over, kill_every, kills := Counter[str]()))
    killer.start()
    traffic.run()
    over.set()
    killer.join()
    answers = Counter(traffic.sent.values())
    accepted = [event_id for event_id, answer in traffic.sent.items() if answer == "200"]
    counted = wait_for(lambda: _count_of(stack, before), lambda count: count >= len(accepted))
    missing = _find_missing(stack, accepted)
    broken = [f"{len(missing)} accepted events are nowhere, such as {missing[0]}"] if missing else []
    most = len(accepted) + answers[UNKNOWN]
    if not len(accepted) <= counted <= most:
        broken.append(f"counted {counted}, expected {len(accepted)} to {most}")
    said = (
        f"{sum(kills.values())} kills in {seconds:.0f} s at {per_second} events/s; {len(accepted)} accepted, "
        f"{answers[UNKNOWN]} unanswered, {counted} counted, {len(missing)} missing"
    )
    return Result("kill -9", said, broken)


def wait_for(read: Callable[[], int], is_enough: Callable[[int], bool]) -> int:
    """The value that *read* comes to rest at: enough, and the same for three seconds."""
    deadline, last, since = time.monotonic() + DRAINED_WITHIN_SECONDS, -1, time.monotonic()
    while time.monotonic() < deadline:
        value = read()
        if value != last:
            last, since = value, time.monotonic()
        elif is_enough(value) and time.monotonic() - since > 3:
            break
        time.sleep(0.5)
    return last


def _count_of(stack: RunningStack, before: int) -> int:
    # A killed gateway takes the connection with it.
    try:
        return count_visible(Api(stack), stack.project_id) - before
    except (OSError, RuntimeError):
        return -1


def _kill(stack: RunningStack, over: threading.Event, every: float, kills: "Counter[str]") -> None:
    chance = random.Random(7)
    while not over.wait(every * chance.uniform(0.7, 1.3)):
        name = chance.choice(["worker", "worker", "gateway"])
        try:
            stack.kill(name)
        except ProcessLookupError:
            # It is just being started again.
            continue
        kills[name] += 1


def _find_missing(stack: RunningStack, event_ids: list[str]) -> list[str]:
    """Accepted events that cannot be found by their id."""
    point_at_stack(stack)
    from chalicelib.events.store import find_places  # noqa: PLC0415 - imports modules that must know their stage by then

    return sorted(set(event_ids) - set(find_places(stack.project_id, event_ids)))
