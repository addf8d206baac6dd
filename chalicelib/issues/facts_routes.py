"""What an issue's events have in common: tag values with their lift, counts over time, why they are grouped."""

from datetime import timedelta

from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.issues.facet_lift import compare_facets
from chalicelib.issues.facets import get_hourly
from chalicelib.issues.schemas import FacetList, GroupingAnswer, IssueBucket, IssueStatistics
from chalicelib.issues.store import find_issue_text, get_issue, resolve_issue_id
from chalicelib.projects.statistics import bucket_starts, bucket_width, period_start, start_of_bucket
from chalicelib.projects.statistics_schemas import PeriodQuery
from chalicelib.times import utc_now

routes = Resource(__name__, tag="issues")


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/tags", access="event:read")
def show_tags(project_id: str, issue_id: str, actor: Actor) -> FacetList:
    """Show how the tags of an issue's events are distributed.

    *project_share* is the value's share among the events of the project's busiest issues: far above or below it is
    what sets this issue apart. Counts are approximate after a crash and bounded to 100 values a tag.
    """
    issue = get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id))
    return FacetList(data=compare_facets(project_id, issue, utc_now()))


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/stats", access="event:read")
def show_issue_statistics(project_id: str, issue_id: str, actor: Actor, query: PeriodQuery) -> IssueStatistics:
    """Count an issue's events over time, by hour up to a week and by day beyond."""
    issue = get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id))
    now = utc_now()
    width = bucket_width(query.period)
    buckets = {at: (0, dict[str, int]()) for at in bucket_starts(query.period, now)}
    for hour in get_hourly(project_id, issue, period_start(query.period, now), now + timedelta(hours=1)):
        at = start_of_bucket(hour.at, width)
        if at in buckets:
            count, levels = buckets[at]
            for level, number in hour.by_level.items():
                levels[level] = levels.get(level, 0) + number
            buckets[at] = (count + hour.count, levels)
    answers = [IssueBucket(at=at, count=count, by_level=levels) for at, (count, levels) in buckets.items()]
    return IssueStatistics(buckets=answers, total=sum(answer.count for answer in answers))


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/grouping", access="event:read")
def explain_grouping(project_id: str, issue_id: str, actor: Actor) -> GroupingAnswer:
    """Explain why an issue's events are one issue: which parts of its first event contributed, which were left out."""
    issue = get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id))
    text = find_issue_text(project_id, issue.id)
    if text is None:
        raise NotFound("Nothing is stored about this issue's grouping")
    told = text.grouping
    return GroupingAnswer(
        hash=told.get("hash", issue.fingerprint),
        version=told.get("version", ""),
        method=told.get("method", ""),
        components=told.get("components"),
    )
