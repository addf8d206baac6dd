"""What a project received and what became of it, by hour or day, so that everything is accounted for."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.issues.lists import page_issues
from chalicelib.issues.schemas import IssueAnswer
from chalicelib.issues.serializers import answer_row, find_people
from chalicelib.projects.statistics import (
    OUTCOMES,
    bucket_starts,
    bucket_width,
    get_hours,
    period_start,
    start_of_bucket,
    sum_discarded,
    sum_outcomes,
)
from chalicelib.projects.statistics_schemas import (
    Discarded,
    OutcomeBucket,
    Outcomes,
    PeriodQuery,
    ProjectStatistics,
)
from chalicelib.projects.store import Project
from chalicelib.search.evaluate import Lookups, select
from chalicelib.search.query import IssueQuery, RangeTerm
from chalicelib.times import format_time, utc_now

TOP_ISSUES = 10
LEVEL = "level"

routes = Resource(__name__, tag="statistics")


@routes.endpoint("GET", "/projects/{project_id}/stats", access="event:read")
def show_statistics(project_id: str, actor: Actor, query: PeriodQuery) -> ProjectStatistics:
    """Show what a project received in a period, by hour up to a week and by day beyond."""
    project = require_project(actor, project_id)
    now = utc_now()
    since = period_start(query.period, now)
    width = bucket_width(query.period)
    counts: dict[str, Counter[str]] = {at: Counter() for at in bucket_starts(query.period, now)}
    for hour in get_hours(project_id, since, now + timedelta(hours=1)):
        bucket = counts.get(start_of_bucket(hour.at, width))
        if bucket is not None:
            bucket.update(hour.counts)
    totals = sum(counts.values(), Counter[str]())
    return ProjectStatistics(
        buckets=[_answer_bucket(at, counter) for at, counter in counts.items()],
        totals=_answer_totals(totals),
        discarded_by_sdk=_answer_discarded(totals),
        top_issues=_top_issues(project, since),
    )


def _answer_bucket(at: str, counts: Mapping[str, int]) -> OutcomeBucket:
    return OutcomeBucket(at=at, by_level=_parts(counts, LEVEL), **sum_outcomes(_outcomes(counts)))


def _answer_totals(counts: Mapping[str, int]) -> Outcomes:
    totals = sum_outcomes(_outcomes(counts))
    return Outcomes(
        received=sum(totals.values()),
        by_level=_parts(counts, LEVEL),
        reasons={outcome: _parts(counts, outcome) for outcome in OUTCOMES},
        **totals,
    )


def _answer_discarded(counts: Mapping[str, int]) -> Discarded:
    reasons = sum_discarded(counts)
    return Discarded(total=sum(sum(by_category.values()) for by_category in reasons.values()), reasons=reasons)


def _outcomes(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if name.partition(":")[0] in OUTCOMES}


def _parts(counts: Mapping[str, int], name: str) -> dict[str, int]:
    """The counters named `filtered:<reason>` under their reasons."""
    prefix = f"{name}:"
    return {key.removeprefix(prefix): number for key, number in counts.items() if key.startswith(prefix)}


def _top_issues(project: Project, since: datetime) -> list[IssueAnswer]:
    seen_lately = IssueQuery((RangeTerm("last_seen", lowest=format_time(since)),))
    page = page_issues(
        project.project_id,
        lambda columns: select(columns, seen_lately, Lookups()),
        sort="times_seen",
        limit=TOP_ISSUES,
    )
    people = find_people(row.assignee_id for row in page.issues)
    return [answer_row(project, row, people) for row in page.issues]
