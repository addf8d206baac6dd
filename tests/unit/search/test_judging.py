"""Judges of many values say what the pattern says of one, and no pattern keeps them busy for long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.search import predicates as judging
from chalicelib.search.predicates import Wildcard, judge_by_patterns, judge_text

PIECES = st.lists(st.text(alphabet="ab.\n^]\\", max_size=4), min_size=1, max_size=5).map(tuple)
VALUES = st.lists(st.text(alphabet="ab.\n^]\\", max_size=16), max_size=5)
ISSUES = 100_000


@pytest.fixture(params=[0, 16], autouse=True)
def longest_piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every pattern judged by str.find, and with those of short pieces judged by an expression."""
    monkeypatch.setattr(judging, "MAX_PIECE_LENGTH", request.param)


@given(PIECES, VALUES)
def test_text_is_judged_as_the_pattern_says(pieces: tuple[str, ...], values: list[str]) -> None:
    pattern = Wildcard(pieces)

    assert list(map(bool, judge_text(pattern)(values))) == [pattern.is_in(value) for value in values]


@given(st.lists(PIECES, min_size=1, max_size=3), VALUES)
def test_whole_values_are_judged_as_any_of_the_patterns_says(several: list[tuple[str, ...]], values: list[str]) -> None:
    patterns = tuple(map(Wildcard, several))

    verdicts = list(map(bool, judge_by_patterns(patterns)(values)))

    assert verdicts == [any(pattern.matches(value) for pattern in patterns) for value in values]


@pytest.mark.parametrize(
    "pieces",
    [
        ("a",) * 900,
        ("", *("a",) * 900, ""),
        ("a" * 15 + "b",) * 100,
        ("a" * 1900, "b"),
        ("", "a" * 15 + "b", ""),
        ("ab",) * 600,
    ],
)
@pytest.mark.parametrize("value", ["a" * 530, "ab" * 265, "a" * 529 + "b"])
def test_a_hostile_pattern_does_not_stall_on_hostile_values(pieces: tuple[str, ...], value: str) -> None:
    values = [value] * 200
    started = time.process_time()

    for judge in (judge_text(Wildcard(pieces)), judge_by_patterns((Wildcard(pieces),))):
        list(judge(values))

    assert time.process_time() - started < 1.0


def test_a_hundred_thousand_values_are_judged_quickly() -> None:
    values = [f"valueerror: basket {number} is not a voucher of the shop" for number in range(ISSUES)]
    started = time.process_time()

    found = sum(map(bool, judge_text(Wildcard(("", "e", "e", "b", "o", "s")))(values)))

    assert found == ISSUES
    assert time.process_time() - started < 0.5
