"""Issues of several projects in one list: pages of each are merged, and the cursor remembers how far each was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from chalicelib.compat.issue_schemas import SORTS, IssueQuery
from chalicelib.errors import ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.pagination import bad_cursor, decode_cursor, encode_cursor
from chalicelib.issues.index.pages import Select, Sort
from chalicelib.issues.lists import IssuePage, IssueRow, page_issues
from chalicelib.issues.schemas import IssueFilters
from chalicelib.issues.search_request import build_select
from chalicelib.projects.store import Project
from chalicelib.search.query import QuerySyntaxError

DEFAULT_QUERY = "is:unresolved"
PERIOD = re.compile(r"\d{1,4}[mhdw]")
# Words of Sentry's search that say what holds for every issue here, or have another name.
DROPPED = re.compile(
    r"(?<!\S)(?:issue\.category:error|issue\.type:error|project(?:\.name|\.id)?:(?P<project>\S+))(?!\S)"
)
RENAMED = ((re.compile(r"(?<!\S)is:(?:archived|muted)(?!\S)"), "is:ignored"),)


@dataclass(frozen=True, slots=True)
class MergedPage:
    issues: list[tuple[Project, IssueRow]]
    next_cursor: str | None


def split_query(query: str | None) -> tuple[str, list[str]]:
    """The query in our search language, and the projects that it names."""
    text = DEFAULT_QUERY if query is None else query
    for pattern, ours in RENAMED:
        text = pattern.sub(ours, text)
    projects = [name.strip('"') for found in DROPPED.finditer(text) if (name := found["project"])]
    return " ".join(DROPPED.sub(" ", text).split()), projects


def build_filters(query: IssueQuery) -> IssueFilters:
    """Raises ValidationFailed for a period that is none."""
    text, _ = split_query(query.query)
    if query.stats_period:
        if not PERIOD.fullmatch(query.stats_period):
            raise ValidationFailed("The period is not known", fields={"statsPeriod": "expected such as 24h or 14d"})
        text = f"{text} lastSeen:-{query.stats_period}".strip()
    return IssueFilters(query=text, environment=query.environment[0] if query.environment else None)


def read_sort(query: IssueQuery) -> Sort:
    sort = SORTS.get(query.sort)
    if sort is None:
        raise ValidationFailed("The order is not known", fields={"sort": f"expected one of {', '.join(SORTS)}"})
    return cast("Sort", sort)


def page_merged(projects: Sequence[Project], actor: Actor, query: IssueQuery, now: datetime) -> MergedPage:
    """One page of all projects' issues. Raises BadRequest on a cursor not ours, QuerySyntaxError."""
    sort, filters, limit = read_sort(query), build_filters(query), query.page_size
    positions = _read_positions(query.cursor)
    sources = _build_sources(projects, filters, actor, now)
    sources = [replace(source, cursor=positions.get(source.project.project_id)) for source in sources]
    open_sources = [source for source in sources if source.cursor != ""]
    pages = [(source, source.page(sort, limit)) for source in open_sources]
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
    return MergedPage(shown, None if is_end else encode_cursor(dict(ends)))


@dataclass(frozen=True, slots=True)
class _Source:
    """A project's list. *cursor* is None before its first page and empty after its last."""

    project: Project
    select: Select | None
    cursor: str | None = None

    def page(self, sort: Sort, limit: int) -> IssuePage:
        return page_issues(self.project.project_id, self.select, sort=sort, limit=limit, cursor=self.cursor or None)


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
