from typing import Any

import pytest

from chalicelib.processing.title import describe


def event_with(*exceptions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": "error", "platform": "python", "exception": {"values": list(exceptions)}} | fields


def frame(**fields: Any) -> dict[str, Any]:
    return {"in_app": True} | fields


def group(exception_id: int, **fields: Any) -> dict[str, Any]:
    return {"exception_id": exception_id} | fields


@pytest.mark.parametrize(
    ("event", "title"),
    [
        (event_with({"type": "ValueError", "value": "boom"}), "ValueError: boom"),
        (event_with({"type": "ValueError", "value": "one\ntwo"}), "ValueError: one"),
        (event_with({"type": "KeyError"}), "KeyError"),
        (event_with({"type": "Inner", "value": "a"}, {"type": "Outer", "value": "b"}), "Outer: b"),
        ({"logentry": {"formatted": "\n  hello\nworld"}}, "hello"),
        ({"logentry": {"message": "hi %s"}}, "hi %s"),
        ({}, "<unlabeled event>"),
        (
            {"csp": {"effective_directive": "img-src", "blocked_uri": "https://evil.example/a"}},
            "Blocked 'image' from 'evil.example'",
        ),
        (
            {"csp": {"effective_directive": "script-src", "violated_directive": "script-src", "blocked_uri": "inline"}},
            "Blocked unsafe inline 'script'",
        ),
        (
            {"csp": {"effective_directive": "base-uri", "blocked_uri": "https://x.y"}},
            "Blocked by 'base-uri' from 'x.y'",
        ),
        ({"expectct": {"hostname": "a.b"}}, "Expect-CT failed for 'a.b'"),
    ],
)
def test_titles(event: dict[str, Any], title: str) -> None:
    assert describe(event).title == title


def test_a_group_of_one_exception_is_called_like_it() -> None:
    event = event_with(
        {"type": "ValueError", "value": "inner", "mechanism": group(1, parent_id=0)},
        {"type": "ExceptionGroup", "value": "many", "mechanism": group(0, is_exception_group=True)},
    )

    assert describe(event).title == "ValueError: inner"


@pytest.mark.parametrize(
    ("platform", "found", "culprit"),
    [
        ("python", frame(module="app.views", function="index"), "app.views in index"),
        ("javascript", frame(module="src/cart", filename="cart.ts", function="total"), "total(src/cart)"),
        ("java", frame(module="com.a.Foo", function="run"), "com.a.Foo.run"),
        ("native", frame(function="void ns::f(int)"), "ns::f"),
        ("ruby", frame(filename="app.rb", function="call"), "app.rb in call"),
    ],
)
def test_culprits(platform: str, found: dict[str, Any], culprit: str) -> None:
    foreign = {"module": "lib", "function": "helper", "in_app": False}

    event = event_with({"type": "E", "stacktrace": {"frames": [found, foreign]}}, platform=platform)

    assert describe(event).culprit == culprit


def test_the_transaction_is_the_culprit_where_there_is_one() -> None:
    assert describe(event_with({"type": "E"}, transaction="/checkout")).culprit == "/checkout"


@pytest.mark.parametrize(
    ("handled", "expected"), [([True], True), ([True, False], False), ([None], None), ([], None), ([None, True], True)]
)
def test_handled(handled: list[bool | None], expected: bool | None) -> None:
    exceptions = [{"type": "E", "mechanism": {"handled": value}} for value in handled]

    assert describe(event_with(*exceptions)).handled is expected


def test_titles_are_cut() -> None:
    title = describe(event_with({"type": "E", "value": "x" * 500})).title

    assert len(title) == 200
    assert title.endswith("...")
