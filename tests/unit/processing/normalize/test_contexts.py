"""Known contexts keep what has the right type, in the order of the protocol. Facts: Relay's tests, contexts/*.rs."""

from typing import Any

import pytest

from tests.unit.processing.normalize.normalizing import normalized, reasons

IDS = {"trace_id": "a" * 32, "span_id": "b" * 16}


def context(kind: str, /, **fields: Any) -> Any:
    return normalized({"contexts": {kind: fields}})["contexts"].get(kind)


@pytest.mark.parametrize(
    ("name", "fields", "read"),
    [
        ("flags", {"values": [{"flag": "f", "result": True}, 5]}, {"values": [{"flag": "f", "result": True}, None]}),
        ("flags", {"values": [{"flag": "a b", "result": 1}]}, {"values": [{"flag": None, "result": 1}]}),
        ("replay", {"replay_id": "A" * 32}, {"replay_id": "a" * 32}),
        ("profile", {"profiler_id": "x", "other": 1}, {"profiler_id": None}),
        (
            "device",
            {"uuid": "A" * 32, "online": "yes"},
            {"uuid": "-".join(["a" * n for n in (8, 4, 4, 4, 12)]), "online": None},
        ),
        (
            "memory_info",
            {"pause_durations": [1, "a"], "concurrent": 1},
            {"pause_durations": [1, None], "concurrent": None},
        ),
        ("spring", {"active_profiles": ["a", 5]}, {"active_profiles": ["a", None]}),
        ("otel", {"attributes": {"a": {"b": 1}}, "resource": 5}, {"attributes": {"a": {"b": 1}}, "resource": None}),
        ("gpu", {"vendor_id": 5, "id": 5}, {"vendor_id": None, "id": 5}),
        ("os", {"name": "Linux", "build": 7, "os": ["x"]}, {"os": "Linux", "name": "Linux", "build": "7"}),
        ("unknown_one", {"a": None}, {"a": None}),
    ],
)
def test_fields_of_known_contexts(name: str, fields: Any, read: Any) -> None:
    assert context(name, **fields) == {"type": name, **read}


@pytest.mark.parametrize(
    ("status", "read"), [(7, "permission_denied"), ("success", "ok"), ("x", "unknown"), (None, "unknown")]
)
def test_statuses_of_traces(status: Any, read: str) -> None:
    assert context("trace", **IDS, status=status)["status"] == read


def test_traces_keep_what_is_valid() -> None:
    trace = context("trace", **IDS, origin="a-b", op="x" * 200, data={"a": None, "b": 1}, client_sample_rate=0.5)

    assert trace == {
        **IDS,
        "type": "trace",
        "status": "unknown",
        "origin": None,
        "op": "x" * 125 + "...",
        "data": {"b": 1},
    }


def test_what_is_no_trace_makes_room_for_one() -> None:
    event = normalized({"contexts": {"trace": "x"}})

    assert event["contexts"]["trace"]["trace_id"] == "1" * 32
    assert "errors" not in event


def test_a_large_context_keeps_its_first_fields() -> None:
    read = context("os", raw_description="x" * 9000, version="1", name="n", zz=1)

    assert (read["name"], read["version"], read["os"]) == ("n", "1", "n 1")
    assert read["raw_description"].endswith("...")
    assert "zz" not in read


@pytest.mark.parametrize(
    ("headers", "cookies", "read"),
    [
        ([["set-cookie", "a=b"]], None, {"cookies": [["a", "b"]]}),
        ([["set-cookie", "a=b; HttpOnly"]], None, {"headers": [["Set-Cookie", "a=b; HttpOnly"]]}),
        (
            [["content-type", "text/html; x"]],
            "a=b",
            {
                "cookies": [["a", "b"]],
                "headers": [["Content-Type", "text/html; x"]],
                "inferred_content_type": "text/html",
            },
        ),
    ],
)
def test_responses_are_taken_apart(headers: Any, cookies: Any, read: Any) -> None:
    assert context("response", headers=headers, cookies=cookies) == {"type": "response", **read}


@pytest.mark.parametrize(
    ("device", "found"),
    [
        ({"family": "iOS", "model": "iPhone8,4"}, "1"),
        ({"family": "iPhone", "model": "iPhone12,1"}, "2"),
        ({"family": "iOS", "model": "iPhone99,1"}, "3"),
        ({"family": "iOS", "model": "iPad6,11"}, "1"),
        ({"family": "iOS", "model": "iPad6,3"}, "2"),
        ({"family": "iOS", "model": "garbage"}, "3"),
        ({"family": "iOSS", "model": "iPhone17,5"}, None),
        ({"family": "x", "processor_frequency": 2000, "processor_count": 8, "memory_size": 4 * 2**30}, "2"),
        ({"family": "x", "processor_frequency": 2600, "processor_count": 8, "memory_size": 8 * 2**30}, "3"),
        ({"family": "x", "processor_frequency": 1999, "processor_count": 8, "memory_size": 8 * 2**30}, "1"),
        ({"processor_frequency": 1999, "processor_count": 8, "memory_size": 8 * 2**30}, None),
    ],
)
def test_devices_are_tagged_with_their_class(device: Any, found: str | None) -> None:
    tags = normalized({"contexts": {"device": device}, "tags": {"device.class": "9"}}).get("tags", [])

    assert dict(tags).get("device.class") == found


def test_refusals_are_listed_in_the_order_of_the_protocol() -> None:
    event = normalized({"contexts": {"device": {"online": 1, "name": 1}}})

    assert list(reasons(event)) == ["contexts.device.name", "contexts.device.online"]


@pytest.mark.parametrize("name", ["os", "trace", "flags"])
def test_numbers_that_json_cannot_write_are_left_out(name: str) -> None:
    assert "x" not in context(name, **IDS, x=10**400)
    assert context("trace", **IDS, data={"x": 10**400, "y": float("nan")}).get("data", {}) == {}
