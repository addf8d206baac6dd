"""Copies of the index find a change by the minute in which it was sent, whenever its batch or job began."""

from datetime import UTC, datetime

import pytest

from chalicelib.config import Settings
from chalicelib.issues import counting as issue_commits
from chalicelib.issues import triage as issue_changes
from chalicelib.issues.counting import commit_events
from chalicelib.issues.counting_plans import BatchScope
from chalicelib.issues.index.sync import list_changes
from chalicelib.issues.store import find_own_issue
from chalicelib.issues.triage import IssueChange, update_issue
from tests.unit.issues.sample_issues import NOW, PROJECT, made_event, made_issue

ISSUE = made_issue(1)
BEGUN = datetime.fromisoformat(NOW)


def set_clock(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    for module in (issue_commits, issue_changes):
        monkeypatch.setattr(module, "utc_now", lambda: datetime(2026, 11, 23, hour, 5, tzinfo=UTC))


def count(number: int) -> None:
    scope = BatchScope(PROJECT, "o", f"batch{number}", "pack", 30, NOW, round(BEGUN.timestamp() * 1000))
    assert commit_events(scope, {ISSUE.id: [made_event(number, ISSUE)]}).committed


def test_events_and_triage_are_stamped_when_they_are_sent(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = (
        lambda: count(1),
        lambda: count(2),
        lambda: update_issue(PROJECT, ISSUE.id, IssueChange(status="resolved"), "u1", BEGUN),
    )
    minutes = []

    for hour, change in enumerate(changes, start=7):
        set_clock(monkeypatch, hour)
        change()
        minutes += [minute for _, minute in list_changes(PROJECT, "")]

    assert minutes == ["2026-11-23T07:05", "2026-11-23T08:05", "2026-11-23T09:05"]


def test_other_times_are_those_of_the_batch(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, 7)
    count(1)
    set_clock(monkeypatch, 8)
    count(2)

    issue = find_own_issue(PROJECT, ISSUE.id)

    assert issue is not None
    assert (issue.created_at, issue.updated_at) == (NOW, NOW)
