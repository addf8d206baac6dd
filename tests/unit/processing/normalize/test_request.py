"""Requests in every form. Facts: Relay's tests, request.rs and normalize/request.rs."""

from typing import Any

import pytest

from tests.unit.processing.normalize.normalizing import normalized


def request(**fields: Any) -> Any:
    return normalized({"request": fields}).get("request")


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://x:/", "http://x/"),
        ("http:/x", "http://x/"),
        ("http:x", "http://x/"),
        ("  http://x  ", "http://x/"),
        ("http://x\\a", "http://x/a"),
        ("http://x/a\tb", "http://x/ab"),
        ("http://x/{id}", "http://x/%7Bid%7D"),
        ("http://exa%6Dple.com", "http://example.com/"),
        ("http://x:99999/", "http://x:99999/"),
        ("file:///a/b", "file:///a/b"),
        ("//x/y", "//x/y"),
        ("app:///a b", "app:///a b"),
    ],
)
def test_urls_are_written_as_browsers_write_them(url: str, read: str) -> None:
    assert request(url=url)["url"] == read


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"cookies": "x"}, {"cookies": []}),
        ({"cookies": "a=b; c"}, {"cookies": [["a", "b"]]}),
        ({"headers": [["cookie", "a=b"], ["Cookie", "c=d"]]}, {"cookies": [["a", "b"]]}),
        ({"headers": {"b": "1", "B": "3"}}, {"headers": [["B", "3"], ["B", "1"]]}),
        ({"headers": {"a": ["x", ["y"], 5, None]}}, {"headers": [["A", "x,5"]]}),
        ({"url": "", "data": ""}, None),
        ({"url": "", "method": "get"}, {"url": "", "method": "GET"}),
        ({"data": '{"a": 1e400}'}, {"data": '{"a": 1e400}'}),
        ({"data": "[1]", "inferred_content_type": 5}, {"data": [1], "inferred_content_type": "application/json"}),
    ],
)
def test_odd_requests(fields: Any, read: Any) -> None:
    assert request(**fields) == read


@pytest.mark.parametrize(("name", "first"), [("query_string", 93), ("cookies", 186), ("headers", 745)])
def test_pairs_that_do_not_fit_become_null(name: str, first: int) -> None:
    pairs = request(**{name: [["a", "b"]] * 1000})[name]

    assert pairs[first - 1][1] == "b"
    assert pairs[first] in (None, ["a", None])
    assert not any(pairs[first + 1 :])


def test_a_report_names_the_browser_it_came_from_in_letters_that_can_be_written() -> None:
    report = {"csp": {"document_uri": "https://shop.example.com"}}

    event = normalized(report, user_agent="\ud800 Chrome/120.0.0.0 Safari/537.36")

    assert event["request"]["headers"] == [["User-Agent", "\ufffd Chrome/120.0.0.0 Safari/537.36"]]
    assert event["contexts"]["browser"]["name"] == "Chrome"
