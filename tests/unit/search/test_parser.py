"""What people write, and what it means."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.search.parser import parse_free_text, parse_query
from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import (
    AssigneeTerm,
    FieldTerm,
    QuerySyntaxError,
    RangeTerm,
    StateTerm,
    TagTerm,
    Term,
    TextTerm,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def pattern(*pieces: str) -> tuple[Wildcard, ...]:
    return (Wildcard(pieces),)


def position_of_mistake(text: str) -> int:
    try:
        parse_query(text, NOW)
    except QuerySyntaxError as error:
        return error.position
    return 0


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("is:unresolved", [StateTerm(("unresolved",))]),
        ("!is:ignored", [StateTerm(("ignored",), is_negated=True)]),
        ("level:Error", [FieldTerm("level", pattern("error"))]),
        ("level:[error, fatal]", [FieldTerm("level", (Wildcard(("error",)), Wildcard(("fatal",))))]),
        ("environment:prod*", [FieldTerm("environment", pattern("prod", ""))]),
        ("release:1.0", [TagTerm("release", pattern("1.0"))]),
        ("browser.name:Chrome", [TagTerm("browser.name", pattern("Chrome"))]),
        ('browser:"Chrome 120"', [TagTerm("browser", pattern("Chrome 120"))]),
        ('"my tag:x":y', [TagTerm("my tag:x", pattern("y"))]),
        ("tags[level]:custom", [TagTerm("level", pattern("custom"))]),
        ("!url:*/health", [TagTerm("url", pattern("", "/health"), is_negated=True)]),
        ("url:http://a.b/c", [TagTerm("url", pattern("http://a.b/c"))]),
        ("has:user", [TagTerm("user")]),
        ("!has:user", [TagTerm("user", is_negated=True)]),
        ("assigned:me", [AssigneeTerm(("me",))]),
        ("assigned:[me,none]", [AssigneeTerm(("me", "none"))]),
        ("assigned:Ann@Example.com", [AssigneeTerm(("ann@example.com",))]),
        ("times_seen:>100", [RangeTerm("times_seen", lowest=100.0, is_lowest_included=False)]),
        ("users:<=10", [RangeTerm("users", highest=10.0)]),
        ("timesSeen:7", [RangeTerm("times_seen", 7.0, 7.0)]),
        (
            "last_seen:<-24h",
            [RangeTerm("last_seen", highest="2026-11-22T12:00:00.000Z", is_highest_included=False)],
        ),
        ("last_seen:-24h", [RangeTerm("last_seen", lowest="2026-11-22T12:00:00.000Z")]),
        ("age:+1w", [RangeTerm("first_seen", highest="2026-11-16T12:00:00.000Z")]),
        (
            "first_seen:>2026-11-01",
            [RangeTerm("first_seen", lowest="2026-11-01T00:00:00.000Z", is_lowest_included=False)],
        ),
        (
            "first_seen:2026-11-01",
            [
                RangeTerm(
                    "first_seen", "2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z", is_highest_included=False
                )
            ],
        ),
        ("boom Bang", [TextTerm(Wildcard(("boom",))), TextTerm(Wildcard(("bang",)))]),
        ('"Not found" !timeout', [TextTerm(Wildcard(("not found",))), TextTerm(Wildcard(("timeout",)), True)]),
        (r'"say \"hi\""', [TextTerm(Wildcard(('say "hi"',)))]),
        (r"\*args", [TextTerm(Wildcard(("*args",)))]),
    ],
)
def test_a_query_means(text: str, terms: list[Term]) -> None:
    assert list(parse_query(text, NOW).terms) == terms


@pytest.mark.parametrize(
    ("text", "position", "problem"),
    [
        ("is:open", 3, "expected one of unresolved"),
        ("level:", 6, "expected a value after 'level:'"),
        ("TypeError: boom", 10, "put text that holds a colon in quotes"),
        ("boom times_seen:many", 16, "expected a number"),
        ("last_seen:>yesterday", 11, "expected a time"),
        ("first_seen:-999999w", 11, "expected a time"),
        ('title:"abc', 6, "to close the one that opens here"),
        ("level:[error", 12, "expected ',' or ']'"),
        ("level:[error,", 13, "expected ']'"),
        ("level:[]", 7, "expected a value in the list"),
        ("a !", 3, "expected a term after '!'"),
        ("a OR b", 2, "means any of them"),
        ("times_seen:[1,2]", 12, "expected one value"),
        ('"":x', 0, "expected a tag's name"),
        ("x" * 2001, 2000, "at most 2000 characters"),
        ("a " * 41, 80, "at most 40 terms"),
        ("a*b*c " + "*" * 18 + " d*e", 25, "at most 20 stars"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, position: int, problem: str) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        parse_query(text, NOW)

    assert raised.value.position == position
    assert f"at character {position + 1}: " in raised.value.message
    assert problem in raised.value.message


@given(st.text(max_size=200))
def test_any_text_is_a_query_or_a_named_mistake(text: str) -> None:
    assert 0 <= position_of_mistake(text) <= len(text)


@given(st.lists(st.sampled_from(["is:", "level:", "!", '"', "[", "]", ",", "a", "*", "\\", ":", " ", ">", "-1h"])))
def test_pieces_of_the_language_in_any_order_are_a_query_or_a_named_mistake(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert 0 <= position_of_mistake(text) <= len(text)


@given(st.text(min_size=1, max_size=50))
def test_a_quoted_value_means_itself(value: str) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("*", "\\*")

    (term,) = parse_query(f'custom:"{quoted}"', NOW).terms

    assert term == TagTerm("custom", pattern(value))


def test_nothing_in_free_text_has_a_meaning() -> None:
    terms = parse_free_text("is:unresolved Foo*").terms

    assert terms == (TextTerm(Wildcard(("is:unresolved",))), TextTerm(Wildcard(("foo*",))))
