"""Outcomes add up per project and hour, whoever else writes to the hour's row."""

from datetime import UTC, datetime

from chalicelib.config import Settings
from chalicelib.projects.statistics import StatisticsHour, add_counts, get_hours, sum_outcomes


def hours(first: int, last: int) -> list[StatisticsHour]:
    return get_hours("42", datetime(2026, 11, 23, first, tzinfo=UTC), datetime(2026, 11, 23, last, tzinfo=UTC))


def test_counts_add_up(stage: Settings) -> None:
    add_counts("42", "2026-11-23T06", {"dropped:session": 3, "limited:key_rate_limit": 1})
    add_counts("42", "2026-11-23T06", {"dropped:session": 2, "level:error": 4})

    counts = {"dropped:session": 5, "limited:key_rate_limit": 1, "level:error": 4}
    assert hours(0, 23) == [StatisticsHour("2026-11-23T06:00:00.000Z", counts)]


def test_only_the_asked_hours_of_the_asked_project_are_read(stage: Settings) -> None:
    add_counts("42", "2026-11-23T06", {"dropped:session": 1})
    add_counts("42", "2026-11-23T08", {"dropped:session": 1})
    add_counts("43", "2026-11-23T07", {"dropped:session": 1})

    assert [hour.at for hour in hours(7, 8)] == ["2026-11-23T08:00:00.000Z"]


def test_nothing_counted_writes_nothing(stage: Settings) -> None:
    add_counts("42", "2026-11-23T06", {})

    assert hours(0, 23) == []


def test_totals_are_by_outcome() -> None:
    totals = sum_outcomes({"dropped:session": 3, "dropped:span": 2, "invalid:event": 1})

    assert totals == {"accepted": 0, "filtered": 0, "limited": 0, "invalid": 1, "dropped": 5}
