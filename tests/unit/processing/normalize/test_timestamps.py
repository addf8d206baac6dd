"""Times of an SDK whose clock is wrong are brought to ours, and say so."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.processing.normalize.event import IngestContext, normalize

NOW = datetime(2026, 11, 26, 1, 0, 0, tzinfo=UTC)
HOUR = 3600.0


def normalized(event: dict[str, Any], drift_seconds: float) -> dict[str, Any]:
    return normalize(event, IngestContext("42", "1" * 32, NOW, clock_drift_seconds=drift_seconds))


@pytest.mark.parametrize("hours", [-3, 3, -24 * 400, 24 * 365 * 56])
def test_the_events_times_are_corrected_by_the_drift(hours: int) -> None:
    sdk_now = NOW.timestamp() - hours * HOUR
    crumbs = [{"timestamp": sdk_now - 15, "message": "tap"}, None, {"message": "no time"}]

    event = normalized({"timestamp": sdk_now, "start_timestamp": sdk_now - 1, "breadcrumbs": crumbs}, hours * HOUR)

    assert event["timestamp"] == NOW.timestamp()
    assert event["start_timestamp"] == NOW.timestamp() - 1
    assert event["breadcrumbs"]["values"][0]["timestamp"] == NOW.timestamp() - 15


def test_the_correction_is_noted_with_both_clocks() -> None:
    event = normalized({"timestamp": NOW.timestamp() + 3 * HOUR}, -3 * HOUR)

    noted = event["_meta"]["timestamp"][""]["err"]
    assert noted == [
        ["clock_drift", {"sdk_time": "2026-11-26T04:00:00.000Z", "server_time": "2026-11-26T01:00:00.000Z"}]
    ]


def test_an_old_event_that_was_kept_offline_stays_old() -> None:
    event = normalized({"timestamp": NOW.timestamp() - 48 * HOUR}, 0.0)

    assert event["timestamp"] == NOW.timestamp() - 48 * HOUR
    assert "timestamp" not in event.get("_meta", {})


def test_a_shift_beyond_all_times_leaves_the_time() -> None:
    event = normalized({"breadcrumbs": [{"timestamp": 253_402_300_000}]}, 10_000.0)

    assert event["breadcrumbs"]["values"][0]["timestamp"] == 253_402_300_000
