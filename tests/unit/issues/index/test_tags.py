"""Tags are kept in memory and follow what others post: nothing new is missed, and little is read for it."""

from collections.abc import Callable, Sequence

import pytest

from chalicelib.aws import clients as aws
from chalicelib.aws.rows import put_rows
from chalicelib.config import Settings
from chalicelib.issues.index import sync as index_feed
from chalicelib.issues.index import tags as index_tags
from chalicelib.issues.index.changes import CountedIssues
from chalicelib.issues.index.tags import KeptNames, KeptPartitions, find_tagged_issues
from chalicelib.issues.lists import find_tagged_roots
from chalicelib.issues.postings import kept_postings, new_postings
from chalicelib.issues.store import Issue
from chalicelib.issues.transaction_items import create_issue
from chalicelib.search.predicates import Wildcard, parse_wildcard
from chalicelib.times import format_time, utc_now
from tests.unit.issues.sample_issues import PROJECT, made_event, made_issue

FAR = 4_000_000_000
NOW_MS = 1_795_413_600_000
TEAM = [Wildcard(("team",))]


def post(issue: Issue, *values: str, expires_at: int = FAR) -> None:
    """As a worker in another process does before it counts events with these plans."""
    kept_postings.cache_clear()
    events = [made_event(number, issue, tags=[("plan", value)]) for number, value in enumerate(values)]
    put_rows("hot", new_postings(PROJECT, issue.id, events, NOW_MS, expires_at - 7 * 86_400))


def store(issue: Issue) -> None:
    """As a worker in another process does when it counts events."""
    item = create_issue(issue, None, format_time(utc_now()))
    del item["Put"]["ConditionExpression"]
    aws.client("dynamodb").transact_write_items(TransactItems=[item])


@pytest.fixture
def counted() -> CountedIssues:
    return CountedIssues()


@pytest.fixture
def calls(stage: Settings) -> list[str]:
    """The names of DynamoDB's operations that were called since."""
    made: list[str] = []
    aws.client("dynamodb").meta.events.register_first(
        "before-call.dynamodb", lambda model, **_: made.append(model.name)
    )
    return made


@pytest.fixture(autouse=True)
def always_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", 0.0)
    monkeypatch.setattr(index_feed, "REFRESH_SHARE", 0.0)


def find(counted: CountedIssues, pattern: str | None = "team") -> frozenset[str]:
    return find_tagged_issues(PROJECT, "plan", [parse_wildcard(pattern)] if pattern else [], counted)


def test_what_is_known_is_not_read_again(calls: list[str], counted: CountedIssues) -> None:
    post(made_issue(1), "team")
    for pattern in ("team", "te*", None):
        find(counted, pattern)
    calls.clear()

    found = [find(counted, pattern) for pattern in ("team", "te*", None)]

    assert found == [frozenset({made_issue(1).id})] * 3
    assert calls == []


@pytest.mark.parametrize("pattern", ["team", "te*", "TEAM*", None])
def test_a_tag_of_events_counted_meanwhile_is_found(stage: Settings, counted: CountedIssues, pattern: str) -> None:
    post(made_issue(1), "team")
    before = find(counted, pattern)

    post(made_issue(2), "team+" if pattern and "*" in pattern else "team")
    counted.note(made_issue(2).id)

    assert before == {made_issue(1).id}
    assert find(counted, pattern) == {made_issue(1).id, made_issue(2).id}


def test_only_issues_that_counted_events_are_asked_about(calls: list[str], counted: CountedIssues) -> None:
    post(made_issue(1), "team")
    find(counted)
    counted.note(made_issue(1).id)
    counted.note(made_issue(2).id)
    calls.clear()

    find(counted)
    find(counted)

    assert calls == ["BatchGetItem"]


def test_many_changes_are_caught_up_with_by_reading_the_posting(calls: list[str], counted: CountedIssues) -> None:
    find(counted)
    for number in range(index_tags.MIN_ASKED + 1):
        counted.note(made_issue(number).id)
    post(made_issue(3), "team")
    calls.clear()

    assert find(counted) == {made_issue(3).id}
    assert calls == ["Query"]


def test_expired_postings_are_dropped_in_time(
    stage: Settings, counted: CountedIssues, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(made_issue(1), "team", expires_at=1)
    post(made_issue(2), "team")
    at_first = find(counted)
    post(made_issue(2), "team", expires_at=1)

    monkeypatch.setattr(index_tags, "MAX_AGE_SECONDS", 0.0)

    assert at_first == {made_issue(2).id}
    assert find(counted) == set()


def test_a_committed_tag_is_found_as_soon_as_its_issue_is(stage: Settings) -> None:
    def found() -> Sequence[bool]:
        roots = [find_tagged_roots(PROJECT, "plan", patterns) for patterns in (TEAM, [parse_wildcard("t*m")], [])]
        return [made_issue(1).id in root for root in roots]

    store(made_issue(1, times_seen=1))
    before = found()
    post(made_issue(1), "team")
    store(made_issue(1, times_seen=2))

    assert (before, found()) == ([False] * 3, [True] * 3)


def test_a_tag_of_what_was_merged_away_is_its_roots(stage: Settings) -> None:
    root, other = made_issue(1, merged_count=1), made_issue(2, merged_into=made_issue(1).id)
    store(root)
    store(other)
    find_tagged_roots(PROJECT, "plan", TEAM)

    post(other, "team")
    store(made_issue(2, merged_into=root.id, times_seen=2))

    assert find_tagged_roots(PROJECT, "plan", TEAM) == {root.id}


def test_notes_tell_what_came_after_one_and_say_when_they_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.issues.index.changes.MAX_NOTED", 3)
    counted = CountedIssues()
    for name in "abcab":
        counted.note(name)
    before = counted.list_since(3), counted.list_since(0), counted.list_since(5)
    counted.note("d")

    assert before == (["b", "a"], ["b", "a", "c"], [])
    assert (counted.list_since(2), counted.list_since(3)) == (None, ["d", "b", "a"])


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_tags, "MAX_NAMES_KEPT", 10)
    kept = KeptPartitions()
    make: Callable[[int], KeptNames] = lambda count: KeptNames(frozenset(map(str, range(count))), CountedIssues(), 0, 0)  # noqa: E731

    for partition, count in (("a", 4), ("b", 4), ("a", 5), ("c", 4), ("d", 50)):
        kept.keep(partition, make(count))

    assert [name for name in "abcd" if kept.find(name)] == ["d"]
