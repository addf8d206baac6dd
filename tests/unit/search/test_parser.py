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
    NameTerm,
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


def text(word: str) -> TextTerm:
    return TextTerm(Wildcard((word,)))


def position_of_mistake(query: str) -> int:
    try:
        parse_query(query, NOW)
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
        ('tags["my.tag"]:x', [TagTerm("my.tag", pattern("x"))]),
        ('release:""', [TagTerm("release", is_negated=True)]),
        ('!release:""', [TagTerm("release")]),
        ('environment:""', [FieldTerm("environment", pattern(""))]),
        ("stack.function:Cart.render", [TextTerm(Wildcard(("render",)), is_of_stack=True)]),
        ("stack.function:com.shop.Cart.re*", [TextTerm(Wildcard(("re", "")), is_of_stack=True)]),
        ("issue:[WEB-1, WEB-2]", [NameTerm("issue", ("WEB-1", "WEB-2"))]),
        ("!issue.id:x", [NameTerm("issue", ("x",), is_negated=True)]),
        ("event.id:ab", [NameTerm("event", ("ab",))]),
        ("refused 127.0.0.1:5432", [text("refused"), text("127.0.0.1:5432")]),
        ("localhost:8080", [text("localhost:8080")]),
        ("at 12:30:45", [text("at"), text("12:30:45")]),
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
        ("std::out_of_range", [TextTerm(Wildcard(("std::out_of_range",)))]),
        ("!Rack::Timeout::Error", [TextTerm(Wildcard(("rack::timeout::error",)), True)]),
        ("ActiveRecord::RecordNotFound: gone", [text("activerecord::recordnotfound:"), text("gone")]),
        ("TypeError: boom", [text("typeerror:"), text("boom")]),
        ("https://shop.example/cart?id=7", [text("https://shop.example/cart")]),
        ('"https://shop.example/cart#top"', [text("https://shop.example/cart")]),
        ("https://shop.example/" + "a" * 300, [text("https://shop.example/" + "a" * 99)]),
        ("src/shop/cart.cpp", [TextTerm(Wildcard(("src/shop/cart.cpp",)), False, (Wildcard(("cart.cpp",)),))]),
        ("shop/cart", [text("shop/cart")]),
        ("stack.lineno:12", [TagTerm("stack.lineno", pattern("12"))]),
        ("release.version:>=1.2", [TagTerm("release.version", (Wildcard((">=", "1.2")),))]),
        (
            "webpack:///./src/cart.ts",
            [text("webpack:///./src/cart.ts")],
        ),
        ("src/cart.py:12", [text("cart.py")]),
        ("cart.go:12:7", [text("cart.go")]),
        ("app.ts:ready", [TagTerm("app.ts", pattern("ready"))]),
        ("url://cdn.example/a.js", [TagTerm("url", pattern("//cdn.example/a.js"))]),
        ("user:::1", [TagTerm("user", pattern("::1"))]),
        ("at Cart.total (https://shop.example/assets/app.js:10:5)", [text("app.js"), text("total")]),
        ("    at async total (/srv/cart.js:1:2)", [text("cart.js"), text("total")]),
        ("at com.shop.Cart.total(Cart.java:12)", [text("cart.java"), text("total")]),
        ("at Shop.Cart.Total(Int32 id) in C:\\src\\Cart.cs:line 42", [text("cart.cs"), text("total")]),
        ('  File "/app/cart.py", line 12, in total', [text("cart.py"), text("total")]),
        ("total@https://shop.example/app.js:10:5", [text("app.js"), text("total")]),
        ("app/cart.rb:12:in `total'", [text("cart.rb"), text("total")]),
        ("#0 /app/Cart.php(12): Cart->total(1)", [text("cart.php"), text("total")]),
        ("/src/cart.go:12 +0x1d", [text("cart.go")]),
        ('message:"Rack::Timeout"', [text("rack::timeout")]),
        ("message:[a, b]", [TextTerm(Wildcard(("a",)), alternatives=(Wildcard(("b",)),))]),
        ("error.type:TypeError", [FieldTerm("title", (*pattern("typeerror"), *pattern("typeerror: ", "")))]),
        ("error.value:*refused*", [TextTerm(Wildcard(("", "refused", "")))]),
        ("stack.filename:src/cart.py", [TextTerm(Wildcard(("cart.py",)), is_of_stack=True)]),
        ("!stack.function:total", [TextTerm(Wildcard(("total",)), True, is_of_stack=True)]),
        ("error.unhandled:true", [StateTerm(("unhandled",))]),
        ("error.unhandled:0", [StateTerm(("handled",))]),
        ("!error.handled:1", [StateTerm(("handled",), is_negated=True)]),
        ("release.package:shop", [TagTerm("release", pattern("shop@", ""))]),
        ("release.build:44", [TagTerm("release", pattern("", "+44"))]),
        ("firstRelease:1.0", [FieldTerm("first_release", pattern("1.0"))]),
        ("lastSeen:-1h", [RangeTerm("last_seen", lowest="2026-11-23T11:00:00.000Z")]),
        ("is:unassigned", [StateTerm(("unassigned",))]),
        ("is:archived", [StateTerm(("ignored",))]),
        ("status:resolved", [StateTerm(("resolved",))]),
        ("bookmarks:me", [StateTerm(("bookmarked",))]),
        ("assigned_or_suggested:me", [AssigneeTerm(("me",))]),
        ("device.family:iPhone", [TagTerm("device.family", pattern("iPhone"))]),
    ],
)
def test_a_query_means(text: str, terms: list[Term]) -> None:
    assert list(parse_query(text, NOW).terms) == terms


@pytest.mark.parametrize(
    ("text", "position", "problem"),
    [
        ("is:open", 3, "expected one of unresolved"),
        ("level:", 6, "expected a value after 'level:'"),
        ("title: boom", 6, "put text that holds a colon in quotes"),
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
        ("has:!release", 4, "as in !has:release"),
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


@pytest.mark.parametrize("release", ["1.2.3", "shop@1.2.3", "shop@1.2.3+44", "1.2.3+44"])
def test_a_version_is_found_in_any_package_and_build(release: str) -> None:
    (term,) = parse_query("release.version:1.2.3", NOW).terms

    assert isinstance(term, TagTerm)
    assert any(each.matches(release) for each in term.patterns)
    assert not any(each.matches("shop@1.2.34") for each in term.patterns)


@pytest.mark.parametrize("query", ["error.unhandled:maybe", "bookmarks:ann@example.com", "is:escalating"])
def test_a_value_that_sentrys_key_cannot_have_is_a_mistake(query: str) -> None:
    assert position_of_mistake(query) > 0


def test_nothing_in_free_text_has_a_meaning() -> None:
    terms = parse_free_text("is:unresolved Foo*").terms

    assert terms == (TextTerm(Wildcard(("is:unresolved",))), TextTerm(Wildcard(("foo*",))))
