"""Projects of an organization: list, create, look at, change, delete."""

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import readable_projects, require_organization, require_project_by_slug
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page
from chalicelib.projects.changes import change_project_by, delete_project_by, make_project
from chalicelib.projects.figures import read_figures
from chalicelib.projects.schemas import (
    NewProjectBody,
    ProjectAnswer,
    ProjectBody,
    ProjectListQuery,
    ProjectQuery,
    project_answer,
)
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
    return project_answer(make_project(actor, access.organization_id, body), access.organization)


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
    return project_answer(change_project_by(actor, project, body), access.organization)


@routes.endpoint("DELETE", "/organizations/{org_slug}/projects/{project_slug}", access="project:admin")
def remove_project(actor: Actor, org_slug: str, project_slug: str) -> None:
    """Delete a project: its keys stop within a minute, and a job erases what hangs on it."""
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    delete_project_by(actor, project)
