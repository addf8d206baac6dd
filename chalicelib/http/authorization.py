"""What an actor may do where. What one may not even see is not found; what one may see but not do is forbidden."""

from dataclasses import dataclass

from chalicelib.errors import Forbidden, NotFound
from chalicelib.http.authentication import Actor
from chalicelib.organizations.members import ROLES, Role, find_member, list_memberships
from chalicelib.organizations.store import Organization, find_organization_by_slug
from chalicelib.projects.store import (
    PROJECT_ACCESS,
    Project,
    ProjectAccess,
    find_project,
    find_project_by_slug,
    find_project_role,
    find_project_roles,
    list_projects,
)


@dataclass(frozen=True, slots=True)
class OrganizationAccess:
    """An organization and what the actor is in it."""

    organization: Organization
    role: Role

    @property
    def organization_id(self) -> str:
        return self.organization.organization_id

    def has(self, role: Role) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)


def require_organization(actor: Actor, org_slug: str, role: Role = "member") -> OrganizationAccess:
    """The organization, for a member of at least *role*. Raises NotFound for strangers, Forbidden for lesser roles."""
    organization = find_organization_by_slug(org_slug)
    member = find_member(organization.organization_id, actor.user_id) if organization else None
    if organization is None or member is None:
        raise NotFound("No such organization")
    access = OrganizationAccess(organization, member.role)
    if not access.has(role):
        raise Forbidden(f"This takes the role {role} in the organization; yours is {member.role}")
    return access


def require_project(actor: Actor, project_id: str, access: ProjectAccess = "read") -> Project:
    """The project, for somebody with at least *access* to it. Raises NotFound for strangers, Forbidden for less."""
    return _require_access(actor, find_project(project_id), access)


def require_project_by_slug(
    actor: Actor, org_slug: str, project_slug: str, access: ProjectAccess = "read"
) -> tuple[OrganizationAccess, Project]:
    """As require_project, by the slugs of organization and project, either of which may be an old one."""
    organization = require_organization(actor, org_slug)
    project = find_project_by_slug(organization.organization_id, project_slug)
    return organization, _require_access(actor, project, access, organization.role)


def readable_projects(actor: Actor, organization: OrganizationAccess) -> list[Project]:
    """The organization's projects that the actor may read."""
    projects = list_projects(organization.organization_id)
    if organization.has("admin"):
        return projects
    roles = find_project_roles([project.project_id for project in projects], actor.user_id)
    return [project for project in projects if project.project_id in roles or project.default_access != "none"]


def list_readable_projects(actor: Actor) -> list[Project]:
    """Every project, in any organization, that the actor may read."""
    found: list[Project] = []
    for member in list_memberships(actor.user_id):
        organization = Organization(member.organization_id, name="", slug="")
        found += readable_projects(actor, OrganizationAccess(organization, member.role))
    return found


def _require_access(actor: Actor, project: Project | None, access: ProjectAccess, role: Role | None = None) -> Project:
    if project is None:
        raise NotFound("No such project")
    granted = _granted_access(actor, project, role)
    if granted is None:
        raise NotFound("No such project")
    if PROJECT_ACCESS.index(granted) < PROJECT_ACCESS.index(access):
        raise Forbidden(f"This takes {access} access to the project; yours is {granted}")
    return project


def _granted_access(actor: Actor, project: Project, role: Role | None) -> ProjectAccess | None:
    """Owners and admins of the organization are admins of its projects; members have their role or the default."""
    if role is None:
        member = find_member(project.organization_id, actor.user_id)
        role = member.role if member else None
    if role is None:
        return None
    if role != "member":
        return "admin"
    given = find_project_role(project.project_id, actor.user_id)
    if given is not None:
        return given
    return None if project.default_access == "none" else project.default_access
