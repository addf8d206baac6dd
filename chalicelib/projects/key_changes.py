"""Adding, changing and removing a project's keys, each noted in the audit log: for our API and for Sentry's."""

from dataclasses import replace
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
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
from chalicelib.projects.schemas import KeyBody, NewKeyBody, RateLimit
from chalicelib.projects.store import Project

MAX_KEYS = 50


def add_key(actor: Actor, project: Project, body: NewKeyBody) -> ProjectKey:
    """A new key with limits of its own. Raises Conflict where a project has as many as it may."""
    keys = list_project_keys(project.project_id)
    if len(keys) >= MAX_KEYS:
        raise Conflict(f"A project has at most {MAX_KEYS} keys")
    shown = shown_key(project, keys)
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
    return key


def change_key_by(actor: Actor, project: Project, key_id: str, body: KeyBody) -> ProjectKey:
    """The key after the change, which takes effect within a minute. Raises NotFound."""
    key = get_project_key(project.project_id, key_id)
    changes = _key_changes(body)
    if changes:
        update_project_key(project.project_id, key.public_key, **changes)
    audit(project.organization_id, actor, "key.update", key_id, project_id=project.project_id, **body.set_fields())
    return replace(key, **changes)


def remove_key_by(actor: Actor, project: Project, key_id: str) -> None:
    """Raises NotFound, and Conflict for the key that the project's DSN shows."""
    key = get_project_key(project.project_id, key_id)
    if key.public_key == project.public_key:
        raise Conflict("The project's DSN shows this key: regenerate it instead")
    delete_project_key(project.project_id, key.public_key)
    audit(project.organization_id, actor, "key.delete", key_id, project_id=project.project_id)


def shown_key(project: Project, keys: list[ProjectKey] | None = None) -> ProjectKey:
    """The key that the project's DSN shows."""
    known = list_project_keys(project.project_id) if keys is None else keys
    return next(key for key in known if key.public_key == project.public_key)


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
