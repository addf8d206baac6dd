"""What an SDK says in odd ways comes out in the one shape, with a note where something was lost."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.processing.normalize.event import IngestContext, normalize

RECEIVED_AT = datetime(2026, 11, 23, 6, tzinfo=UTC)
NOW = RECEIVED_AT.timestamp()


def normalized(event: dict[str, Any], **context: Any) -> dict[str, Any]:
    return normalize(
        event, IngestContext(**{"project_id": "42", "event_id": "1" * 32, "received_at": RECEIVED_AT} | context)
    )


def exception(**fields: Any) -> dict[str, Any]:
    return {"exception": {"values": [{"type": "E"} | fields]}}


def first_frame(event: dict[str, Any]) -> dict[str, Any]:
    frame = event["exception"]["values"][0]["stacktrace"]["frames"][0]
    assert isinstance(frame, dict)
    return frame


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ("log", "info"),
        ("critical", "fatal"),
        (40, "error"),
        (30, "warning"),
        ("WARN", "error"),
        (None, "error"),
        ([], "error"),
    ],
)
def test_levels(given: Any, level: str) -> None:
    assert normalized({"level": given})["level"] == level


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("2026-11-23T05:00:00Z", NOW - 3600),
        ("2026-11-23T05:00:00", NOW - 3600),
        ("2026-11-23T05:00:00+01:00", NOW - 7200),
        (NOW - 5.5, NOW - 5.5),
        (NOW * 1000, NOW),
        ("yesterday", NOW),
        (True, NOW),
        (None, NOW),
        (NOW + 40 * 86400, NOW),
        (NOW - 400 * 86400, NOW),
    ],
)
def test_timestamps(given: Any, seconds: float) -> None:
    assert normalized({"timestamp": given})["timestamp"] == seconds


@pytest.mark.parametrize(
    ("given", "event_id"),
    [
        ("9EC79C33-EC99-42AB-8353-589FCB2E04DC", "9ec79c33ec9942ab8353589fcb2e04dc"),
        ("9ec79c33ec9942ab8353589fcb2e04dc", "9ec79c33ec9942ab8353589fcb2e04dc"),
        ("xyz", "1" * 32),
        (None, "1" * 32),
    ],
)
def test_event_ids(given: Any, event_id: str) -> None:
    assert normalized({"event_id": given})["event_id"] == event_id


@pytest.mark.parametrize(
    "given",
    [
        {"exception": [{"type": "E", "value": "v"}]},
        {"exception": {"type": "E", "value": "v"}},
        {"exception": {"values": [{"type": "E", "value": "v"}, None]}},
        {"sentry.interfaces.Exception": {"values": [{"type": "E", "value": "v"}]}},
        {"exception": {"values": [{"value": "E: v"}]}},
    ],
)
def test_every_form_of_exceptions(given: dict[str, Any]) -> None:
    event = normalized(given)

    assert event["exception"] == {"values": [{"type": "E", "value": "v"}]}
    assert event["type"] == "error"


def test_an_exception_that_says_nothing_becomes_a_noted_null() -> None:
    event = normalized({"exception": [{"module": "m"}]})

    assert event["exception"] == {"values": [None]}
    assert event["errors"][0]["type"] == "missing_attribute"


def test_an_exception_with_only_a_trace_is_kept() -> None:
    event = normalized({"exception": [{"stacktrace": {"frames": [{"function": "f"}]}}]})

    assert first_frame(event) == {"function": "f"}


@pytest.mark.parametrize(
    ("given", "entry"),
    [
        ("plain", {"formatted": "plain"}),
        ({"message": "hi %s", "params": ["x"]}, {"message": "hi %s", "formatted": "hi x", "params": ["x"]}),
        ({"message": "hi %(a)s", "params": {"a": 1}}, {"message": "hi %(a)s", "formatted": "hi 1", "params": {"a": 1}}),
        ({"message": "{0} {}", "params": ["x", "y"]}, {"message": "{0} {}", "formatted": "x y", "params": ["x", "y"]}),
        ({"message": "%s %s", "params": ["x"]}, {"formatted": "%s %s", "params": ["x"]}),
        ({"message": "same", "formatted": "same"}, {"formatted": "same"}),
        (5, {"formatted": "5"}),
    ],
)
def test_messages(given: Any, entry: dict[str, Any]) -> None:
    assert normalized({"message": given})["logentry"] == entry


@pytest.mark.parametrize(
    ("tags", "pairs"),
    [
        ({"b": 1, "a": True}, [["a", "True"], ["b", "1"]]),
        ([["a", "x"], ["a", "y"]], [["a", "x"]]),
        ({"two words": "v"}, [["two-words", "v"]]),
        ({"release": "r", "user": "u"}, None),
        ({"a": "x\ny"}, [["a", None]]),
        ({"a": "v" * 250}, [["a", "v" * 197 + "..."]]),
    ],
)
def test_tags(tags: Any, pairs: Any) -> None:
    assert normalized({"tags": tags}).get("tags") == pairs


def test_the_environment_of_old_sdks_is_taken_from_the_tags() -> None:
    event = normalized({"tags": {"environment": "prod"}})

    assert event["environment"] == "prod"
    assert "tags" not in event


@pytest.mark.parametrize("release", ["latest", ".", "a/b", "a\\b", "a\nb", "", "x" * 201, ["r"]])
def test_unusable_releases_are_refused(release: Any) -> None:
    event = normalized({"release": release})

    assert event["release"] is None
    assert "release" in event["_meta"]


@pytest.mark.parametrize("environment", ["None", "none", "a/b", "", "x" * 65, 5])
def test_unusable_environments_are_refused(environment: Any) -> None:
    assert normalized({"environment": environment})["environment"] is None


def test_frames_get_both_paths() -> None:
    event = normalized(exception(stacktrace={"frames": [{"filename": "https://x.com/a/b.js?v=1"}]}))

    assert first_frame(event) == {"filename": "/a/b.js", "abs_path": "https://x.com/a/b.js?v=1"}


def test_long_traces_lose_frames_after_the_fiftieth() -> None:
    frames = [{"function": f"f{index}"} for index in range(300)]

    event = normalized(exception(stacktrace={"frames": frames}))

    kept = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert [frame["function"] for frame in (kept[49], kept[50], kept[-1])] == ["f49", "f100", "f299"]
    assert len(kept) == 250


def test_only_fifty_frames_keep_variables_and_source() -> None:
    frames = [{"function": "f", "vars": {"a": 1}, "pre_context": ["x"], "in_app": index >= 80} for index in range(100)]

    event = normalized(exception(stacktrace={"frames": frames}))

    kept = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert sum("vars" in frame for frame in kept) <= 50
    assert all("vars" in frame for frame in kept[80:])


def test_variables_are_cut_with_a_note() -> None:
    event = normalized(exception(stacktrace={"frames": [{"vars": {"a": "x" * 3000, "b": 1}}]}))

    assert len(first_frame(event)["vars"]["a"]) == 2048
    notes = event["_meta"]["exception"]["values"]["0"]["stacktrace"]["frames"]["0"]["vars"]
    assert notes["a"][""] == {"rem": [["!limit", "s", 2045, 2048]], "len": 3000}


def test_deep_extra_is_written_as_text() -> None:
    event = normalized({"extra": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}})

    assert event["extra"] == {"a": {"b": {"c": {"d": {"e": {"f": '{"g":1}'}}}}}}


def test_requests_are_taken_apart() -> None:
    event = normalized(
        {
            "request": {
                "url": "HTTPS://Shop.example:443/a/../b c?x=1#frag",
                "method": "post",
                "headers": {"content-type": "application/json", "cookie": "s=1; t=2"},
                "data": '{"a": 1}',
            }
        }
    )

    assert event["request"] == {
        "url": "https://shop.example/b%20c",
        "method": "POST",
        "query_string": [["x", "1"]],
        "fragment": "frag",
        "cookies": [["s", "1"], ["t", "2"]],
        "headers": [["Content-Type", "application/json"]],
        "data": {"a": 1},
        "inferred_content_type": "application/json",
    }


def test_the_senders_address_replaces_auto() -> None:
    event = normalized({"user": {"id": 1, "ip_address": "{{auto}}"}}, client_ip="203.0.113.9")

    assert event["user"] == {"id": "1", "ip_address": "203.0.113.9", "sentry_user": "id:1"}


def test_browsers_send_from_their_users_address() -> None:
    assert normalized({"platform": "javascript"}, client_ip="203.0.113.9")["user"]["ip_address"] == "203.0.113.9"
    assert "user" not in normalized({"platform": "python"}, client_ip="203.0.113.9")


def test_no_address_is_kept_where_a_project_stores_none() -> None:
    event = normalized(
        {
            "platform": "javascript",
            "user": {"id": "1", "ip_address": "198.51.100.7"},
            "request": {"env": {"REMOTE_ADDR": "198.51.100.7"}, "headers": {"X-Forwarded-For": "198.51.100.7"}},
        },
        client_ip="203.0.113.9",
        store_ip=False,
    )

    assert "198.51.100.7" not in str(event)
    assert "203.0.113.9" not in str(event)


def test_unknown_fields_are_dropped_and_noted() -> None:
    event = normalized({"foo": {"a": 1}})

    assert event["foo"] is None
    assert event["errors"] == [{"type": "invalid_attribute", "name": "foo"}]


def test_notes_of_the_sdk_are_kept_for_what_is_still_there() -> None:
    notes = {"extra": {"a": {"": {"len": 9000}}, "gone": {"": {"len": 1}}}, "evil": {"": "x"}}

    event = normalized({"extra": {"a": "x"}, "_meta": notes})

    assert event["_meta"] == {"extra": {"a": {"": {"len": 9000}}}}


def test_a_browsers_report_names_its_browser() -> None:
    event = normalized({"csp": {"effective_directive": "img-src"}}, user_agent="Firefox/130.0", client_ip="203.0.113.9")

    assert event["logger"] == "csp"
    assert event["type"] == "csp"
    assert event["contexts"]["browser"]["name"] == "Firefox"
    assert event["user"]["ip_address"] == "203.0.113.9"


@pytest.mark.parametrize(
    ("description", "os"),
    [
        ("Microsoft Windows 10.0.19044", "Windows 10"),
        ("Linux 5.4.0 Ubuntu 20.04", "Ubuntu 20.04"),
        ("Android OS 11 / API-30 (x)", "Android 11"),
        ("iOS 17.5.1", "iOS 17.5.1"),
        ("Darwin 21.6.0", "Darwin"),
    ],
)
def test_systems_are_read_from_their_description(description: str, os: str) -> None:
    assert normalized({"contexts": {"os": {"raw_description": description}}})["contexts"]["os"]["os"] == os
