"""The index answers from memory: any order, stable pages, merged issues as one."""

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import orjson
import pytest

from chalicelib.issues.index.columns import IssueColumns
from chalicelib.issues.index.pages import IssueIndex, Sort
from chalicelib.issues.store import Issue
from tests.unit.issues.sample_issues import made_issue

SORTS: tuple[Sort, ...] = get_args(Sort)


def time_at(minute: int) -> str:
    return f"2026-11-{1 + minute // 1440:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00.000Z"


def random_issues(count: int) -> list[Issue]:
    rng = random.Random(count)
    return [
        made_issue(
            number,
            last_seen=time_at(rng.randrange(20_000)),
            first_seen=time_at(rng.randrange(20_000)),
            times_seen=rng.randrange(1, 50),
            users=rng.randrange(257),
            level=rng.choice(["error", "warning", "fatal"]),
        )
        for number in range(1, count + 1)
    ]


def index_of(issues: Iterable[Issue]) -> IssueIndex:
    index = IssueIndex()
    for issue in issues:
        index.put(issue)
    return index


def numbers(index: IssueIndex, positions: Iterable[int]) -> list[int]:
    return [index.columns.number[position] for position in positions]


def walk(index: IssueIndex, sort: Sort, limit: int = 7) -> list[int]:
    found, after = [], None
    while True:
        cut = index.cut(None, sort, limit, after)
        found += numbers(index, cut.positions)
        if cut.end is None:
            return found
        after = cut.end


@pytest.mark.parametrize("sort", SORTS)
def test_pages_show_every_issue_once(sort: Sort) -> None:
    index = index_of(random_issues(100))

    found = walk(index, sort)

    assert sorted(found) == list(range(1, 101))


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("last_seen", lambda issue: (issue.last_seen, issue.number)),
        ("first_seen", lambda issue: (issue.first_seen, issue.number)),
        ("times_seen", lambda issue: (issue.times_seen, issue.number)),
        ("users", lambda issue: (issue.users, issue.number)),
    ],
)
def test_highest_comes_first_and_changes_find_their_place(sort: Sort, key: object) -> None:
    issues = random_issues(50)
    index = index_of(issues)
    walk(index, sort)

    issues[10] = replace(issues[10], times_seen=99, users=200, last_seen=time_at(30_000), first_seen=time_at(1))
    index.put(issues[10])

    assert walk(index, sort) == [issue.number for issue in sorted(issues, key=key, reverse=True)]  # type: ignore[call-overload]


@pytest.mark.parametrize("sort", ["last_seen", "times_seen", "users", "priority"])
def test_nothing_repeats_while_pages_are_walked_and_events_arrive(sort: Sort) -> None:
    rng = random.Random(5)
    issues = {issue.number: issue for issue in random_issues(60)}
    index = index_of(issues.values())
    found, after, minute = [], None, 20_000

    while True:
        cut = index.cut(None, sort, 7, after)
        found += numbers(index, cut.positions)
        if cut.end is None:
            break
        after = cut.end
        for number in rng.sample(sorted(issues), 10):
            minute += 1
            counted = issues[number]
            issues[number] = replace(
                counted,
                times_seen=counted.times_seen + 40,
                users=min(257, counted.users + 9),
                last_seen=time_at(minute),
            )
            index.put(issues[number])

    assert len(found) == len(set(found))


def test_a_selection_is_paged_and_counted() -> None:
    index = index_of(random_issues(40))
    even = lambda columns: [p for p, number in enumerate(columns.number) if number % 2 == 0]  # noqa: E731 - one line says it

    cut = index.cut(even, "last_seen", 5, None)

    assert all(number % 2 == 0 for number in numbers(index, cut.positions))
    assert (len(cut.positions), cut.total, index.count(even)) == (5, 20, 20)
    assert len(index.match(even, None)) == 20


def test_deleted_issues_vanish_and_their_places_are_used_again() -> None:
    index = index_of(random_issues(3))

    index.put(made_issue(2, deleted_at=time_at(0)))
    everything = lambda columns: range(len(columns.id))  # noqa: E731 - one line says it

    assert sorted(walk(index, "users")) == [1, 3]
    assert index.count(everything) == 2
    index.put(made_issue(4))
    assert sorted(walk(index, "users")) == [1, 3, 4]
    assert len(index.columns.id) == 3


def test_merged_issues_show_as_one_with_the_sum_and_come_apart_again() -> None:
    root, other = made_issue(1, times_seen=5), made_issue(2, times_seen=7, last_seen=time_at(40_000))
    index = index_of([root, other])

    index.put(replace(root, merged_count=1))
    index.put(replace(other, merged_into=root.id))
    merged = walk(index, "last_seen"), list(index.columns.times_seen)[index.columns.positions[root.id]]
    index.put(replace(other, merged_into=None))
    index.put(replace(root, merged_count=0))

    assert merged == ([1], 12)
    assert walk(index, "last_seen") == [2, 1]
    assert index.columns.times_seen[index.columns.positions[root.id]] == 5


def test_columns_survive_the_way_through_json() -> None:
    index = index_of([*random_issues(5), made_issue(6, hours={42: 3}, environments=("prod",), handled=False)])
    index.put(made_issue(2, deleted_at=time_at(0)))

    restored = IssueColumns.from_lists(
        orjson.loads(orjson.dumps(index.columns.to_lists(), option=orjson.OPT_NON_STR_KEYS))
    )

    assert restored.to_lists() == index.columns.to_lists()
    assert restored.hours[restored.positions[made_issue(6).id]] == {42: 3}


def test_search_text_is_folded_and_follows_changes() -> None:
    index = index_of([made_issue(1, title="KeyError: Basket", search_words="Shop.py")])
    first = list(index.columns.search_text)

    index.put(made_issue(1, title="KeyError: Order"))

    assert "keyerror: basket" in first[0]
    assert "shop.py" in first[0]
    assert "keyerror: order" in index.columns.search_text[0]
