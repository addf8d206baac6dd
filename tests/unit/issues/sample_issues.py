"""Issues and events made up for storage tests."""

from dataclasses import replace
from typing import Any

from chalicelib.aws import keys
from chalicelib.events.rows import NewEvent
from chalicelib.issues.store import Issue

PROJECT = "7"
NOW = "2026-11-23T06:00:00.000Z"


def made_issue(number: int, **fields: Any) -> Issue:
    issue = Issue(
        id=keys.issue_id(PROJECT, str(number)),
        project_id=PROJECT,
        number=number,
        fingerprint=f"{number:032x}",
        generation=1,
        triage_version=1,
        title=f"ValueError: number {number}",
        culprit="app.py in work",
        type="error",
        level="error",
        status="unresolved",
        platform="python",
        first_seen=NOW,
        last_seen=NOW,
        times_seen=1,
        users=0,
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(issue, **fields)


def made_event(number: int, issue: Issue | None = None, **fields: Any) -> NewEvent:
    event = NewEvent(
        event_id=f"{number:032x}",
        issue_id=issue.id if issue else keys.issue_id(PROJECT, "1"),
        fingerprint="f" * 32,
        received_at=NOW,
        received_ms=1_795_413_600_000,
        occurred_at=NOW,
        title="ValueError: it went wrong",
        culprit="app.py in work",
        type="error",
        level="error",
        platform="python",
        handled=None,
        environment=None,
        release=None,
        transaction=None,
        message="",
        user=None,
        user_hash=None,
        tags=[],
        metadata={},
        explain_grouping=dict,
        search_words="",
        summary=b"{}",
        blob=b"sealed",
    )
    return replace(event, **fields)
