"""Releases: those that events named and those that deploys announced, with what is new in them."""

from collections import Counter
from itertools import compress
from urllib.parse import unquote

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.pagination import CursorValue, bad_cursor, decode_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.issues.lists import count_issues
from chalicelib.projects.statistics_schemas import ReleaseAnswer, ReleaseBody
from chalicelib.releases.store import Release, delete_release, get_release, list_releases, put_release
from chalicelib.search.evaluate import IssueColumns
from chalicelib.times import format_time, utc_now

routes = Resource(__name__, tag="releases")


@routes.endpoint("GET", "/projects/{project_id}/releases", access="project:read")
def show_releases(project_id: str, actor: Actor, query: PageQuery) -> Page[ReleaseAnswer]:
    """List a project's releases, newest first."""
    require_project(actor, project_id)
    releases = list_releases(project_id)
    if query.cursor is not None:
        last = _read_position(query.cursor)
        releases = [release for release in releases if (release.date_created, release.version) < last]
    shown = releases[: query.limit]
    counts = _Counts(project_id) if shown else None
    answers = [_answer(project_id, release, counts) for release in shown]
    return page_of(answers, _position(shown[-1]) if len(releases) > query.limit else None)


@routes.endpoint("POST", "/projects/{project_id}/releases", access="project:releases", status=201)
def announce_release(project_id: str, actor: Actor, body: ReleaseBody) -> ReleaseAnswer:
    """Announce a release, or fill in what is known of one."""
    require_project(actor, project_id, "write")
    released = format_time(body.date_released) if body.date_released else None
    announced = Release(body.version, format_time(utc_now()), released, body.ref, body.url)
    return _answer(project_id, put_release(project_id, announced), _Counts(project_id))


@routes.endpoint("GET", "/projects/{project_id}/releases/{version}", access="project:read")
def show_release(project_id: str, version: str, actor: Actor) -> ReleaseAnswer:
    """Show one release. A version with a slash is percent-encoded."""
    require_project(actor, project_id)
    return _answer(project_id, get_release(project_id, unquote(version)), _Counts(project_id))


@routes.endpoint("DELETE", "/projects/{project_id}/releases/{version}", access="project:releases")
def forget_release(project_id: str, version: str, actor: Actor) -> None:
    """Forget a release. Events go on naming it, and the next one that does brings it back."""
    require_project(actor, project_id, "write")
    delete_release(project_id, get_release(project_id, unquote(version)).version)


class _Counts:
    """Issues by first and last release, counted in one pass over the index."""

    def __init__(self, project_id: str) -> None:
        self.first: Counter[str] = Counter()
        self.last: Counter[str] = Counter()
        count_issues(project_id, self._read)

    def _read(self, columns: IssueColumns) -> range:
        self.first.update(filter(None, compress(columns.first_release, columns.live)))
        self.last.update(filter(None, compress(columns.last_release, columns.live)))
        return range(0)


def _answer(project_id: str, release: Release, counts: "_Counts | None") -> ReleaseAnswer:
    return ReleaseAnswer(
        id=release.version,
        project=project_id,
        version=release.version,
        ref=release.ref,
        url=release.url,
        date_created=release.date_created,
        date_released=release.date_released,
        new_issues=counts.first[release.version] if counts else 0,
        issues=counts.last[release.version] if counts else 0,
    )


def _position(release: Release) -> CursorValue:
    return [release.date_created, release.version]


def _read_position(cursor: str) -> tuple[str, str]:
    match decode_cursor(cursor):
        case [str(date_created), str(version)]:
            return date_created, version
    raise bad_cursor()
