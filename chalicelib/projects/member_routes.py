"""Roles that a project gives to single members: list, give, take back."""

from chalicelib.accounts.store import find_user, list_users
from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project_by_slug
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.organizations.audit import audit
from chalicelib.organizations.members import find_member
from chalicelib.organizations.schemas import member_user
from chalicelib.projects.schemas import ProjectMemberAnswer, ProjectRoleBody
from chalicelib.projects.store import list_project_members, remove_project_role, set_project_role

MEMBERS = "/organizations/{org_slug}/projects/{project_slug}/members"

routes = Resource(__name__, tag="Project members")


@routes.endpoint("GET", MEMBERS, access="member:read")
def get_project_members(actor: Actor, org_slug: str, project_slug: str, query: PageQuery) -> Page[ProjectMemberAnswer]:
    """Members with a role of their own in this project. The organization's owners and admins need none."""
    _, project = require_project_by_slug(actor, org_slug, project_slug)
    after = decode_text_cursor(query.cursor)
    found = [m for m in list_project_members(project.project_id) if after is None or m.user_id > after]
    shown = found[: query.limit]
    users = list_users([member.user_id for member in shown])
    rows = [ProjectMemberAnswer(user=member_user(m.user_id, users.get(m.user_id)), role=m.role) for m in shown]
    return page_of(rows, shown[-1].user_id if len(found) > len(shown) else None)


@routes.endpoint("PUT", f"{MEMBERS}/{{user_id}}", access="project:admin")
def set_project_member(
    actor: Actor, org_slug: str, project_slug: str, user_id: str, body: ProjectRoleBody
) -> ProjectMemberAnswer:
    """Give a member of the organization a role in this project."""
    access, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    if find_member(access.organization_id, user_id) is None:
        raise NotFound("The organization has no such member")
    set_project_role(project.project_id, user_id, body.role)
    audit(
        access.organization_id,
        actor,
        "project_member.set",
        user_id,
        project_id=project.project_id,
        role=body.role,
    )
    return ProjectMemberAnswer(user=member_user(user_id, find_user(user_id)), role=body.role)


@routes.endpoint("DELETE", f"{MEMBERS}/{{user_id}}", access="project:admin")
def remove_project_member(actor: Actor, org_slug: str, project_slug: str, user_id: str) -> None:
    """Take the role back; what the organization gives remains."""
    access, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    if not remove_project_role(project.project_id, user_id):
        raise NotFound("This person has no role of their own here")
    audit(access.organization_id, actor, "project_member.remove", user_id, project_id=project.project_id)
