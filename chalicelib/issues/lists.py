"""Lists of issues, cut from the project's index: any filter, any order, pages on which nothing repeats.

A cursor holds where the last page ended, which copy it came from and how new that was: the same copy goes on, another
has all issues at least as new, so that an issue counted up in between cannot turn up again behind its old place.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from chalicelib.errors import BadRequest
from chalicelib.issues.index.columns import IssueColumns
from chalicelib.issues.index.pages import Select, Sort
from chalicelib.issues.index.sync import shared_indexes
from chalicelib.issues.index.tags import find_tagged_issues
from chalicelib.issues.priority import compute_priority
from chalicelib.issues.store import Issue
from chalicelib.search.predicates import Wildcard
from chalicelib.times import utc_now

SECONDS_PER_HOUR = 3600
SPARKLINE_HOURS = 24
SORTS: tuple[Sort, ...] = ("last_seen", "first_seen", "times_seen", "users", "priority")


@dataclass(frozen=True, slots=True)
class IssueRow:
    """What a list shows of an issue. *sparkline* counts the last 24 hours, the oldest first."""

    id: str
    number: int
    title: str
    culprit: str
    type: str
    level: str
    status: str
    platform: str
    first_seen: str
    last_seen: str
    times_seen: int
    users: int
    assignee_id: str | None
    handled: bool | None
    environments: Sequence[str]
    first_release: str | None
    last_release: str | None
    merged_count: int
    priority: float
    sparkline: list[int]


@dataclass(frozen=True, slots=True)
class IssuePage:
    """*total* counts all that match."""

    issues: list[IssueRow]
    next_cursor: str | None
    total: int


ROW_COLUMNS = tuple(name for name in IssueRow.__dataclass_fields__ if name not in {"priority", "sparkline"})


def page_issues(
    project_id: str,
    select: Select | None = None,
    *,
    sort: Sort = "last_seen",
    limit: int = 25,
    cursor: str | None = None,
) -> IssuePage:
    """One page of the issues that *select* lets through, highest first. Raises BadRequest on a cursor not ours."""
    after, fresh_at, served_by = _parse_cursor(cursor, sort) if cursor else (None, 0.0, "")
    with shared_indexes().feed(project_id, fresh_at, served_by) as feed:
        cut = feed.index.cut(select, sort, limit, after)
        rows = [_row(feed.index.columns, position) for position in cut.positions]
        next_cursor = None if cut.end is None else f"{sort}.{cut.end:x}.{ceil(feed.latest_at)}.{feed.copy_id}"
    return IssuePage(rows, next_cursor, cut.total)


def catch_up(project_id: str) -> None:
    """Have all that follows see every issue as it is now or later: for changes to whatever fits."""
    with shared_indexes().feed(project_id, fresh_at=time.time()):
        pass


def match_issue_ids(project_id: str, select: Select | None, limit: int | None = None) -> list[str]:
    """The ids of all issues that *select* lets through, for changes to many."""
    with shared_indexes().feed(project_id) as feed:
        return feed.index.match(select, limit)


def find_tagged_roots(project_id: str, key: str, patterns: Sequence[Wildcard] = ()) -> frozenset[str]:
    """As find_tagged_issues, with what an issue was merged into in its place, as lists show it."""
    with shared_indexes().feed(project_id) as feed:
        index = feed.index
    # The copy is others' to use while we read: what it learns meanwhile is looked for when we are asked again.
    return find_roots(project_id, find_tagged_issues(project_id, key, patterns, index.counted))


def find_roots(project_id: str, issue_ids: Iterable[str]) -> frozenset[str]:
    """*issue_ids* with what an issue was merged into in its place."""
    with shared_indexes().feed(project_id) as feed:
        return feed.index.roots_of(frozenset(issue_ids))


def count_issues(project_id: str, select: Select | None = None) -> int:
    with shared_indexes().feed(project_id) as feed:
        return feed.index.count(select)


def write_through(issue: Issue) -> None:
    """Show our own change at once, if this process keeps a copy of the project's index."""
    shared_indexes().put(issue)


def _row(columns: IssueColumns, position: int) -> IssueRow:
    fields = {name: getattr(columns, name)[position] for name in ROW_COLUMNS}
    this_hour = int(time.time()) // SECONDS_PER_HOUR
    hours = columns.hours[position]
    return IssueRow(
        **fields,
        priority=compute_priority(
            level=fields["level"],
            handled=fields["handled"],
            times_seen=fields["times_seen"],
            users=fields["users"],
            last_seen=fields["last_seen"],
            now=utc_now(),
        ),
        sparkline=[hours.get(hour, 0) for hour in range(this_hour - SPARKLINE_HOURS + 1, this_hour + 1)],
    )


def _parse_cursor(cursor: str, sort: Sort) -> tuple[int, float, str]:
    try:
        named, end, latest_at, copy_id = cursor.split(".")
        parsed = int(end, 16), float(int(latest_at)), copy_id
    except (ValueError, OverflowError) as error:
        raise BadRequest("The cursor is not one of ours") from error
    if named != sort:
        raise BadRequest("The cursor belongs to a list in another order")
    return parsed
