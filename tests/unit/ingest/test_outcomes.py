"""Refusals and drops are counted in the process and written seldom."""

from collections.abc import Mapping

import pytest

from chalicelib.errors import RateLimited, TooLarge
from chalicelib.ingest import outcomes as module
from chalicelib.ingest.outcomes import FLUSH_SECONDS, METRIC_SECONDS, Outcomes

NOW = 1_795_413_605.0
HOUR = "2026-11-23T06"

Written = list[tuple[str, str, dict[str, int]]]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    writes: Written = []

    def write(project_id: str, hour: str, counts: Mapping[str, int]) -> None:
        writes.append((project_id, hour, dict(counts)))

    monkeypatch.setattr(module, "add_counts", write)
    return writes


def test_counts_are_written_at_once_and_then_every_two_seconds(written: Written) -> None:
    outcomes = Outcomes()
    for second in range(FLUSH_SECONDS + 1):
        outcomes.count("42", "dropped:session", NOW + second)
        outcomes.flush_due(NOW + second)

    assert written == [("42", HOUR, {"dropped:session": 1}), ("42", HOUR, {"dropped:session": FLUSH_SECONDS})]


def test_one_request_writes_for_one_project_at_most(written: Written) -> None:
    outcomes = Outcomes()
    for project_id in ("1", "2", "3"):
        outcomes.count(project_id, "dropped:span", NOW)

    outcomes.flush_due(NOW)
    assert [project_id for project_id, _, _ in written] == ["1"]

    outcomes.flush_due(NOW)
    outcomes.flush_due(NOW)
    outcomes.flush_due(NOW)
    assert [project_id for project_id, _, _ in written] == ["1", "2", "3"]


def test_refusals_are_counted_by_reason(written: Written) -> None:
    outcomes = Outcomes()
    with pytest.raises(TooLarge), outcomes.counting_refusals("42", NOW):
        raise TooLarge("large")
    with pytest.raises(RateLimited), outcomes.counting_refusals("42", NOW, amount=3):
        raise RateLimited("limited", retry_after_seconds=1, code="key_rate_limit")

    outcomes.flush_due(NOW)

    assert written == [("42", HOUR, {"unit:requests": 2, "invalid:too_large": 1, "limited:key_rate_limit": 3})]


def test_an_hour_ends_a_count(written: Written) -> None:
    outcomes = Outcomes()
    outcomes.count("42", "dropped:span", NOW)
    outcomes.count("42", "dropped:span", NOW + 3600)

    outcomes.flush_due(NOW + 3600)
    outcomes.flush_due(NOW + 3600 + FLUSH_SECONDS)

    assert [hour for _, hour, _ in written] == [HOUR, "2026-11-23T07"]


def test_a_lost_count_is_no_failure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object) -> None:
        raise OSError("no table")

    monkeypatch.setattr(module, "add_counts", fail)
    outcomes = Outcomes()
    outcomes.count("42", "dropped:span", NOW)

    outcomes.flush_due(NOW)

    assert "outcomes_lost" in capsys.readouterr().out


def test_metrics_of_all_projects_share_a_line_in_ten_seconds(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = Outcomes()
    outcomes.count("42", "dropped:span", NOW)
    outcomes.count("43", "dropped:session", NOW)
    outcomes.count_accepted(3)

    for second in range(METRIC_SECONDS):
        outcomes.flush_due(NOW + second)

    (line,) = capsys.readouterr().out.splitlines()
    assert '"Dropped":2.0' in line
    assert '"Accepted":3.0' in line
    assert not any("accepted" in counts for _, _, counts in written)
