import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.globs import MAX_PATTERN_CHARACTERS, compile_glob, fold, matches_any, matches_glob, reject_costly


@pytest.mark.parametrize(
    ("value", "pattern", "fits"),
    [
        ("src/app.py", "*.py", True),
        ("/srv/node_modules/x/i.js", "**/node_modules/**", True),
        ("C:\\srv\\app.py", "*/srv/*", True),
        ("ValueError", "valueerror", True),
        ("ValueError", "Value", False),
        ("aba", "ab*ba", False),
        ("a.c", "a?c", True),
        ("a+b", "a+b", True),
        ("aab", "a+b", False),
        ("", "*", True),
        ("ab", "*??*", True),
        ("a", "*??*", False),
        ("xay", "*?a?*y", False),
        ("xaby", "*?a?*y", True),
        ("a.b", "*?b", True),
        ("[x]", "[x]", True),
        ("line\nbreak", "line*break", True),
    ],
)
def test_globs(value: str, pattern: str, fits: bool) -> None:
    assert matches_glob(value, pattern) is fits


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_stars_fit_what_a_plain_search_finds(pattern: str, value: str) -> None:
    assert matches_glob(value, pattern) is fits_naively(value, pattern)


def fits_naively(value: str, pattern: str) -> bool:
    if not pattern:
        return not value
    if pattern[0] == "*":
        return fits_naively(value, pattern[1:]) or (bool(value) and fits_naively(value[1:], pattern))
    return bool(value) and pattern[0] in {"?", value[0]} and fits_naively(value[1:], pattern[1:])


@pytest.mark.parametrize(
    "pattern",
    [
        "*a" * 199 + "b",
        "*" + "a" * 200 + "b*",
        ("*" + "a" * 20 + "b") * 19,
        "*" + "a?" * 150 + "b",
        "**" * 200,
        "(a+)+$" * 20,
        "*" + "?" * 397 + "z",
        "*" + "?" * 397 + "z*",
        "*a" + "?" * 390 + "b*",
        "*" + "a?" * 199 + "b*",
        "*" + "a?" * 99 + "b*" + "a?" * 99 + "b*",
        "*" + "?a" * 199 + "*",
    ],
)
def test_no_pattern_stalls(pattern: str) -> None:
    matches_glob("", pattern)
    started = time.perf_counter()

    matches_glob("a" * 100_000, pattern[:MAX_PATTERN_CHARACTERS])

    assert time.perf_counter() - started < 0.1


class CountedText(str):
    """A text that counts how often one of its characters is looked at."""

    __slots__ = ()
    looks = 0

    def __getitem__(self, place: object) -> str:
        CountedText.looks += 1
        return str.__getitem__(self, place)  # type: ignore[index]


@given(
    st.lists(st.text("ab?", min_size=1, max_size=6), min_size=1, max_size=5),
    st.text("ab", min_size=50, max_size=400),
)
def test_no_character_of_a_value_is_looked_at_twice(pieces: list[str], value: str) -> None:
    """The proof of linear time: pieces go on where the one before ended, and each looks at a character once."""
    CountedText.looks = 0

    compile_glob(f"*{'*'.join(pieces)}*").fits(CountedText(value))

    overlap = sum(map(len, pieces))
    assert CountedText.looks <= len(value) + overlap


def test_ten_times_the_value_takes_about_ten_times_as_long() -> None:
    fits = compile_glob("*" + "a?" * 150 + "b*").fits
    times = [min(timed(lambda length=length: fits("a" * length)) for _ in range(5)) for length in (4_000, 40_000)]

    assert times[1] < 25 * times[0]


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_what_fits_contains_the_needle(pattern: str, value: str) -> None:
    glob = compile_glob(pattern)

    assert not glob.fits(value) or glob.needle in value


def test_one_of_many_is_enough() -> None:
    assert matches_any(["no", "Yes"], ["maybe", "y*"])
    assert not matches_any([], ["*"])
    assert fold("A\\B") == "a/b"


def test_dear_patterns_are_refused_by_their_sum() -> None:
    reject_costly(["*a*"] * 100, 100)
    reject_costly(["*a?b*"] * 4, 100)
    reject_costly(["a?b*"] * 100, 100)

    with pytest.raises(ValueError, match="cost 101 and may cost 100"):
        reject_costly(["*a*"] * 101, 100)
    with pytest.raises(ValueError, match="5 of them count 25 each"):
        reject_costly(["*a?b*"] * 5, 100)
