"""Pages walked while events arrive, served by processes whose copies differ: nothing repeats or is left out."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

import pytest

from chalicelib.issues import lists as issue_lists
from chalicelib.issues.index import sync as index_feed
from chalicelib.issues.index.changes import minute_before
from chalicelib.issues.index.sync import SharedIndexes
from chalicelib.issues.lists import page_issues
from chalicelib.issues.store import Issue
from tests.unit.issues.sample_issues import PROJECT, made_issue

ISSUES = 40
PAGE = 6
AT_ONCE = 4
WALKS = 40


@dataclass
class Traffic:
    """Issues that are counted all the time, also while they are read, and a feed that says in which minute."""

    chance: random.Random
    now: float = 1_795_413_630.0
    issues: dict[str, Issue] = field(default_factory=dict)
    minutes: dict[str, str] = field(default_factory=dict)
    counted_at: dict[str, float] = field(default_factory=dict)

    def time(self) -> float:
        return self.now

    def count(self, number: int) -> None:
        issue_id = made_issue(number).id
        seen = self.issues[issue_id].times_seen if issue_id in self.issues else 0
        self.issues[issue_id] = made_issue(number, times_seen=seen + self.chance.randint(1, 9))
        self.minutes[issue_id] = minute_before(self.now, timedelta())
        self.counted_at[issue_id] = self.now

    def count_some(self) -> None:
        for _ in range(self.chance.choice((0, 0, 1, 3))):
            self.count(self.chance.randrange(ISSUES))

    def list_changes(self, _: str, since: str) -> Iterator[tuple[str, str]]:
        yield from sorted(
            ((name, minute) for name, minute in self.minutes.items() if minute >= since), key=lambda change: change[1]
        )

    def find_own_issues(self, _: str, issue_ids: Iterable[str], **__: bool) -> dict[str, Issue]:
        found = {}
        for issue_id in dict.fromkeys(issue_ids):
            self.now += 0.02
            self.count_some()
            found[issue_id] = self.issues[issue_id]
        return found


@pytest.fixture(params=range(5))
def traffic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Traffic:
    traffic = Traffic(random.Random(request.param))
    clock = SimpleNamespace(time=traffic.time)
    monkeypatch.setattr(index_feed, "MAX_READ_AGAIN", AT_ONCE)
    monkeypatch.setattr(index_feed, "time", clock)
    monkeypatch.setattr(issue_lists, "time", clock)
    monkeypatch.setattr(index_feed, "load_snapshot", lambda _: None)
    monkeypatch.setattr(index_feed, "list_changes", traffic.list_changes)
    monkeypatch.setattr(index_feed, "find_own_issues", traffic.find_own_issues)
    for number in range(ISSUES):
        traffic.count(number)
    return traffic


def test_walks_across_processes(traffic: Traffic, monkeypatch: pytest.MonkeyPatch) -> None:
    processes = [SharedIndexes(), SharedIndexes()]

    def ask(cursor: str | None = None) -> tuple[list[str], str | None]:
        process = traffic.chance.choice(processes)
        monkeypatch.setattr(issue_lists, "shared_indexes", lambda: process)
        page = page_issues(PROJECT, sort="times_seen", limit=PAGE, cursor=cursor)
        return [row.id for row in page.issues], page.next_cursor

    for _ in range(WALKS):
        walked: list[str] = []
        known_at = min(process._get(PROJECT).complete_at for process in processes)
        page, cursor = ask()
        walked += page
        while cursor is not None:
            traffic.now += traffic.chance.choice((0.0, 0.1, 1.5, 20.0))
            traffic.count_some()
            ask()
            page, cursor = ask(cursor)
            walked += page

        at_rest = {issue_id for issue_id, counted_at in traffic.counted_at.items() if counted_at < known_at}
        assert len(walked) == len({*walked})
        assert at_rest <= {*walked}
