"""The tools that read: projects, issues, events, statistics and releases."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field

from chalicelib.errors import NotFound
from chalicelib.events.lists import (
    EventPage,
    find_newest_event_id,
    find_oldest_event_id,
    list_issue_events,
    list_project_events,
)
from chalicelib.events.markdown import describe_event, inline_code
from chalicelib.events.rows import EventRow
from chalicelib.events.scan import Scan, parse_event_query, scan_events
from chalicelib.events.store import find_event_projects, get_event
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import list_readable_projects
from chalicelib.issues.lists import IssueRow, page_issues
from chalicelib.issues.markdown import read_issue_text
from chalicelib.issues.schemas import IssueFilters, SearchText, Sort
from chalicelib.issues.search_request import build_select
from chalicelib.issues.serializers import count_users
from chalicelib.issues.store import short_id
from chalicelib.mcp.lookup import find_issue_named, find_project_named
from chalicelib.mcp.tool import Arguments, Name, Tool
from chalicelib.organizations.store import list_organizations
from chalicelib.projects.statistics import OUTCOMES, Period, get_hours, period_start, sum_outcomes
from chalicelib.projects.store import Project
from chalicelib.releases.adoption import adoption_shares
from chalicelib.releases.counts import count_new_issues
from chalicelib.releases.store import list_releases
from chalicelib.times import utc_now

PROJECT = "the project's slug, or organization/slug"
ISSUE = "a short id such as WEB-12, or the address of the issue's page"
QUERY = (
    "MiniSentry's search: is:unresolved, is:regressed, assigned:me, level:error, release:1.2, environment:production, "
    "lastSeen:-24h, times_seen:>10, any tag as key:value, !not, and plain text"
)
NAMED = {"latest": find_newest_event_id, "oldest": find_oldest_event_id}


class NoArguments(Arguments):
    pass


class SearchIssues(Arguments):
    project: Name = Field(description=PROJECT)
    query: SearchText = Field("is:unresolved", description=QUERY)
    sort: Sort = Field("last_seen", description="what is highest comes first")
    limit: int = Field(10, ge=1, le=50)
    cursor: str | None = Field(None, max_length=2000, description="from the answer before")


class GetIssue(Arguments):
    issue: Name = Field(description=ISSUE)


class ListEvents(Arguments):
    project: Name | None = Field(None, description=f"{PROJECT}; give it or an issue")
    issue: Name | None = Field(None, description=ISSUE)
    query: SearchText = Field("", description="tags as key:value, level:, release:, environment:, user:, plain text")
    limit: int = Field(10, ge=1, le=50)
    cursor: str | None = Field(None, max_length=2000, description="from the answer before")


class GetEvent(Arguments):
    event_id: Name = Field(description="32 hexadecimal digits; with an issue also `latest` or `oldest`")
    issue: Name | None = Field(None, description=ISSUE)


class GetStatistics(Arguments):
    project: Name = Field(description=PROJECT)
    period: Period = "24h"


class ListReleases(Arguments):
    project: Name = Field(description=PROJECT)
    limit: int = Field(10, ge=1, le=50)


def show_projects(actor: Actor, _: NoArguments) -> str:
    projects = list_readable_projects(actor)
    names = list_organizations(sorted({project.organization_id for project in projects}))
    lines = [
        f"- {names[each.organization_id].slug}/{each.slug}: {inline_code(each.name)}, {each.platform}"
        for each in projects
        if each.organization_id in names
    ]
    return "\n".join(lines) or "There is no project that you may read."


def search_issues(actor: Actor, wanted: SearchIssues) -> str:
    project = find_project_named(actor, wanted.project)
    selected = build_select(project.project_id, IssueFilters(query=wanted.query), actor, utc_now())
    page = page_issues(project.project_id, selected, sort=wanted.sort, limit=wanted.limit, cursor=wanted.cursor)
    lines = [f"{page.total} issues fit; {len(page.issues)} of them:", *(_describe_row(project, r) for r in page.issues)]
    return "\n".join([*lines, *_next_page(page.next_cursor)])


def show_issue(actor: Actor, wanted: GetIssue) -> str:
    project, issue = find_issue_named(actor, wanted.issue)
    return read_issue_text(project, issue, actor.user_id)


def search_events(actor: Actor, wanted: ListEvents) -> str:
    project_id, scan = _scan(actor, wanted)
    rows = [_describe_event_row(row) for row in scan.rows]
    return "\n".join(
        [
            f"{len(rows)} of {scan.scanned} events looked at in project {project_id}:",
            *rows,
            *_next_page(scan.next_cursor),
        ]
    )


def show_event(actor: Actor, wanted: GetEvent) -> str:
    project_id, event_id = _find_event(actor, wanted)
    return describe_event(get_event(project_id, event_id))


def show_statistics(actor: Actor, wanted: GetStatistics) -> str:
    project = find_project_named(actor, wanted.project)
    now = utc_now()
    totals: Counter[str] = Counter()
    busiest: Counter[str] = Counter()
    for hour in get_hours(project.project_id, period_start(wanted.period, now), now + timedelta(hours=1)):
        totals.update(hour.counts)
        busiest[hour.at] += sum(count for name, count in hour.counts.items() if name.startswith("level:"))
    outcomes = sum_outcomes({name: count for name, count in totals.items() if name.partition(":")[0] in OUTCOMES})
    lines = [f"In the last {wanted.period}:", *(f"- {name}: {count}" for name, count in outcomes.items())]
    levels = {name.removeprefix("level:"): n for name, n in totals.items() if name.startswith("level:")}
    lines += [f"- events of level {name}: {count}" for name, count in sorted(levels.items())]
    lines += [f"- busy hour {at}: {count} events" for at, count in busiest.most_common(3) if count]
    return "\n".join(lines)


def show_releases(actor: Actor, wanted: ListReleases) -> str:
    project = find_project_named(actor, wanted.project)
    releases = list_releases(project.project_id, limit=wanted.limit)
    new = count_new_issues(project.project_id)
    shares = adoption_shares(project.project_id, [each.version for each in releases], utc_now())
    lines = [
        f"- {inline_code(each.version)}: since {each.date_created}, {new[each.version]} new issues,"
        f" {shares.get(each.version, 0):.0%} of the last day's events, {each.commit_count} commits"
        for each in releases
    ]
    return "\n".join(lines) or "This project has no release yet."


def _scan(actor: Actor, wanted: ListEvents) -> tuple[str, Scan]:
    issue = None
    if wanted.issue is not None:
        project, issue = find_issue_named(actor, wanted.issue)
    elif wanted.project is not None:
        project = find_project_named(actor, wanted.project)
    else:
        raise NotFound("Whose events? Give a project or an issue")
    project_id = project.project_id
    query = parse_event_query(project_id, wanted.query, utc_now())

    def read(limit: int, cursor: str | None) -> EventPage:
        if issue is not None:
            return list_issue_events(project_id, issue, limit=limit, cursor=cursor)
        return list_project_events(project_id, limit=limit, cursor=cursor)

    return project.slug, scan_events(read, query, limit=wanted.limit, cursor=wanted.cursor)


def _find_event(actor: Actor, wanted: GetEvent) -> tuple[str, str]:
    """The event's project and id. Raises NotFound."""
    if wanted.issue is not None:
        project, issue = find_issue_named(actor, wanted.issue)
        named = NAMED.get(wanted.event_id)
        event_id = named(project.project_id, issue) if named else _parse_event_id(wanted.event_id)
        if event_id is None:
            raise NotFound("This issue has no event that is still kept")
        return project.project_id, event_id
    event_id = _parse_event_id(wanted.event_id)
    holders = find_event_projects(event_id, [project.project_id for project in list_readable_projects(actor)])
    if not holders:
        raise NotFound("No such event")
    return holders[0], event_id


