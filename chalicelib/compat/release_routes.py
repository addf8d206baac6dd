"""Releases with commits and deploys: by organization as newer clients ask, by project as sentry-cli 2 does."""

from collections.abc import Sequence
from urllib.parse import unquote

from chalice.app import Request, Response

from chalicelib.compat.lookup import find_project_of, select_projects
from chalicelib.compat.release_schemas import (
    NewDeploy,
    NewRelease,
    ReleaseQuery,
    ReleaseUpdate,
    SentryCommit,
    SentryDeploy,
    SentryRelease,
)
from chalicelib.compat.releases import (
    SharedRelease,
    answer_commit,
    answer_deploy,
    answer_release,
    find_shared_release,
    find_shared_releases,
    get_shared_release,
    read_commit,
    store_shared_release,
)
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.errors import Forbidden, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import OrganizationAccess, require_organization, require_project
from chalicelib.http.pagination import bad_cursor, decode_cursor, encode_cursor
from chalicelib.http.responses import answer_with
from chalicelib.ids import derived_id, new_time_id
from chalicelib.projects.store import Project
from chalicelib.releases.commits import list_commits
from chalicelib.releases.counts import count_new_issues
from chalicelib.releases.deploys import add_deploy, list_release_deploys
from chalicelib.releases.model import Deploy, Release
from chalicelib.releases.resolving import set_commits
from chalicelib.releases.store import delete_release, list_releases
from chalicelib.times import format_time, utc_now

routes = SentryResource(__name__, tag="Sentry's API")

OF_ORGANIZATION = "/0/organizations/{org_slug}/releases"
OF_PROJECT = "/0/projects/{org_slug}/{project_slug}/releases"
MAX_LOOKED_BACK = 100


@routes.endpoint("GET", OF_ORGANIZATION, access="project:read", answer=list[SentryRelease])
def list_shared_releases(actor: Actor, org_slug: str, query: ReleaseQuery, request: Request) -> Response:
    """The organization's releases, newest first; *query* is a part of the version."""
    access = require_organization(actor, org_slug)
    return _answer_page(request, select_projects(actor, access, query.project), query)


@routes.endpoint("POST", OF_ORGANIZATION, access="project:releases", status=201)
def create_shared_release(actor: Actor, org_slug: str, body: NewRelease) -> SentryRelease:
    """Make a release in the named projects. Made again it is the same one, with what is newly told."""
    access = require_organization(actor, org_slug)
    if not body.projects:
        raise ValidationFailed("Which projects?", fields={"projects": "expected at least one slug"})
    return _store(actor, access, _writable(actor, access, body.projects), body.version, body)


@routes.endpoint("GET", f"{OF_ORGANIZATION}/{{version}}", access="project:read")
def show_shared_release(actor: Actor, org_slug: str, version: str, query: ReleaseQuery) -> SentryRelease:
    """One release, in all projects that have it."""
    return _answer(_find(actor, org_slug, version, query.project))


@routes.endpoint("PUT", f"{OF_ORGANIZATION}/{{version}}", access="project:releases")
def change_shared_release(actor: Actor, org_slug: str, version: str, body: ReleaseUpdate) -> SentryRelease:
    """Finalize a release, say which commits are in it, or fill in what is known of it."""
    access = require_organization(actor, org_slug)
    shared = _find_or_make(actor, access, unquote(version), body.projects)
    return _store(actor, access, shared.projects, shared.version, body)


@routes.endpoint("DELETE", f"{OF_ORGANIZATION}/{{version}}", access="project:releases")
def delete_shared_release(actor: Actor, org_slug: str, version: str) -> None:
    """Forget a release in every project that has it."""
    for project in _find(actor, org_slug, version, writes=True).projects:
        delete_release(project.project_id, unquote(version))


@routes.endpoint("GET", f"{OF_ORGANIZATION}/{{version}}/previous-with-commits", access="project:read")
def show_previous_with_commits(actor: Actor, org_slug: str, version: str) -> Response:
    """The release before this one that has commits, from whose last one `set-commits --auto` goes on; {} for none."""
    shared = _find(actor, org_slug, version)
    previous = _find_previous_with_commits(shared)
    return answer_with(_answer(previous) if previous else {}, 200, {})


