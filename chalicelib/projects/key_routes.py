"""Keys of a project: list, add, change, remove, regenerate the one its DSN shows."""

from dataclasses import replace

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project_by_slug
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.organizations.audit import audit
from chalicelib.projects.key_changes import add_key, change_key_by, remove_key_by, shown_key
from chalicelib.projects.keys import list_project_keys, new_key
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.schemas import KeyAnswer, KeyBody, NewKeyBody, key_answer
from chalicelib.projects.store import replace_key

KEYS = "/organizations/{org_slug}/projects/{project_slug}/keys"

routes = Resource(__name__, tag="Project keys")


@routes.endpoint("GET", KEYS, access="project:read")
def get_keys(actor: Actor, org_slug: str, project_slug: str, query: PageQuery) -> Page[KeyAnswer]:
    """The project's keys, oldest first."""
    _, project = require_project_by_slug(actor, org_slug, project_slug)
    after = decode_text_cursor(query.cursor)
    found = [k for k in list_project_keys(project.project_id) if after is None or _position(k) > after]
    shown = found[: query.limit]
    return page_of([key_answer(key) for key in shown], _position(shown[-1]) if len(found) > len(shown) else None)


@routes.endpoint("POST", KEYS, access="project:admin", status=201, errors=(Conflict,))
def create_key(actor: Actor, org_slug: str, project_slug: str, body: NewKeyBody) -> KeyAnswer:
    """Add a key, with limits of its own."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    return key_answer(add_key(actor, project, body))


@routes.endpoint("PUT", f"{KEYS}/{{key_id}}", access="project:admin")
def change_key(actor: Actor, org_slug: str, project_slug: str, key_id: str, body: KeyBody) -> KeyAnswer:
    """Rename, enable, disable or limit a key. It takes effect within a minute."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    return key_answer(change_key_by(actor, project, key_id, body))


@routes.endpoint("DELETE", f"{KEYS}/{{key_id}}", access="project:admin", errors=(Conflict,))
def remove_key(actor: Actor, org_slug: str, project_slug: str, key_id: str) -> None:
    """Remove a key; events that use it are refused within a minute. The one the DSN shows must be regenerated."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    remove_key_by(actor, project, key_id)


@routes.endpoint("POST", f"{KEYS}/regenerate", access="project:admin", status=201, errors=(Conflict,))
def regenerate_key(actor: Actor, org_slug: str, project_slug: str) -> KeyAnswer:
    """A new DSN. The key it showed before stops within a minute; its name and limits go over to the new one."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    shown = shown_key(project)
    fresh = new_key(project.project_id, project.organization_id, shown.name)
    key = replace(shown, public_key=fresh.public_key, key_id=fresh.key_id, created_at=fresh.created_at, is_active=True)
    replace_key(project, key)
    audit(project.organization_id, actor, "key.regenerate", key.key_id, project_id=project.project_id)
    return key_answer(key)


def _position(key: ProjectKey) -> str:
    return f"{key.created_at}#{key.public_key}"
