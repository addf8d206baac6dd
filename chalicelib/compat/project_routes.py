"""Projects and their keys, as Sentry's clients list, make, change and delete them."""

from chalice.app import Request, Response

from chalicelib.compat.lookup import find_project_of, require_everyone
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import KeyChange, KeyLimit, NewProject, ProjectChange, SentryKey, SentryProject
from chalicelib.compat.serializers import answer_key, answer_project
from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization
from chalicelib.projects.changes import change_project_by, delete_project_by, make_project
from chalicelib.projects.key_changes import add_key, change_key_by, remove_key_by
from chalicelib.projects.keys import get_project_key, list_project_keys
from chalicelib.projects.schemas import KeyBody, NewKeyBody, NewProjectBody, ProjectBody, RateLimit

routes = SentryResource(__name__, tag="Sentry's API")

PROJECT = "/0/projects/{org_slug}/{project_slug}"
KEY = f"{PROJECT}/keys/{{key_id}}"


@routes.endpoint("GET", PROJECT, access="project:read")
def get_project(actor: Actor, org_slug: str, project_slug: str) -> SentryProject:
    """One project, by its slug or its id."""
    access, project = find_project_of(actor, org_slug, project_slug)
    return answer_project(project, access.organization, access.role)


@routes.endpoint(
    "POST", "/0/teams/{org_slug}/{team_slug}/projects", access="project:admin", status=201, errors=(Conflict,)
)
def create_project(actor: Actor, org_slug: str, team_slug: str, body: NewProject) -> SentryProject:
    """Make a project with its first key, open to all members."""
    access = require_organization(actor, org_slug, "admin")
    require_everyone(team_slug)
    wanted = NewProjectBody(**body.model_dump(exclude_none=True))
    return answer_project(make_project(actor, access.organization_id, wanted), access.organization, access.role)


@routes.endpoint("PUT", PROJECT, access="project:admin", errors=(Conflict,))
def change_project(actor: Actor, org_slug: str, project_slug: str, body: ProjectChange) -> SentryProject:
    """Change a project's name, slug or platform. An old slug goes on leading to it."""
    access, project = find_project_of(actor, org_slug, project_slug, "admin")
    changes = ProjectBody(**body.model_dump(exclude_none=True))
    changed = change_project_by(actor, project, changes) if changes.set_fields() else project
    return answer_project(changed, access.organization, access.role)


@routes.endpoint("DELETE", PROJECT, access="project:admin")
def remove_project(actor: Actor, org_slug: str, project_slug: str) -> None:
    """Delete a project: its keys stop within a minute, and a job erases what hangs on it."""
    _, project = find_project_of(actor, org_slug, project_slug, "admin")
    delete_project_by(actor, project)


@routes.endpoint("GET", f"{PROJECT}/keys", access="project:read", answer=list[SentryKey])
def get_keys(actor: Actor, org_slug: str, project_slug: str, request: Request) -> Response:
    """The project's keys, oldest first."""
    _, project = find_project_of(actor, org_slug, project_slug)
    return answer_list(request, [answer_key(key) for key in list_project_keys(project.project_id)])


@routes.endpoint("POST", f"{PROJECT}/keys", access="project:admin", status=201, errors=(Conflict,))
def create_key(actor: Actor, org_slug: str, project_slug: str, body: KeyChange) -> SentryKey:
    """Add a key, with a limit of its own."""
    _, project = find_project_of(actor, org_slug, project_slug, "admin")
    wanted = NewKeyBody(name=body.name or "Default", rate_limit=_read_limit(body.rate_limit))
    key = add_key(actor, project, wanted)
    if body.is_active is False:
        key = change_key_by(actor, project, key.key_id, KeyBody(is_active=False))
    return answer_key(key)


@routes.endpoint("GET", KEY, access="project:read")
def get_key(actor: Actor, org_slug: str, project_slug: str, key_id: str) -> SentryKey:
    """One key."""
    _, project = find_project_of(actor, org_slug, project_slug)
    return answer_key(get_project_key(project.project_id, key_id))


@routes.endpoint("PUT", KEY, access="project:admin")
def change_key(actor: Actor, org_slug: str, project_slug: str, key_id: str, body: KeyChange) -> SentryKey:
    """Rename, enable, disable or limit a key. It takes effect within a minute."""
    _, project = find_project_of(actor, org_slug, project_slug, "admin")
    told = body.model_dump(exclude_unset=True, exclude={"rate_limit"})
    if "rate_limit" in body.model_fields_set:
        told["rate_limit"] = _read_limit(body.rate_limit)
    return answer_key(change_key_by(actor, project, key_id, KeyBody(**told)))


@routes.endpoint("DELETE", KEY, access="project:admin", errors=(Conflict,))
def remove_key(actor: Actor, org_slug: str, project_slug: str, key_id: str) -> None:
    """Remove a key. The one that the project's DSN shows stays."""
    _, project = find_project_of(actor, org_slug, project_slug, "admin")
    remove_key_by(actor, project, key_id)


def _read_limit(limit: KeyLimit | None) -> RateLimit | None:
    return RateLimit(count=limit.count, window_seconds=limit.window) if limit and limit.count and limit.window else None