@routes.endpoint("GET", f"{OF_ORGANIZATION}/{{version}}/commits", access="project:read", answer=list[SentryCommit])
def list_shared_commits(actor: Actor, org_slug: str, version: str, request: Request) -> Response:
    """The commits of a release, newest first."""
    shared = _find(actor, org_slug, version)
    commits = list_commits(shared.projects[0].project_id, shared.version)
    return answer_list(request, [answer_commit(commit) for commit in commits])


@routes.endpoint("GET", f"{OF_ORGANIZATION}/{{version}}/deploys", access="project:read", answer=list[SentryDeploy])
def list_shared_deploys(actor: Actor, org_slug: str, version: str, request: Request) -> Response:
    """When a release went where, newest first."""
    return _list_deploys(request, _find(actor, org_slug, version))


@routes.endpoint("POST", f"{OF_ORGANIZATION}/{{version}}/deploys", access="project:releases", status=201)
def create_shared_deploy(actor: Actor, org_slug: str, version: str, body: NewDeploy) -> SentryDeploy:
    """Note that a release was deployed."""
    return _deploy(_find(actor, org_slug, version, writes=True), body)


@routes.endpoint("GET", OF_PROJECT, access="project:read", answer=list[SentryRelease])
def list_project_releases(
    actor: Actor, org_slug: str, project_slug: str, query: ReleaseQuery, request: Request
) -> Response:
    """A project's releases, newest first."""
    _, project = find_project_of(actor, org_slug, project_slug)
    return _answer_page(request, [project], query)


@routes.endpoint("POST", OF_PROJECT, access="project:releases", status=201)
def create_project_release(actor: Actor, org_slug: str, project_slug: str, body: NewRelease) -> SentryRelease:
    """Make a release in the project and in the others that are named."""
    access, project = find_project_of(actor, org_slug, project_slug, "write")
    others = _writable(actor, access, body.projects or [])
    projects = [project, *(other for other in others if other.project_id != project.project_id)]
    return _store(actor, access, projects, body.version, body)


@routes.endpoint("GET", f"{OF_PROJECT}/{{version}}", access="project:read")
def show_project_release(actor: Actor, org_slug: str, project_slug: str, version: str) -> SentryRelease:
    """One release of a project."""
    _, project = find_project_of(actor, org_slug, project_slug)
    return _answer(get_shared_release([project], unquote(version)))


@routes.endpoint("PUT", f"{OF_PROJECT}/{{version}}", access="project:releases")
def change_project_release(
    actor: Actor, org_slug: str, project_slug: str, version: str, body: ReleaseUpdate
) -> SentryRelease:
    """Finalize a release, say which commits are in it, or fill in what is known of it."""
    access, project = find_project_of(actor, org_slug, project_slug, "write")
    return _store(actor, access, [project], get_shared_release([project], unquote(version)).version, body)


@routes.endpoint("DELETE", f"{OF_PROJECT}/{{version}}", access="project:releases")
def delete_project_release(actor: Actor, org_slug: str, project_slug: str, version: str) -> None:
    """Forget a release of a project."""
    _, project = find_project_of(actor, org_slug, project_slug, "write")
    delete_release(project.project_id, get_shared_release([project], unquote(version)).version)


def _find(
    actor: Actor, org_slug: str, version: str, wanted: Sequence[str] = (), *, writes: bool = False
) -> SharedRelease:
    access = require_organization(actor, org_slug)
    shared = get_shared_release(select_projects(actor, access, wanted), unquote(version))
    if writes:
        for project in shared.projects:
            require_project(actor, project.project_id, "write")
    return shared


def _find_or_make(
    actor: Actor, access: OrganizationAccess, version: str, wanted: Sequence[str] | None
) -> SharedRelease:
    """The release; made in the projects that the client names, where it is not there yet."""
    if wanted:
        projects = _writable(actor, access, wanted)
        return find_shared_release(projects, version) or store_shared_release(
            projects, version, ReleaseUpdate(), utc_now()
        )
    shared = get_shared_release(select_projects(actor, access, ()), version)
    for project in shared.projects:
        require_project(actor, project.project_id, "write")
    return shared


