"""Two figures that tell how a project is doing: its open issues, from the index, and its last day's events."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.issues.lists import count_issues
from chalicelib.projects.statistics import get_hours
from chalicelib.projects.store import Project
from chalicelib.projects.timelines import period_start
from chalicelib.search.evaluate import Lookups, select
from chalicelib.search.query import IssueQuery, StateTerm

# Each costs a refresh of the project's index and a query of at most 24 rows.
MAX_PROJECTS = 25
# Reading is waiting.
READERS = 8
ACCEPTED = "accepted:"
OPEN = IssueQuery((StateTerm(("unresolved",)),))


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    issues_unresolved: int
    events_24h: int


def read_figures(projects: Sequence[Project], now: datetime) -> dict[str, ProjectFigures]:
    """The figures of the first MAX_PROJECTS of *projects*, by id."""
    project_ids = [project.project_id for project in projects[:MAX_PROJECTS]]
    with ThreadPoolExecutor(READERS) as readers:
        return dict(zip(project_ids, readers.map(partial(_read, now), project_ids), strict=True))


def _read(now: datetime, project_id: str) -> ProjectFigures:
    hours = get_hours(project_id, period_start("24h", now), now)
    return ProjectFigures(
        issues_unresolved=count_issues(project_id, lambda columns: select(columns, OPEN, Lookups())),
        events_24h=sum(count for hour in hours for name, count in hour.counts.items() if name.startswith(ACCEPTED)),
    )
