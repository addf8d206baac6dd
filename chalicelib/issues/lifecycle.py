"""What events do to a resolved or ignored issue: whether it opens again as a regression, or as its time is up. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from chalicelib.events.rows import NewEvent
from chalicelib.issues.store import Issue
from chalicelib.releases.order import ReleaseMark, is_regression

BY_RELEASE = frozenset({"in_release", "next_release"})


def find_reopening(
    issue: Issue, times_seen: int, events: Iterable[NewEvent], releases: Mapping[str, ReleaseMark]
) -> str | None:
    """`regression`, `unignored` or None. *times_seen* counts the new events in, *releases* knows when each was made."""
    if issue.status == "ignored":
        newest = max(event.received_at for event in events)
        is_over = issue.ignored_until is not None and newest >= issue.ignored_until
        is_often = issue.ignore_count_limit is not None and times_seen >= issue.ignore_count_limit
        return "unignored" if is_over or is_often else None
    if issue.status == "resolved" and any(_is_regression(issue, event, releases) for event in events):
        return "regression"
    return None


def reopen(issue: Issue, reason: str, environments: Iterable[str]) -> Issue:
    """*issue* opened for *reason* by events from *environments*."""
    return replace(
        issue,
        reopened_as=reason,
        reopened_in=frozenset(environments),
        status="unresolved",
        triage_version=issue.triage_version + 1,
        resolved_at=None,
        resolution=None,
        resolved_in_release=None,
        ignored_until=None,
        ignore_count_limit=None,
    )


def find_cause(issue: Issue, reason: str, events: Sequence[NewEvent], releases: Mapping[str, ReleaseMark]) -> NewEvent:
    """The event that reopens the issue: the first that is a regression, or the newest of an ignored issue."""
    in_order = sorted(events, key=lambda event: (event.received_at, event.event_id))
    if reason == "regression":
        return next(event for event in in_order if _is_regression(issue, event, releases))
    return in_order[-1]


def needs_releases(issue: Issue | None) -> bool:
    """Whether only the order of releases can tell if an event reopens the issue."""
    return issue is not None and issue.status == "resolved" and issue.resolution in BY_RELEASE


def _is_regression(issue: Issue, event: NewEvent, releases: Mapping[str, ReleaseMark]) -> bool:
    return is_regression(
        status=issue.status,
        resolved_at=issue.resolved_at,
        resolution=issue.resolution,
        resolved_in=_mark(issue.resolved_in_release, issue.resolved_at or "", releases),
        received_at=event.received_at,
        event_release=_mark(event.release, event.received_at, releases),
    )


def _mark(version: str | None, otherwise_made_at: str, releases: Mapping[str, ReleaseMark]) -> ReleaseMark | None:
    return releases.get(version, ReleaseMark(version, otherwise_made_at)) if version else None
