"""Keys of a project: list, add, change, remove, regenerate the one its DSN shows."""

from dataclasses import replace
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project_by_slug
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.organizations.audit import audit
from chalicelib.projects.keys import (
    create_project_key,
    delete_project_key,
    get_project_key,
    list_project_keys,
    new_key,
    update_project_key,
)
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.schemas import KeyAnswer, KeyBody, NewKeyBody, RateLimit, key_answer
from chalicelib.projects.store import Project, replace_key

MAX_KEYS = 50
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
    _reject_too_many(project)
    shown = _shown_key(project)
    key = replace(
        new_key(project.project_id, project.organization_id, body.name, project.retention_days),
        allowed_origins=tuple(body.allowed_origins),
        # What holds for the project holds for each of its keys: a new one is no way around it.
        is_project_active=shown.is_project_active,
        degrade=shown.degrade,
        **_rate_fields(body.rate_limit),
    )
    create_project_key(project.project_id, key)
    audit(project.organization_id, actor, "key.create", key.key_id, project_id=project.project_id, **body.set_fields())
    return key_answer(key)


@routes.endpoint("PUT", f"{KEYS}/{{key_id}}", access="project:admin")
def change_key(actor: Actor, org_slug: str, project_slug: str, key_id: str, body: KeyBody) -> KeyAnswer:
    """Rename, enable, disable or limit a key. It takes effect within a minute."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    key = get_project_key(project.project_id, key_id)
    changes = _key_changes(body)
    if changes:
        update_project_key(project.project_id, key.public_key, **changes)
    audit(project.organization_id, actor, "key.update", key_id, project_id=project.project_id, **body.set_fields())
    return key_answer(replace(key, **changes))


@routes.endpoint("DELETE", f"{KEYS}/{{key_id}}", access="project:admin", errors=(Conflict,))
def remove_key(actor: Actor, org_slug: str, project_slug: str, key_id: str) -> None:
    """Remove a key; events that use it are refused within a minute. The one the DSN shows must be regenerated."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    key = get_project_key(project.project_id, key_id)
    if key.public_key == project.public_key:
        raise Conflict("The project's DSN shows this key: regenerate it instead")
    delete_project_key(project.project_id, key.public_key)
    audit(project.organization_id, actor, "key.delete", key_id, project_id=project.project_id)


@routes.endpoint("POST", f"{KEYS}/regenerate", access="project:admin", status=201, errors=(Conflict,))
def regenerate_key(actor: Actor, org_slug: str, project_slug: str) -> KeyAnswer:
    """A new DSN. The key it showed before stops within a minute; its name and limits go over to the new one."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    shown = _shown_key(project)
    fresh = new_key(project.project_id, project.organization_id, shown.name)
    key = replace(shown, public_key=fresh.public_key, key_id=fresh.key_id, created_at=fresh.created_at, is_active=True)
    replace_key(project, key)
    audit(project.organization_id, actor, "key.regenerate", key.key_id, project_id=project.project_id)
    return key_answer(key)


def _shown_key(project: Project) -> ProjectKey:
    """The key that the project's DSN shows."""
    return next(key for key in list_project_keys(project.project_id) if key.public_key == project.public_key)


def _reject_too_many(project: Project) -> None:
    if len(list_project_keys(project.project_id)) >= MAX_KEYS:
        raise Conflict(f"A project has at most {MAX_KEYS} keys")


def _key_changes(body: KeyBody) -> dict[str, Any]:
    told = body.model_fields_set
    changes: dict[str, Any] = {}
    if body.name is not None:
        changes["name"] = body.name
    if body.is_active is not None:
        changes["is_active"] = body.is_active
    if "allowed_origins" in told:
        changes["allowed_origins"] = tuple(body.allowed_origins or ())
    if "rate_limit" in told:
        changes |= _rate_fields(body.rate_limit)
    return changes


def _rate_fields(limit: RateLimit | None) -> dict[str, Any]:
    return {
        "rate_limit_count": limit.count if limit else None,
        "rate_limit_window_seconds": limit.window_seconds if limit else None,
    }


def _position(key: ProjectKey) -> str:
    return f"{key.created_at}#{key.public_key}"
