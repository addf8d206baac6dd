"""Figures of a project: open issues, the last day's events, the distribution of tags in its busiest issues."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from chalicelib.issues.facets import Facet, get_facets
from chalicelib.issues.lists import count_issues, page_issues
from chalicelib.issues.store import get_issues
from chalicelib.projects.statistics import get_hours, period_start
from chalicelib.projects.store import Project
from chalicelib.search.evaluate import Lookups, select
from chalicelib.search.query import IssueQuery, StateTerm

BUSIEST = 20
KEPT_FOR = timedelta(minutes=5)
MAX_PROJECTS = 200


def project_facets(project_id: str, now: datetime) -> dict[str, Facet]:
    """The facets of the project by key, of its busiest issues only: a sum over all would read without bound."""
    kept = _kept()
    found = kept.get(project_id)
    if found is None or now - found[0] > KEPT_FOR:
        if len(kept) >= MAX_PROJECTS:
            kept.clear()
        found = kept[project_id] = (now, _add_up(project_id))
    return found[1]


def forget_project_facets() -> None:
    """For tests."""
    _kept.cache_clear()


@cache
def _kept() -> dict[str, tuple[datetime, dict[str, Facet]]]:
    return {}


def _add_up(project_id: str) -> dict[str, Facet]:
    rows = page_issues(project_id, sort="times_seen", limit=BUSIEST).issues
    counts: dict[str, Counter[str]] = {}
    totals: Counter[str] = Counter()
    for issue in get_issues(project_id, [row.id for row in rows]):
        for key, facet in get_facets(project_id, issue).items():
            counts.setdefault(key, Counter()).update(dict(facet.values))
            totals[key] += facet.total
    return {key: Facet(total=totals[key], values=counter.most_common(), other=0) for key, counter in counts.items()}


# Each costs a refresh of the project's index and a query of at most 24 rows.
MAX_PROJECTS_SHOWN = 25
# Reading is waiting.
READERS = 8
ACCEPTED = "accepted:"
OPEN = IssueQuery((StateTerm(("unresolved",)),))


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    issues_unresolved: int
    events_24h: int


def read_figures(projects: Sequence[Project], now: datetime) -> dict[str, ProjectFigures]:
    """The figures of the first MAX_PROJECTS_SHOWN of *projects*, by id."""
    project_ids = [project.project_id for project in projects[:MAX_PROJECTS_SHOWN]]
    with ThreadPoolExecutor(READERS) as readers:
        return dict(zip(project_ids, readers.map(partial(_read, now), project_ids), strict=True))


def _read(now: datetime, project_id: str) -> ProjectFigures:
    hours = get_hours(project_id, period_start("24h", now), now)
    return ProjectFigures(
        issues_unresolved=count_issues(project_id, lambda columns: select(columns, OPEN, Lookups())),
        events_24h=sum(count for hour in hours for name, count in hour.counts.items() if name.startswith(ACCEPTED)),
    )
