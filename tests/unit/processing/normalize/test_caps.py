"""No list of an event is longer than its cap, and what is kept of it is what tells most."""

import sys
from typing import Any

import pytest

from chalicelib.processing.normalize.caps import CAPS, MAX_FRAMES
from tests.unit.processing.normalize.normalizing import normalized


def test_of_a_long_chain_its_first_causes_and_the_main_exception_stay() -> None:
    event = normalized({"exception": [{"type": f"E{number}"} for number in range(1000)]})

    types = [one["type"] for one in event["exception"]["values"]]
    assert types[:10] == [f"E{number}" for number in range(10)]
    assert types[10:] == [f"E{number}" for number in range(960, 1000)]
    assert event["_meta"]["exception"]["values"][""]["len"] == 1000


def test_the_newest_breadcrumbs_stay() -> None:
    event = normalized({"breadcrumbs": {"values": [{"message": str(number)} for number in range(400)]}})

    assert [one["message"] for one in event["breadcrumbs"]["values"]] == [str(number) for number in range(150, 400)]


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ({"tags": [[f"k{number}", "v"] for number in range(5000)]}, ("tags",)),
        ({"tags": {f"k{number}": "v" for number in range(5000)}}, ("tags",)),
        ({"fingerprint": ["a"] * 5000}, ("fingerprint",)),
        ({"spans": [{"op": "a"}] * 5000}, ("spans",)),
        ({"contexts": {f"k{number}": {"a": 1} for number in range(5000)}}, ("contexts",)),
        ({"modules": {f"k{number}": "1" for number in range(5000)}}, ("modules",)),
        ({"request": {"headers": [["a", "b"]] * 5000}}, ("request", "headers")),
        ({"request": {"env": {f"k{number}": "1" for number in range(5000)}}}, ("request", "env")),
        ({"sdk": {"name": "a", "version": "1", "integrations": ["a"] * 5000}}, ("sdk", "integrations")),
    ],
)
def test_lists_are_cut_and_say_how_long_they_were(event: dict[str, Any], path: tuple[str, ...]) -> None:
    kept: Any = normalized(event)
    noted = kept["_meta"]

    for name in path:
        kept, noted = kept[name], noted[name]
    # Contexts get one more, which every event has.
    assert len(kept) <= CAPS[path] + 1
    assert noted[""]["len"] == 5000


def test_frames_of_all_traces_have_one_cap_and_the_crashed_thread_keeps_its_own() -> None:
    trace = {"frames": [{"function": "f"}] * 100}
    threads = [{"id": number, "stacktrace": trace} for number in range(100)]
    threads[70]["crashed"] = True

    event = normalized({"exception": [{"type": "E", "stacktrace": trace}], "threads": threads})

    kept = [len(thread["stacktrace"]["frames"]) for thread in event["threads"]["values"]]
    assert len(event["exception"]["values"][0]["stacktrace"]["frames"]) == 100
    assert kept[70] == 100
    assert sum(kept) <= MAX_FRAMES + len(threads)
    assert min(kept) == 1


@pytest.mark.parametrize(
    "event",
    [
        {"exception": [{"type": "E"}] * 30_000},
        {"tags": {f"k{number}": "v" for number in range(30_000)}},
        {"extra": {f"k{number}": [] for number in range(30_000)}},
        {"fingerprint": ["{{ type }}"] * 30_000},
        {"contexts": {"device": {f"k{number}": [] for number in range(30_000)}}},
        {"stacktrace": {"frames": [{"context_line": "a", "pre_context": [[]] * 30_000}]}},
        {f"k{number}": 1 for number in range(30_000)},
    ],
    ids=lambda event: next(iter(event)),
)
def test_the_work_does_not_grow_with_the_number_of_entries(event: dict[str, Any]) -> None:
    assert count_calls(event) < 300_000


def test_values_nested_in_large_objects_are_not_put_once_more_on_every_level() -> None:
    value: Any = "x" * 100
    for _ in range(5):
        value = {f"{number}": value for number in range(6)}

    assert count_calls({"extra": {"a": value, "b": value}}) < 20_000


def count_calls(event: dict[str, Any]) -> int:
    """How many calls normalizing takes: what it costs, told without a clock."""
    calls = 0

    def count(_frame: object, kind: str, _argument: object) -> None:
        nonlocal calls
        calls += kind == "call"

    sys.setprofile(count)
    try:
        normalized(event)
    finally:
        sys.setprofile(None)
    return calls
