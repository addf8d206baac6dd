"""Projects of an organization: list, create, look at, change, delete."""

from dataclasses import replace

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import (
    OrganizationAccess,
    readable_projects,
    require_organization,
    require_project_by_slug,
)
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page
from chalicelib.organizations.audit import audit
from chalicelib.organizations.slugs import reject_reserved_slug, slug_of, with_suffix
from chalicelib.projects.figures import read_figures
from chalicelib.projects.keys import list_project_keys, new_key, update_project_key
from chalicelib.projects.project_deletion import start_project_deletion
from chalicelib.projects.schemas import (
    NewProjectBody,
    ProjectAnswer,
    ProjectBody,
    ProjectListQuery,
    ProjectQuery,
    project_answer,
)
from chalicelib.projects.store import Project, next_project_id, rename_project_slug, update_project
from chalicelib.projects.store import create_project as store_project
from chalicelib.times import utc_now

routes = Resource(__name__, tag="Projects")


@routes.endpoint("GET", "/organizations/{org_slug}/projects", access="project:read")
def get_projects(actor: Actor, org_slug: str, query: ProjectListQuery) -> Page[ProjectAnswer]:
    """The organization's projects that the caller may read, by slug."""
    access = require_organization(actor, org_slug)
    after = decode_text_cursor(query.cursor)
    found = [project for project in readable_projects(actor, access) if after is None or project.slug > after]
    shown = found[: query.limit]
    figures = read_figures(shown, utc_now()) if query.stats else {}
    rows = [project_answer(project, access.organization, figures.get(project.project_id)) for project in shown]
    return page_of(rows, shown[-1].slug if len(found) > len(shown) else None)


@routes.endpoint("POST", "/organizations/{org_slug}/projects", access="project:admin", status=201, errors=(Conflict,))
def create_project(actor: Actor, org_slug: str, body: NewProjectBody) -> ProjectAnswer:
    """Make a project with its first key. The answer's DSN works at once."""
    access = require_organization(actor, org_slug, "admin")
    project = _create(access, body)
    audit(access.organization_id, actor, "project.create", project.project_id, slug=project.slug)
    return project_answer(project, access.organization)


@routes.endpoint("GET", "/organizations/{org_slug}/projects/{project_slug}", access="project:read")
def get_project(actor: Actor, org_slug: str, project_slug: str, query: ProjectQuery) -> ProjectAnswer:
    """One project, by its slug or one it had before."""
    access, project = require_project_by_slug(actor, org_slug, project_slug)
    figures = read_figures([project], utc_now()) if query.stats else {}
    return project_answer(project, access.organization, figures.get(project.project_id))


@routes.endpoint("PUT", "/organizations/{org_slug}/projects/{project_slug}", access="project:admin", errors=(Conflict,))
def change_project(actor: Actor, org_slug: str, project_slug: str, body: ProjectBody) -> ProjectAnswer:
    """Change a project. An inactive one refuses events; an old slug goes on leading to it."""
    access, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    if body.slug is not None and body.slug != project.slug:
        reject_reserved_slug(body.slug)
        rename_project_slug(project, body.slug)
    changed = update_project(project.project_id, **body.model_dump(exclude_none=True, exclude={"slug"}))
    if changed.is_active != project.is_active:
        _update_keys(changed)
    audit(access.organization_id, actor, "project.update", project.project_id, **body.set_fields())
    return project_answer(changed, access.organization)


@routes.endpoint("DELETE", "/organizations/{org_slug}/projects/{project_slug}", access="project:admin")
def remove_project(actor: Actor, org_slug: str, project_slug: str) -> None:
    """Delete a project: its keys stop within a minute, and a job erases what hangs on it."""
    access, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    job_id = start_project_deletion(project, actor.user_id)
    audit(access.organization_id, actor, "project.delete", project.project_id, slug=project.slug, job_id=job_id)


def _create(access: OrganizationAccess, body: NewProjectBody) -> Project:
    project_id = next_project_id()
    key = new_key(project_id, access.organization_id, "Default")
    project = Project(
        project_id=project_id,
        organization_id=access.organization_id,
        slug=reject_reserved_slug(body.slug) or slug_of(body.name),
        name=body.name,
        public_key=key.public_key,
        description=body.description,
        platform=body.platform,
        created_at=key.created_at,
        updated_at=key.created_at,
    )
    try:
        store_project(project, key)
    except Conflict:
        if body.slug is not None:
            raise
        project = replace(project, slug=with_suffix(project.slug))
        store_project(project, key)
    return project


def _update_keys(project: Project) -> None:
    """Ingestion reads nothing but the key, so that the key must know."""
    for key in list_project_keys(project.project_id):
        update_project_key(project.project_id, key.public_key, is_project_active=project.is_active)
