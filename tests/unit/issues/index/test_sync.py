"""After a burst a copy reads a part of what may have changed again at each refresh, and all of it in the end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.aws import clients as aws
from chalicelib.config import Settings
from chalicelib.issues import lists as issue_lists
from chalicelib.issues.index import sync as index_feed
from chalicelib.issues.index import tasks as index_snapshots
from chalicelib.issues.index.snapshots import load_snapshot
from chalicelib.issues.index.sync import LOOK_BACK_EVERY_SECONDS, SharedIndexes, shared_indexes
from chalicelib.issues.index.tasks import write_snapshot
from chalicelib.issues.lists import catch_up, page_issues, write_through
from chalicelib.issues.store import Issue
from chalicelib.issues.transaction_items import create_issue
from chalicelib.times import format_time
from tests.unit.issues.sample_issues import PROJECT, made_issue

MANY = 12
AT_ONCE = 5
MINUTE = 60.0
BEGINNING = 1_795_413_610.0


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = BEGINNING

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (index_feed, index_snapshots, issue_lists):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=clock.time))
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", 0.0)
    monkeypatch.setattr(index_feed, "REFRESH_SHARE", 0.0)
    monkeypatch.setattr(index_feed, "MAX_READ_AGAIN", AT_ONCE)
    return clock


@pytest.fixture
def read(clock: Clock) -> list[str]:
    """The partition keys of all items that were asked for in batches."""
    asked: list[str] = []

    def note(params: dict[str, Any], **_: object) -> None:
        asked.extend(key["pk"]["S"] for table in params["RequestItems"].values() for key in table["Keys"])

    aws.client("dynamodb").meta.events.register("provide-client-params.dynamodb.BatchGetItem", note)
    return asked


def count(clock: Clock, number: int, times_seen: int, *, stamped: float = 0.0) -> None:
    """As a worker in another process does, that sent its transaction *stamped* seconds ago."""
    attempted_at = format_time(datetime.fromtimestamp(clock.now - stamped, UTC))
    item = create_issue(made_issue(number, times_seen=times_seen), None, attempted_at)
    del item["Put"]["ConditionExpression"]
    aws.client("dynamodb").transact_write_items(TransactItems=[item])


def count_all(clock: Clock, times_seen: int, *, stamped: float = 0.0) -> None:
    for number in range(MANY):
        count(clock, number, times_seen, stamped=stamped)


def shown() -> list[int]:
    return [row.times_seen for row in page_issues(PROJECT, limit=100, sort="first_seen").issues]


def test_what_is_new_is_read_at_once_and_what_may_have_changed_in_parts(clock: Clock, read: list[str]) -> None:
    shown()
    count_all(clock, 1)
    first = shown()
    count_all(clock, 2)
    reads, counts = [], []

    for _ in range(3):
        read.clear()
        counts.append(shown().count(2))
        reads.append(len(read))

    assert first == [1] * MANY
    assert reads == [AT_ONCE] * 3
    assert counts == [AT_ONCE, 2 * AT_ONCE, MANY]


def test_an_issue_that_is_new_in_the_feed_does_not_wait_for_its_turn(clock: Clock, read: list[str]) -> None:
    count_all(clock, 1)
    shown()

    count(clock, MANY, 7)
    read.clear()

    assert 7 in shown()
    assert len(read) == AT_ONCE + 1


def test_few_issues_are_as_new_as_the_refresh(clock: Clock) -> None:
    for times_seen in range(1, 5):
        for number in range(AT_ONCE):
            count(clock, number, times_seen)

        assert shown() == [times_seen] * AT_ONCE


def test_what_was_read_after_its_minute_settled_is_not_read_again(clock: Clock, read: list[str]) -> None:
    count_all(clock, 1)
    shown()
    count_all(clock, 2)

    clock.now += 3 * MINUTE
    counts = [shown() for _ in range(3)]
    read.clear()

    assert counts[-1] == [2] * MANY
    assert shown() == [2] * MANY
    assert read == []


def test_a_slow_transaction_is_seen_though_its_minute_is_over(clock: Clock) -> None:
    count_all(clock, 1)
    shown()
    clock.now += MINUTE
    for _ in range(3):
        shown()

    count_all(clock, 2, stamped=MINUTE)

    assert [shown() for _ in range(3)][-1] == [2] * MANY


def test_what_turns_up_late_in_the_feed_is_found_now_and_then(clock: Clock) -> None:
    count(clock, 1, 1)
    clock.now += 3 * MINUTE
    shown()

    count(clock, 2, 1, stamped=3 * MINUTE)
    clock.now += LOOK_BACK_EVERY_SECONDS

    assert shown() == [1, 1]


@pytest.mark.parametrize(("pause", "stamped"), [(10 * MINUTE, 9 * MINUTE), (14.5, 14.0)])
def test_a_refresh_asks_for_the_minutes_since_the_last_one(clock: Clock, pause: float, stamped: float) -> None:
    count(clock, 1, 1)
    clock.now += 46
    shown()

    clock.now += pause
    count(clock, 2, 1, stamped=stamped)

    assert shown() == [1, 1]


def test_a_copy_a_moment_older_than_the_cursors_catches_up(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", MINUTE)
    here, elsewhere = SharedIndexes(), shared_indexes()
    for number in (1, 2):
        count(clock, number, number)
    page_issues(PROJECT)
    clock.now += 0.3
    count(clock, 1, 3)

    monkeypatch.setattr(issue_lists, "shared_indexes", lambda: here)
    first = page_issues(PROJECT, sort="times_seen", limit=1)
    monkeypatch.setattr(issue_lists, "shared_indexes", lambda: elsewhere)
    rest = page_issues(PROJECT, sort="times_seen", limit=5, cursor=first.next_cursor)

    assert [row.number for page in (first, rest) for row in page.issues] == [1, 2]


def test_what_must_be_exact_reads_everything_that_may_have_changed(clock: Clock) -> None:
    count_all(clock, 1)
    shown()
    count_all(clock, 2)
    clock.now += 0.1

    catch_up(PROJECT)

    assert shown() == [2] * MANY


def test_own_changes_are_read_again_for_what_others_counted_since(clock: Clock) -> None:
    count_all(clock, 1)
    shown()
    count(clock, MANY - 1, 9)

    write_through(made_issue(MANY - 1, times_seen=2))

    assert 9 in shown()


@pytest.fixture
def meanwhile(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens once after the next issues were read and before the copy takes them in."""
    steps: list[Callable[[], object]] = []
    find = index_feed.find_own_issues

    def find_and_step(*arguments: Any, **options: Any) -> dict[str, Issue]:
        found = find(*arguments, **options)
        while steps:
            steps.pop()()
        return found

    monkeypatch.setattr(index_feed, "find_own_issues", find_and_step)
    return steps


