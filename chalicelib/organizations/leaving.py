"""How a membership ends: the member's row, and with it what single projects gave to that person."""

from chalicelib.organizations.members import Member, remove_member
from chalicelib.projects.members import remove_project_role
from chalicelib.projects.slugs import list_projects


def end_membership(member: Member) -> None:
    """Remove a member and what single projects gave to them. Raises Conflict for the last owner."""
    remove_member(member)
    for project in list_projects(member.organization_id):
        remove_project_role(project.project_id, member.user_id)
