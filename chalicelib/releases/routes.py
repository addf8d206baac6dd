"""Releases: those that events named and those that deploys announced, with their commits, deploys and new issues."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import unquote

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.pagination import CursorValue, bad_cursor, decode_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery, Pagination
from chalicelib.issues.lists import find_roots, page_issues
from chalicelib.issues.schemas import IssueList
from chalicelib.issues.serializers import answer_row, find_people
from chalicelib.projects.statistics_schemas import PeriodQuery
from chalicelib.releases.adoption import adoption_shares, list_adoption
from chalicelib.releases.commits import list_commits
from chalicelib.releases.counts import IssueCounts
from chalicelib.releases.deploys import add_deploy, list_deploys, list_release_deploys
from chalicelib.releases.model import Release
from chalicelib.releases.regressions import list_regressed_ids
from chalicelib.releases.resolving import set_commits
from chalicelib.releases.schemas import (
    AdoptionAnswer,
    CommitList,
    CommitsBody,
    DeployAnswer,
    DeployBody,
    DeployList,
    DeployQuery,
    ReleaseAnswer,
    ReleaseBody,
    ReleaseChange,
)
from chalicelib.releases.serializers import (
    answer_adoption,
    answer_commits,
    answer_deploy,
    answer_release,
    read_commit,
    read_deploy,
)
from chalicelib.releases.store import delete_release, get_release, list_releases, put_release
from chalicelib.times import format_time, utc_now

routes = Resource(__name__, tag="releases")

RELEASES = "/projects/{project_id}/releases"
RELEASE = "/projects/{project_id}/releases/{version}"
DEPLOYS_SHOWN = timedelta(days=30)


@routes.endpoint("GET", RELEASES, access="project:read")
def show_releases(project_id: str, actor: Actor, query: PageQuery) -> Page[ReleaseAnswer]:
    """List a project's releases, newest first."""
    require_project(actor, project_id)
    before = None if query.cursor is None else _read_position(query.cursor)
    found = list_releases(project_id, limit=query.limit + 1, before=before)
    shown = found[: query.limit]
    return page_of(_answer(project_id, shown), _position(shown[-1]) if len(found) > query.limit else None)


@routes.endpoint("POST", RELEASES, access="project:releases", status=201)
def announce_release(project_id: str, actor: Actor, body: ReleaseBody) -> ReleaseAnswer:
    """Announce a release, or fill in what is known of one."""
    require_project(actor, project_id, "write")
    return _put(project_id, body.version, body)


@routes.endpoint("GET", RELEASE, access="project:read")
def show_release(project_id: str, version: str, actor: Actor) -> ReleaseAnswer:
    """Show one release. A version with a slash is percent-encoded."""
    require_project(actor, project_id)
    return _answer_one(project_id, get_release(project_id, unquote(version)))


@routes.endpoint("GET", f"{RELEASE}/adoption", access="event:read")
def show_adoption(project_id: str, version: str, actor: Actor, query: PeriodQuery) -> AdoptionAnswer:
    """Show how many of the project's events came from the release, by hour up to a week and by day beyond.

    A project with more than 20 releases in one hour counts the busiest or first of them; the others show fewer events.
    """
    require_project(actor, project_id)
    release = get_release(project_id, unquote(version))
    return answer_adoption(list_adoption(project_id, release.version, query.period, utc_now()))


@routes.endpoint("GET", f"{RELEASE}/regressions", access="event:read")
def show_regressions(project_id: str, version: str, actor: Actor, query: PageQuery) -> IssueList:
    """List the issues that had been resolved and came back in the release, last seen first."""
    project = require_project(actor, project_id)
    release = get_release(project_id, unquote(version))
    wanted = find_roots(project_id, list_regressed_ids(project_id, release.version))
    page = page_issues(
        project_id,
        lambda columns: [columns.positions[each] for each in wanted if each in columns.positions],
        limit=query.limit,
        cursor=query.cursor,
    )
    people = find_people(row.assignee_id for row in page.issues)
    return IssueList.model_construct(
        data=[answer_row(project, row, people) for row in page.issues],
        pagination=Pagination(next_cursor=page.next_cursor, has_more=page.next_cursor is not None),
        total=page.total,
    )


