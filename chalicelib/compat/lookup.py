"""What a path or query of Sentry's clients means: projects by slug or number, issues by number, short id or UUID."""

import re
import uuid
from collections.abc import Iterable

from chalicelib.compat.issue_ids import read_numeric_issue_id
from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import (
    OrganizationAccess,
    readable_projects,
    require_organization,
    require_project,
    require_project_by_slug,
)
from chalicelib.issues.store import Issue, find_issue_id, get_issue, resolve_issue_id
from chalicelib.projects.store import Project, ProjectAccess

ALL_PROJECTS = "-1"
EVERYONE = "everyone"
ONE_TEAM = f"MiniSentry has one team, of all members: name it as {EVERYONE}"
SHORT_ID = re.compile(r"(?P<slug>.{1,100})-[1-9]\d{0,8}")


def find_project_of(
    actor: Actor, org_slug: str, project: str, access: ProjectAccess = "read"
) -> tuple[OrganizationAccess, Project]:
    """The organization and its project by slug or by its decimal id. Raises NotFound and Forbidden."""
    if not project.isdecimal():
        return require_project_by_slug(actor, org_slug, project, access)
    organization = require_organization(actor, org_slug)
    found = require_project(actor, project, access)
    if found.organization_id != organization.organization_id:
        raise NotFound("No such project")
    return organization, found


def require_everyone(team_slug: str) -> None:
    """Raises NotFound for any team but the one there is."""
    if team_slug != EVERYONE:
        raise NotFound(ONE_TEAM)


def select_projects(actor: Actor, organization: OrganizationAccess, wanted: Iterable[str]) -> list[Project]:
    """The readable projects that *wanted* names by slug or id; all of them when it names none. Raises NotFound."""
    projects = readable_projects(actor, organization)
    names = {name for name in wanted if name}
    if not names or ALL_PROJECTS in names:
        return projects
    found = [project for project in projects if {project.slug, project.project_id} & names]
    missing = names - {name for project in found for name in (project.slug, project.project_id)}
    if missing:
        raise NotFound(f"No such project: {', '.join(sorted(missing))}")
    return found


def find_issue_of(
    actor: Actor, org_slug: str, text: str, access: ProjectAccess = "read"
) -> tuple[OrganizationAccess, Project, Issue]:
    """The organization's issue that *text* names. Raises NotFound and Forbidden."""
    organization = require_organization(actor, org_slug)
    for project in _projects_of(actor, organization, text):
        issue_id = _issue_id(project, text)
        if issue_id is not None:
            require_project(actor, project.project_id, access)
            return organization, project, get_issue(project.project_id, issue_id)
    raise NotFound("No such issue")


def find_issue_in(project: Project, text: str) -> str:
    """The id of the project's issue that *text* names: a number, a short id or a UUID. Raises NotFound."""
    issue_id = _issue_id(project, text)
    if issue_id is None:
        raise NotFound(f"No such issue: {text}")
    return issue_id


def _projects_of(actor: Actor, organization: OrganizationAccess, text: str) -> list[Project]:
    projects = readable_projects(actor, organization)
    numeric = read_numeric_issue_id(text)
    if numeric is not None:
        return [project for project in projects if project.project_id == numeric[0]]
    short = SHORT_ID.fullmatch(text)
    if short is not None and not _is_uuid(text):
        return [project for project in projects if project.slug.casefold() == short["slug"].casefold()]
    return projects


def _issue_id(project: Project, text: str) -> str | None:
    numeric = read_numeric_issue_id(text)
    if numeric is not None:
        return find_issue_id(project.project_id, numeric[1]) if numeric[0] == project.project_id else None
    try:
        issue_id = resolve_issue_id(project, text)
        get_issue(project.project_id, issue_id)
    except NotFound:
        return None
    return issue_id


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
