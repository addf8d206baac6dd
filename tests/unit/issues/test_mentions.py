"""Whom a comment mentions."""

import time

import pytest

from chalicelib.issues.comments import find_mentions, resolve_mentions

PEOPLE = {
    "1": ("Ann Lee", "ann@example.com"),
    "2": ("Bob", "bob@example.com"),
    "3": ("Bob", "bob@other.org"),
}


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("@ann look", ["ann"]),
        ("ask @Bob, @ann.", ["bob", "ann"]),
        ("(@ann) @ann", ["ann"]),
        ("write to ann@example.com", []),
        ("@ann@example.com!", ["ann@example.com"]),
        ("no one @ all", []),
        ("@@ann", []),
    ],
)
def test_names_are_found(content: str, names: list[str]) -> None:
    assert find_mentions(content) == names


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["ann"], ["1"]),
        (["annlee"], ["1"]),
        (["ann", "ann@example.com"], ["1"]),
        (["bob@other.org"], ["3"]),
        (["bob"], []),
        (["nobody"], []),
    ],
)
def test_a_name_means_the_one_person_it_fits(names: list[str], ids: list[str]) -> None:
    assert resolve_mentions(names, PEOPLE) == ids


def test_a_hostile_comment_does_not_stall() -> None:
    started = time.process_time()

    find_mentions("@" * 5000 + "@a.-" * 1200)

    assert time.process_time() - started < 0.2
