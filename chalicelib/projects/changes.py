"""Making, changing and deleting projects, each noted in the audit log: for our API and for Sentry's."""

from dataclasses import replace

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.organizations.audit import audit
from chalicelib.organizations.slugs import reject_reserved_slug, slug_of, with_suffix
from chalicelib.projects.keys import list_project_keys, new_key, update_project_key
from chalicelib.projects.project_deletion import start_project_deletion
from chalicelib.projects.schemas import NewProjectBody, ProjectBody
from chalicelib.projects.store import (
    Project,
    create_project,
    list_projects,
    next_project_id,
    rename_project_slug,
    update_project,
)

# Each is asked about by the sweep and by lists over all projects.
MAX_PROJECTS = 500


def make_project(actor: Actor, organization_id: str, body: NewProjectBody) -> Project:
    """A project with its first key. Raises Conflict when the slug is taken, or the organization has its most."""
    if len(list_projects(organization_id)) >= MAX_PROJECTS:
        raise Conflict(f"An organization has at most {MAX_PROJECTS} projects: delete one first", code="quota")
    project_id = next_project_id()
    key = new_key(project_id, organization_id, "Default")
    project = Project(
        project_id=project_id,
        organization_id=organization_id,
        slug=reject_reserved_slug(body.slug) or slug_of(body.name),
        name=body.name,
        public_key=key.public_key,
        description=body.description,
        platform=body.platform,
        created_at=key.created_at,
        updated_at=key.created_at,
    )
    try:
        create_project(project, key)
    except Conflict:
        if body.slug is not None:
            raise
        project = replace(project, slug=with_suffix(project.slug))
        create_project(project, key)
    audit(organization_id, actor, "project.create", project_id, slug=project.slug)
    return project


def change_project_by(actor: Actor, project: Project, body: ProjectBody) -> Project:
    """*project* after the change. Raises Conflict when its new slug is taken."""
    if body.slug is not None and body.slug != project.slug:
        reject_reserved_slug(body.slug)
        rename_project_slug(project, body.slug)
    changed = update_project(project.project_id, **body.model_dump(exclude_none=True, exclude={"slug"}))
    if changed.is_active != project.is_active:
        _update_keys(changed)
    audit(project.organization_id, actor, "project.update", project.project_id, **body.set_fields())
    return changed


def delete_project_by(actor: Actor, project: Project) -> None:
    job_id = start_project_deletion(project, actor.user_id)
    audit(project.organization_id, actor, "project.delete", project.project_id, slug=project.slug, job_id=job_id)


def _update_keys(project: Project) -> None:
    """Ingestion reads nothing but the key, so that the key must know."""
    for key in list_project_keys(project.project_id):
        update_project_key(project.project_id, key.public_key, is_project_active=project.is_active)