def test_others_are_served_while_a_thread_refreshes(clock: Clock, meanwhile: list[Callable[[], object]]) -> None:
    count(clock, 1, 1)
    shown()
    count(clock, 1, 2)
    served: list[list[int]] = []

    with ThreadPoolExecutor(1) as others:
        meanwhile.append(lambda: served.append(others.submit(shown).result(timeout=10)))
        own = shown()

    assert (served, own) == ([[1]], [2])


def test_an_own_change_while_the_copy_refreshes_stays(clock: Clock, meanwhile: list[Callable[[], object]]) -> None:
    count(clock, 1, 1)
    shown()
    meanwhile.append(lambda: (count(clock, 1, 3), write_through(made_issue(1, times_seen=2))))

    assert (shown(), shown()) == ([2], [3])


def test_a_snapshot_holds_everything_and_its_loader_reads_what_changed_since(clock: Clock) -> None:
    count_all(clock, 1)
    shown()
    count_all(clock, 2)
    clock.now += MINUTE
    write_snapshot(PROJECT)
    stored = load_snapshot(PROJECT)
    shared_indexes.cache_clear()

    count(clock, 0, 3, stamped=MINUTE)

    assert stored is not None
    assert stored.index.columns.times_seen == [2] * MANY
    assert sorted(shown()) == [2] * (MANY - 1) + [3]
