"""How tags are distributed in a project: the facets of its busiest issues added up, kept for some minutes."""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache

from chalicelib.issues.facets import Facet, get_facets
from chalicelib.issues.lists import page_issues
from chalicelib.issues.store import get_issues

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