def _parse_event_id(text: str) -> str:
    try:
        return uuid.UUID(text).hex
    except ValueError:
        raise NotFound("There is no such event; expected its 32 hexadecimal digits") from None


def _describe_row(project: Project, row: IssueRow) -> str:
    facts = [row.status, row.level, f"{row.times_seen} events", f"{count_users(row.users)} users"]
    where = f" in {inline_code(row.culprit)}" if row.culprit else ""
    title = inline_code(row.title)
    return f"- {short_id(project, row.number)} {title}{where}: {', '.join(facts)}, last {row.last_seen}"


def _describe_event_row(row: EventRow) -> str:
    facts = [row.level, row.environment, row.release and f"release {row.release}", row.user and f"user {row.user}"]
    told = ", ".join(inline_code(fact) for fact in facts if fact)
    return f"- {row.event_id} {row.occurred_at} {inline_code(row.title)}: {told}"


def _next_page(cursor: str | None) -> Sequence[str]:
    return [f"More with cursor={cursor}"] if cursor else []


TOOLS = (
    Tool(
        "list_projects",
        "List projects",
        "The projects one may read, as organization/slug.",
        "project:read",
        NoArguments,
        show_projects,
    ),
    Tool(
        "search_issues",
        "Search issues",
        "A project's issues (groups of the same error) that fit a query.",
        "event:read",
        SearchIssues,
        search_issues,
    ),
    Tool(
        "get_issue",
        "Show an issue",
        "One issue: counts, releases, what sets it apart, suspect commits, and its newest event with stack trace, "
        "variables, request and breadcrumbs.",
        "event:read",
        GetIssue,
        show_issue,
    ),
    Tool(
        "list_events",
        "List events",
        "Single events of an issue or of a project, newest first, by tags, release, environment, user or text.",
        "event:read",
        ListEvents,
        search_events,
    ),
    Tool(
        "get_event",
        "Show an event",
        "One event in full, by its id, or an issue's latest or oldest.",
        "event:read",
        GetEvent,
        show_event,
    ),
    Tool(
        "get_stats",
        "Statistics of a project",
        "What a project received in a day, a week or a month, and what became of it.",
        "event:read",
        GetStatistics,
        show_statistics,
    ),
    Tool(
        "list_releases",
        "List releases",
        "A project's releases, newest first, with new issues and how much of the traffic runs them.",
        "project:read",
        ListReleases,
        show_releases,
    ),
)
