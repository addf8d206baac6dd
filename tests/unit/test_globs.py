import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.globs import MAX_PATTERN_CHARACTERS, matches_glob


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
    ],
)
def test_no_pattern_stalls(pattern: str) -> None:
    matches_glob("", pattern)
    started = time.perf_counter()

    matches_glob("a" * 100_000, pattern[:MAX_PATTERN_CHARACTERS])

    assert time.perf_counter() - started < 0.1
