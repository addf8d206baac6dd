from typing import Any

import pytest

from chalicelib.processing.grouping.engine import group

HYDRATION = "Text content does not match server-rendered HTML."


def event_of(kind: str, value: str, **fields: Any) -> dict[str, Any]:
    return {"platform": "javascript", "exception": {"values": [{"type": kind, "value": value}]}} | fields


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            event_of("ChunkLoadError", "Loading chunk 7 failed"),
            event_of("Error", "ChunkLoadError: Loading CSS a failed"),
        ),
        (event_of("Error", HYDRATION, transaction="/a"), event_of("Uncaught", HYDRATION, transaction="/a")),
    ],
)
def test_errors_of_one_cause_everywhere_are_one_issue(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert group(first).hash == group(second).hash
    assert group(first).method == "rule"


@pytest.mark.parametrize(
    "event",
    [
        event_of("ChunkLoadError", "x", platform="python"),
        event_of("Error", HYDRATION),
        event_of("Error", "Text content"),
        event_of("Error", "the ChunkLoadError"),
    ],
)
def test_other_errors_group_by_themselves(event: dict[str, Any]) -> None:
    assert group(event).method == "exception"


def test_pages_that_do_not_hydrate_are_apart() -> None:
    first, second = (event_of("Error", HYDRATION, transaction=name) for name in ("/a", "/b"))

    assert group(first).hash != group(second).hash


def test_the_client_decides_before_a_built_in_rule() -> None:
    event = event_of("ChunkLoadError", "x", fingerprint=["mine"])

    assert group(event).method == "client"
