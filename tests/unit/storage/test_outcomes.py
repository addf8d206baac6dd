"""Outcomes add up per project and hour, whoever else writes to the hour's row."""

from chalicelib.config import Settings
from chalicelib.projects.statistics import add_outcomes, list_outcomes, sum_outcomes

NOW = 1_795_400_000.0


def test_counts_add_up(stage: Settings) -> None:
    add_outcomes("42", "2026-11-23T06", {"dropped:session": 3, "limited:key_rate_limit": 1}, NOW)
    add_outcomes("42", "2026-11-23T06", {"dropped:session": 2}, NOW)

    hours = list_outcomes("42", "2026-11-23T00", "2026-11-23T23")

    assert hours == {"2026-11-23T06": {"dropped:session": 5, "limited:key_rate_limit": 1}}


def test_only_the_asked_hours_of_the_asked_project_are_read(stage: Settings) -> None:
    add_outcomes("42", "2026-11-23T06", {"dropped:session": 1}, NOW)
    add_outcomes("42", "2026-11-23T08", {"dropped:session": 1}, NOW)
    add_outcomes("43", "2026-11-23T07", {"dropped:session": 1}, NOW)

    assert list(list_outcomes("42", "2026-11-23T07", "2026-11-23T08")) == ["2026-11-23T08"]


def test_nothing_counted_writes_nothing(stage: Settings) -> None:
    add_outcomes("42", "2026-11-23T06", {}, NOW)

    assert list_outcomes("42", "2026-11-23T00", "2026-11-23T23") == {}


def test_totals_are_by_outcome() -> None:
    totals = sum_outcomes({"dropped:session": 3, "dropped:span": 2, "invalid:event": 1})

    assert totals == {"accepted": 0, "filtered": 0, "limited": 0, "invalid": 1, "dropped": 5}
