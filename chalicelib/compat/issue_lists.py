"""What Sentry's clients ask of a list of issues, in the words of ours. Pure."""

import re
from typing import cast

from chalicelib.compat.issue_schemas import SORTS, IssueQuery
from chalicelib.errors import ValidationFailed
from chalicelib.issues.index.pages import Sort
from chalicelib.issues.schemas import IssueFilters

DEFAULT_QUERY = "is:unresolved"
PERIOD = re.compile(r"\d{1,4}[mhdw]")
# Words of Sentry's search that say what holds for every issue here, or have another name.
DROPPED = re.compile(
    r"(?<!\S)(?:issue\.category:error|issue\.type:error|project(?:\.name|\.id)?:(?P<project>\S+))(?!\S)"
)
RENAMED = ((re.compile(r"(?<!\S)is:(?:archived|muted)(?!\S)"), "is:ignored"),)


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
