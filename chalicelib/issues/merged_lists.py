"""Issues of several projects in one list: pages of each are merged, and the cursor remembers how far each was read."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from chalicelib.http.authentication import Actor
from chalicelib.http.pagination import bad_cursor, decode_cursor, encode_cursor
from chalicelib.issues.index.pages import Select, Sort
from chalicelib.issues.lists import IssuePage, IssueRow, count_issues, page_issues
from chalicelib.issues.schemas import IssueFilters
from chalicelib.issues.search_request import build_select
from chalicelib.projects.store import Project
from chalicelib.search.query import QuerySyntaxError

# Reading is waiting for the indexes' news.
READERS = 8


@dataclass(frozen=True, slots=True)
class MergedPage:
    """*total* counts what fits in all of the projects."""

    issues: list[tuple[Project, IssueRow]]
    next_cursor: str | None
    total: int


def page_merged(
    projects: Sequence[Project],
    filters: IssueFilters,
    actor: Actor,
    now: datetime,
    *,
    sort: Sort,
    limit: int,
    cursor: str | None,
) -> MergedPage:
    """One page of all projects' issues, highest first. Raises BadRequest on a cursor not ours, QuerySyntaxError."""
    positions = _read_positions(cursor)
    sources = _build_sources(projects, filters, actor, now)
    sources = [replace(source, cursor=positions.get(source.project.project_id)) for source in sources]
    pages = _read_pages([source for source in sources if source.cursor != ""], sort, limit)
    rows = [(source.project, row) for source, page in pages for row in page.issues]
    rows.sort(key=lambda found: getattr(found[1], sort), reverse=True)
    shown = rows[:limit]
    ends = dict.fromkeys((source.project.project_id for source in sources if source.cursor == ""), "")
    for source, page in pages:
        taken = sum(1 for project, _ in shown if project is source.project)
        if taken == len(page.issues):
            ends[source.project.project_id] = page.next_cursor or ""
        elif taken:
            ends[source.project.project_id] = source.page(sort, taken).next_cursor or ""
        elif source.cursor:
            ends[source.project.project_id] = source.cursor
    is_end = all(ends.get(source.project.project_id) == "" for source in sources)
    next_cursor = None if is_end else encode_cursor(dict(ends))
    read_up = (source for source in sources if source.cursor == "")
    total = sum(page.total for _, page in pages)
    return MergedPage(
        shown, next_cursor, total + sum(count_issues(each.project.project_id, each.select) for each in read_up)
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A project's list. *cursor* is None before its first page and empty after its last."""

    project: Project
    select: Select | None
    cursor: str | None = None

    def page(self, sort: Sort, limit: int) -> IssuePage:
        return page_issues(self.project.project_id, self.select, sort=sort, limit=limit, cursor=self.cursor or None)


def _read_pages(sources: Sequence[_Source], sort: Sort, limit: int) -> list[tuple[_Source, IssuePage]]:
    if len(sources) < 2:
        return [(source, source.page(sort, limit)) for source in sources]
    with ThreadPoolExecutor(min(READERS, len(sources)), thread_name_prefix="issues") as readers:
        waiting = [readers.submit(copy_context().run, source.page, sort, limit) for source in sources]
        return [(source, future.result()) for source, future in zip(sources, waiting, strict=True)]


def _build_sources(projects: Sequence[Project], filters: IssueFilters, actor: Actor, now: datetime) -> list[_Source]:
    """A list for each project that can be searched so: a tag or an issue that one of several has is unknown to others.

    Raises QuerySyntaxError where no project can.
    """
    sources, problem = [], None
    for project in projects:
        try:
            sources.append(_Source(project, build_select(project.project_id, filters, actor, now)))
        except QuerySyntaxError as error:
            problem = error
    if problem is not None and not sources:
        raise problem
    return sources


def _read_positions(cursor: str | None) -> dict[str, str]:
    if not cursor:
        return {}
    positions = decode_cursor(cursor)
    if not isinstance(positions, dict) or not all(isinstance(each, str) for each in positions.values()):
        raise bad_cursor()
    return cast("dict[str, str]", positions)
