"""The tags of an issue's events beside those of the project's: what sets the issue apart."""

from datetime import datetime

from chalicelib.issues.facets import Facet, get_facets
from chalicelib.issues.schemas import TagFacet, TagValue
from chalicelib.issues.store import Issue
from chalicelib.projects.figures import project_facets


def compare_facets(project_id: str, issue: Issue, now: datetime) -> list[TagFacet]:
    """How the tags of an issue's events are distributed, the most frequent key first."""
    everywhere = project_facets(project_id, now)
    facets = sorted(get_facets(project_id, issue).items(), key=lambda item: (-item[1].total, item[0]))
    return [_answer_facet(key, facet, everywhere.get(key)) for key, facet in facets]


def _answer_facet(key: str, facet: Facet, everywhere: Facet | None) -> TagFacet:
    counts = dict(everywhere.values) if everywhere else {}
    total = everywhere.total if everywhere else 0
    values = [
        TagValue(
            value=value,
            count=count,
            share=_share(count, facet.total),
            # A value cut from the project's list is rare there, but how rare is not known.
            project_share=_share(counts[value], total) if value in counts else None,
        )
        for value, count in facet.values
    ]
    return TagFacet(key=key, values=values, total=facet.total, other=facet.other)


def _share(count: int, total: int) -> float:
    return round(count / total, 4) if total else 0.0
