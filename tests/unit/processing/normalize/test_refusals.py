"""What is refused, and in which words. Facts: Relay's tests, event.rs, types.rs, tags.rs and logentry.rs."""

from typing import Any

import pytest

from tests.unit.processing.normalize.normalizing import normalized, reasons

LONG = "é" * 300


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("{{auto}}", "invalid character: found `{` at 1"),
        ("urn:uuid:x", "invalid character: found `x` at 9"),
        ("éz", "invalid character: found `é` at 0"),
        ("z" * 46, "invalid length: found 46"),
        ("a" * 34, "invalid length: found 34"),
        ("9ec79c33-ec9942ab8353589fcb2e04dc", "invalid group count: expected 5, found 2"),
        ("9ec79c33-ec99-42ab-8353-589fcb2e04d", "invalid group length in group 4: expected 12, found 11"),
    ],
)
def test_event_ids(given: str, reason: str) -> None:
    assert reasons(normalized({"event_id": given})) == {"event_id": reason}


@pytest.mark.parametrize(
    ("event", "place", "reason"),
    [
        ({"tags": {"a\0b": "1"}}, "tags.0.0", "invalid character '\\0'"),
        ({"tags": {"a\u200bb": "1"}}, "tags.0.0", "invalid character '\\u{200b}'"),
        ({"tags": {"a": 1e20}}, "tags.0.1", "expected a number with JSON precision"),
        ({"timestamp": "2026"}, "timestamp", "premature end of input"),
        ({"timestamp": "2026-11-23T01:56:07GMT"}, "timestamp", "input contains invalid characters"),
        ({"timestamp": "2026-11-23T01:56:07+00:00Z"}, "timestamp", "trailing input"),
        ({"breadcrumbs": [{"foo": 1}]}, "breadcrumbs.values.0.foo", "invalid_attribute"),
        (
            {"breadcrumbs": [{"timestamp": -2.5}]},
            "breadcrumbs.values.0",
            "timestamp is too stale: 1969-12-31 23:59:57.500 UTC",
        ),
        ({"sdk": {"name": "n", "version": "v", "packages": [5]}}, "sdk.packages.0", "expected clientsdkpackage"),
        ({"exception": [{"type": "", "value": ""}]}, "exception.values.0", "missing_attribute"),
        ({"logentry": {"x": 1}}, "logentry", "no message present"),
        (
            {"transaction_info": {"changes": [{"timestamp": "x"}]}},
            "transaction_info.changes.0.timestamp",
            "input contains invalid characters",
        ),
        ({"errors": "x"}, "errors", "expected an array"),
    ],
)
def test_reasons(event: Any, place: str, reason: str) -> None:
    assert reasons(normalized(event)) == {place: reason}


def test_what_is_kept_and_what_was_cut_is_told_in_bytes() -> None:
    event = normalized({"culprit": LONG, "level": LONG})

    assert event["_meta"]["culprit"][""] == {"rem": [["!limit", "s", 394, 397]], "len": 300}
    assert "val" not in event["_meta"]["level"][""]


def test_only_the_last_reading_of_a_large_object_is_noted() -> None:
    variables = {str(index): "z" * 100 for index in range(40)}
    event = normalized({"stacktrace": {"frames": [{"vars": variables}]}})

    noted = event["_meta"]["stacktrace"]["frames"]["0"]["vars"]
    assert [name for name in noted if name] == ["26"]


@pytest.mark.parametrize("environment", ["a/b", "None"])
def test_an_environment_said_as_a_tag_is_checked_like_any_other(environment: str) -> None:
    assert normalized({"tags": {"environment": environment}})["environment"] is None


@pytest.mark.parametrize(
    ("event", "entry"),
    [
        ({"logentry": {"message": "a %llu", "params": [5]}}, {"message": "a %llu", "formatted": "a 5", "params": [5]}),
        ({"logentry": {"message": "m", "formatted": {"x": 1}}}, {"formatted": "m"}),
        ({"message": False}, None),
    ],
)
def test_messages(event: Any, entry: Any) -> None:
    read = normalized(event)

    assert read.get("logentry") == entry
    assert "errors" not in read


def test_notes_about_a_message_follow_it() -> None:
    event = normalized({"message": "m", "_meta": {"message": {"": {"len": 9000}}}})

    assert event["_meta"] == {"logentry": {"formatted": {"": {"len": 9000}}}}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"type": "", "value": "E: v"}, {"type": "E", "value": "v"}),
        ({"type": 5, "value": "E: v"}, {"type": "E", "value": "v"}),
        ({"value": "a.E: v"}, {"value": "a.E: v"}),
    ],
)
def test_types_in_values(given: Any, read: Any) -> None:
    assert normalized({"exception": given})["exception"]["values"] == [read]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (
            {"source": "url", "original": " /a ", "propagations": 1},
            {"source": "url", "original": "/a", "propagations": 1},
        ),
        ({"changes": [{"source": 5}, 5, None]}, {"changes": [{"source": None}, None, None]}),
        ({}, {}),
    ],
)
def test_where_transactions_have_their_name_from(given: Any, read: Any) -> None:
    assert normalized({"transaction_info": given})["transaction_info"] == read


def test_a_leap_second_is_the_next_second() -> None:
    first = normalized({"timestamp": "2026-11-23T01:56:60Z"})["timestamp"]

    assert first == normalized({"timestamp": "+2026-11-23T01:57:00Z"})["timestamp"]


def test_a_refusal_is_told_even_where_its_neighbour_was_cut() -> None:
    event = normalized({"modules": {"a": [], "": [], "b": "x" * 9000, "c": "1"}})

    assert event["modules"]["a"] is None
    assert event["_meta"]["modules"]["a"][""]["err"]


def test_the_declared_type_is_that_of_the_header_as_it_is_kept() -> None:
    event = normalized({"request": {"headers": {"A": "x" * 8000, "Content-Type": "y" * 9000}}})

    assert event["request"]["inferred_content_type"] == event["request"]["headers"][1][1]


def test_long_java_loggers_keep_their_end() -> None:
    event = normalized({"platform": "java", "logger": "com.example." + "x" * 60})

    assert event["logger"] == "*." + "x" * 60
    assert event["_meta"]["logger"][""] == {"rem": [["@logger:replace", "s", 0, 11]], "len": 72}


def test_feedback_stays_feedback() -> None:
    assert normalized({"type": "feedback"})["type"] == "feedback"
    assert normalized({"type": "transaction"})["type"] == "default"