def _writable(actor: Actor, access: OrganizationAccess, wanted: Sequence[str]) -> list[Project]:
    projects = select_projects(actor, access, wanted) if wanted else []
    return [require_project(actor, project.project_id, "write") for project in projects]


def _store(
    actor: Actor, access: OrganizationAccess, projects: Sequence[Project], version: str, body: ReleaseUpdate
) -> SentryRelease:
    now = utc_now()
    store_shared_release(projects, version, body, now)
    if body.commits is not None:
        commits = [read_commit(commit) for commit in body.commits]
        fixable = [project for project in select_projects(actor, access, ()) if _may_write(actor, project)]
        set_commits(projects, version, commits, fixable=fixable, actor_id=actor.user_id, now=now)
    return _answer(get_shared_release(projects, version))


def _may_write(actor: Actor, project: Project) -> bool:
    try:
        require_project(actor, project.project_id, "write")
    except Forbidden:
        return False
    return True


def _deploy(shared: SharedRelease, body: NewDeploy) -> SentryDeploy:
    now = utc_now()
    started = format_time(body.date_started) if body.date_started else None
    finished = format_time(body.date_finished or now)
    parts = ("deploy", shared.version, body.environment, body.name or "", started, finished)
    deploy = Deploy(
        deploy_id=derived_id(*parts) if body.date_finished else new_time_id(now),
        version=shared.version,
        environment=body.environment,
        finished_at=finished,
        started_at=started,
        name=body.name,
        url=body.url,
    )
    for project in shared.projects:
        add_deploy(project.project_id, deploy)
    return answer_deploy(deploy)


def _list_deploys(request: Request, shared: SharedRelease) -> Response:
    deploys = {
        deploy.deploy_id: deploy
        for project in shared.projects
        for deploy in list_release_deploys(project.project_id, shared.version)
    }
    newest_first = sorted(deploys.values(), key=lambda deploy: deploy.finished_at, reverse=True)
    return answer_list(request, [answer_deploy(deploy) for deploy in newest_first])


def _answer(shared: SharedRelease) -> SentryRelease:
    counts = {project.project_id: count_new_issues(project.project_id) for project in shared.projects}
    return answer_release(shared, {name: found[shared.version] for name, found in counts.items()})


def _find_previous_with_commits(shared: SharedRelease) -> SharedRelease | None:
    for project, release in shared.by_project:
        before = (release.date_created, release.version)
        for earlier in list_releases(project.project_id, limit=MAX_LOOKED_BACK, before=before):
            if earlier.commit_count:
                return get_shared_release([project], earlier.version)
    return None


def _answer_page(request: Request, projects: Sequence[Project], query: ReleaseQuery) -> Response:
    """A page of the versions of all projects, by the date that the last of them heard of it."""
    before = _read_position(query.cursor) if query.cursor else None
    size, wanted = query.page_size, (query.query or "").lower()
    versions = {release.version for project in projects for release in _matching(project, wanted, before, size + 1)}
    shared = [found for found in find_shared_releases(projects, versions) if before is None or found.position < before]
    shared.sort(key=lambda found: found.position, reverse=True)
    counts = {project.project_id: count_new_issues(project.project_id) for project in projects} if shared else {}
    answers = [
        answer_release(found, {name: count[found.version] for name, count in counts.items()}) for found in shared[:size]
    ]
    following = encode_cursor(list(shared[size - 1].position)) if len(shared) > size else None
    return answer_list(request, answers, following)


def _matching(project: Project, wanted: str, before: tuple[str, str] | None, limit: int) -> list[Release]:
    """The project's newest releases whose version has *wanted* in it."""
    if not wanted:
        return list_releases(project.project_id, limit=limit, before=before)
    everything = list_releases(project.project_id, before=before)
    return [release for release in everything if wanted in release.version.lower()][:limit]


def _read_position(cursor: str) -> tuple[str, str]:
    match decode_cursor(cursor):
        case [str(date_created), str(version)]:
            return date_created, version
    raise bad_cursor()
