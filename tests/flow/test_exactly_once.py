"""Whatever crashes, repeats or gets lost: at rest each accepted event is counted once, and can be read."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from chalicelib.alerts.model import OutboxRow
from chalicelib.alerts.outbox import list_stale_outbox
from chalicelib.aws import keys
from chalicelib.aws.rows import query_rows
from chalicelib.config import Settings
from chalicelib.events.lists import list_project_events
from chalicelib.events.packs import unpack_entries
from chalicelib.events.store import get_event
from chalicelib.issues import counting as issue_states
from chalicelib.issues.counting import KeptStates
from chalicelib.issues.index.sync import list_changes
from chalicelib.issues.merging import list_fingerprints, merge_issues, unmerge_issues
from chalicelib.issues.store import Issue, find_own_issues
from chalicelib.issues.triage import IssueChange, update_issue
from chalicelib.messages import EventMessage
from chalicelib.processing.batch import LeftForRedelivery, process_batch
from tests.flow.faults import ANYWHERE, Crash, Fault, Faults, conflict, injected, reply_lost, seeds, throttled
from tests.flow.stage_events import EventQueue, error_event, later, make_project, message_of
from tests.process_memory import forget_process_memory

KINDS = ("Alpha", "Beta", "Gamma", "Delta")
PROJECT = "7"


@dataclass
class Accepted:
    """What was put on the queue: who may count it how often."""

    messages: dict[str, EventMessage] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)

    def take(self, other: "Accepted") -> None:
        self.messages |= other.messages
        self.kinds |= other.kinds
        self.users |= other.users

    def of_kind(self, kind: str) -> list[str]:
        return [event_id for event_id, its_kind in self.kinds.items() if its_kind == kind]


def send_some(queue: EventQueue, rng: random.Random, count: int) -> Accepted:
    accepted = Accepted()
    for number in range(count):
        kind = rng.choices(KINDS, weights=(12, 4, 2, 1))[0]
        user = f"user-{rng.randrange(40)}"
        event = error_event(kind, user={"id": user}, environment=rng.choice(["prod", "dev"]))
        message = message_of(event, received_at=later(rng.randrange(7200) + number / 1000))
        accepted.messages[message.event_id] = message
        accepted.kinds[message.event_id] = kind
        accepted.users[message.event_id] = user
    shuffled = list(accepted.messages.values())
    repeats = rng.choices(shuffled, k=count // 4)
    everything = [*shuffled, *repeats]
    rng.shuffle(everything)
    queue.send(*everything)
    return accepted


def assert_counted_once(accepted: Accepted, *, were_merged: bool = False) -> None:
    issue_of = {kind: issue_id_of(accepted, kind) for kind in set(accepted.kinds.values())}
    issues = find_own_issues(PROJECT, issue_of.values(), consistent=True)
    for kind, issue_id in issue_of.items():
        expected = accepted.of_kind(kind)
        assert_issue(issues[issue_id], expected, accepted)
    shown = list_project_events(PROJECT, limit=2000).events
    assert Counter(row.event_id for row in shown) == Counter(list(accepted.messages))
    rows = list_stale_outbox(later(10**9))
    told = Counter(row.issue_id for row in rows if is_first(row))
    assert told == Counter(issue_of.values())
    announced = Counter((row.issue_id, name) for row in rows for name in environments_of(row))
    seen_in = Counter((issue.id, name) for issue in issues.values() for name in issue.environments)
    # An issue that was merged for a while is not new where the one it was merged into had been seen.
    assert announced <= seen_in if were_merged else announced == seen_in
    assert sorted(issue.number for issue in issues.values()) == sorted({issue.number for issue in issues.values()})


def environments_of(row: OutboxRow) -> list[str]:
    """The environments whose rules the row may trigger: each issue is new in each of its environments once."""
    own = [row.environment] if row.environment and is_first(row) else []
    occurrences = row.details.get("occurrences", ())
    return [*own, *(one["environment"] for one in occurrences if one["kind"] == "new_issue")]


def is_first(row: OutboxRow) -> bool:
    return row.kind == "new_issue" and not row.details.get("is_known_elsewhere")


def issue_id_of(accepted: Accepted, kind: str) -> str:
    found = {get_event(PROJECT, event_id).row.issue_id for event_id in accepted.of_kind(kind)}
    assert len(found) == 1
    return found.pop()


def assert_issue(issue: Issue, event_ids: list[str], accepted: Accepted) -> None:
    times = sorted(accepted.messages[event_id].received_at for event_id in event_ids)
    partition = keys.chunks(PROJECT, issue.id, issue.generation)
    listed = Counter(entry.event_id for row in query_rows("hot", partition) for entry in unpack_entries(row["entries"]))
    assert issue.times_seen == len(event_ids)
    assert listed == Counter(event_ids)
    assert (issue.first_seen, issue.last_seen) == (times[0], times[-1])
    assert issue.users == len({accepted.users[event_id] for event_id in event_ids})


@pytest.fixture
def queue(stage: Settings) -> EventQueue:
    make_project(PROJECT)
    return EventQueue()


@pytest.fixture
def two_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[random.Random]:
    """Two processes that take turns, each with a memory of its own, so that each is often out of date."""
    rng = random.Random(99)
    memories = (KeptStates(), KeptStates())
    monkeypatch.setattr(issue_states, "kept_states", lambda: rng.choice(memories))
    return rng


def test_each_event_is_counted_once_when_all_goes_well(queue: EventQueue) -> None:
    accepted = send_some(queue, random.Random(0), 250)

    queue.drain()

    assert_counted_once(accepted)


def deliver_under(faults: Faults, queue: EventQueue, rng: random.Random) -> None:
    """Deliver until the queue is empty; the worker dies where the faults say so, and starts anew."""
    for _ in range(300):
        faults.is_on = False
        records = queue.receive(at_most=rng.choice([10, 20, 60]))
        if not records:
            return
        faults.is_on = True
        try:
            process_batch(records)
        except LeftForRedelivery:
            continue
        except Crash:
            forget_process_memory()
            continue
        faults.is_on = False
        if rng.random() < 0.9:
            queue.delete(records)
    pytest.fail("the queue never ran empty")


@pytest.mark.parametrize("seed", seeds(10))
def test_random_faults_change_no_count(queue: EventQueue, seed: int) -> None:
    rng = random.Random(seed)
    accepted = send_some(queue, rng, 60)

    with injected(Faults(rng, rate=rng.choice([0.02, 0.05, 0.1]))) as faults:
        deliver_under(faults, queue, rng)

    assert_counted_once(accepted)


@pytest.mark.parametrize("fault", [*ANYWHERE, conflict], ids=lambda fault: fault.__name__)
def test_a_fault_at_each_call_in_turn_changes_no_count(queue: EventQueue, fault: Fault) -> None:
    accepted = Accepted()
    position, is_reached = 0, True
    while is_reached:
        forget_process_memory()
        sent = send_some(queue, random.Random(position), 6)
        accepted.take(sent)
        is_reached = run_with_one_fault(queue, fault, position)
        queue.drain()
        position += 1

    assert position > 8
    assert_counted_once(accepted)


def run_with_one_fault(queue: EventQueue, fault: Fault, position: int) -> bool:
    """Whether the worker made so many calls that the fault was reached."""
    records = queue.receive(100)
    with injected(Faults(random.Random(0), kinds=(fault,), only_at=position)) as faults:
        try:
            process_batch(records)
        except (Crash, LeftForRedelivery):
            return True
    queue.delete(records)
    return len(faults.calls) > position


@pytest.mark.parametrize("seed", seeds(4))
def test_two_workers_out_of_date_with_each_other_change_no_count(
    queue: EventQueue, two_workers: random.Random, seed: int
) -> None:
    rng = random.Random(seed)
    accepted = send_some(queue, rng, 80)

    with injected(Faults(rng, rate=0.05, kinds=(reply_lost, throttled))) as faults:
        deliver_under(faults, queue, rng)

    assert_counted_once(accepted)


@pytest.mark.parametrize("seed", seeds(4))
def test_triage_in_between_changes_no_count(queue: EventQueue, two_workers: random.Random, seed: int) -> None:
    rng = random.Random(seed)
    accepted = send_some(queue, rng, 80)
    queue.deliver(at_most=40)

    while not queue.is_empty():
        triage_something(rng)
        queue.deliver(at_most=10)
    for root in {issue.merged_into for issue in all_issues() if issue.merged_into}:
        members = list_fingerprints(PROJECT, root)
        unmerge_issues(PROJECT, root, [issue.fingerprint for issue in members], None, later(0))

    assert_counted_once(accepted, were_merged=True)


def triage_something(rng: random.Random) -> None:
    now = later(rng.randrange(7200))
    issues = [issue for issue in all_issues() if not issue.merged_into]
    chosen = rng.choice(issues).id
    match rng.choice(["resolve", "ignore", "assign", "merge"]):
        case "resolve":
            update_issue(PROJECT, chosen, IssueChange(status="resolved"), "u1", now)
        case "ignore":
            update_issue(PROJECT, chosen, IssueChange(status="ignored", ignore_count_limit=20), "u1", now)
        case "assign":
            update_issue(PROJECT, chosen, IssueChange(assignee_id=f"u{rng.randrange(3)}"), "u1", now)
        case "merge" if len(issues) > 1:
            merge_issues(PROJECT, [issue.id for issue in rng.sample(issues, 2)], "u1", now)


def all_issues() -> list[Issue]:
    ids = [issue_id for issue_id, _ in list_changes(PROJECT, "")]
    return list(find_own_issues(PROJECT, ids, consistent=True).values())