@routes.endpoint("PUT", RELEASE, access="project:releases")
def change_release(project_id: str, version: str, actor: Actor, body: ReleaseChange) -> ReleaseAnswer:
    """Fill in what is known of a release; with *date_released* it is finalized."""
    require_project(actor, project_id, "write")
    return _put(project_id, get_release(project_id, unquote(version)).version, body)


@routes.endpoint("DELETE", RELEASE, access="project:releases")
def forget_release(project_id: str, version: str, actor: Actor) -> None:
    """Forget a release. Events go on naming it, and the next one that does brings it back."""
    require_project(actor, project_id, "write")
    delete_release(project_id, get_release(project_id, unquote(version)).version)


@routes.endpoint("GET", f"{RELEASE}/commits", access="project:read")
def show_commits(project_id: str, version: str, actor: Actor) -> CommitList:
    """The commits of a release, newest first, with the files they changed."""
    project = require_project(actor, project_id)
    release = get_release(project_id, unquote(version))
    return CommitList(data=answer_commits(project.organization_id, list_commits(project_id, release.version)))


@routes.endpoint("PUT", f"{RELEASE}/commits", access="project:releases")
def replace_commits(project_id: str, version: str, actor: Actor, body: CommitsBody) -> CommitList:
    """Say which commits are in a release. Issues that their messages fix ("Fixes WEB-12") are resolved in it."""
    project = require_project(actor, project_id, "write")
    release = get_release(project_id, unquote(version))
    commits = [read_commit(commit) for commit in body.commits]
    set_commits([project], release.version, commits, fixable=[project], actor_id=actor.user_id, now=utc_now())
    return CommitList(data=answer_commits(project.organization_id, commits))


@routes.endpoint("GET", f"{RELEASE}/deploys", access="project:read")
def show_release_deploys(project_id: str, version: str, actor: Actor) -> DeployList:
    """When a release went where, newest first."""
    require_project(actor, project_id)
    release = get_release(project_id, unquote(version))
    return DeployList(data=[answer_deploy(each) for each in list_release_deploys(project_id, release.version)])


@routes.endpoint("POST", f"{RELEASE}/deploys", access="project:releases", status=201)
def announce_deploy(project_id: str, version: str, actor: Actor, body: DeployBody) -> DeployAnswer:
    """Note that a release was deployed. Told again with both of its times, it is the same deploy."""
    require_project(actor, project_id, "write")
    deploy = read_deploy(get_release(project_id, unquote(version)).version, body, utc_now())
    add_deploy(project_id, deploy)
    return answer_deploy(deploy)


@routes.endpoint("GET", "/projects/{project_id}/deploys", access="project:read")
def show_deploys(project_id: str, actor: Actor, query: DeployQuery) -> DeployList:
    """A project's deploys in a period, newest first, to mark them in charts."""
    require_project(actor, project_id)
    until = query.until or utc_now()
    since = query.since or until - DEPLOYS_SHOWN
    return DeployList(
        data=[answer_deploy(each) for each in list_deploys(project_id, format_time(since), format_time(until))]
    )


def _put(project_id: str, version: str, body: ReleaseChange) -> ReleaseAnswer:
    released = format_time(body.date_released) if body.date_released else None
    announced = Release(version, format_time(utc_now()), released, body.ref, body.url)
    return _answer_one(project_id, put_release(project_id, announced))


def _answer_one(project_id: str, release: Release) -> ReleaseAnswer:
    (answer,) = _answer(project_id, [release])
    return answer


def _answer(project_id: str, releases: Sequence[Release]) -> list[ReleaseAnswer]:
    if not releases:
        return []
    counts = IssueCounts(project_id)
    shares = adoption_shares(project_id, [release.version for release in releases], utc_now())
    return [
        answer_release(
            project_id,
            release,
            new_issues=counts.first[release.version],
            issues=counts.last[release.version],
            adoption=shares.get(release.version),
        )
        for release in releases
    ]


def _position(release: Release) -> CursorValue:
    return [release.date_created, release.version]


def _read_position(cursor: str) -> tuple[str, str]:
    match decode_cursor(cursor):
        case [str(date_created), str(version)]:
            return date_created, version
    raise bad_cursor()
