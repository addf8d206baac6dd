"""Inviting, changing and removing members, each noted in the audit log: for our API and for Sentry's."""

from chalicelib.errors import Forbidden, NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import OrganizationAccess
from chalicelib.organizations.audit import audit
from chalicelib.organizations.invitations import Invitation, invite, withdraw_invitation
from chalicelib.organizations.members import Member, Role, change_role, end_membership, find_member
from chalicelib.organizations.schemas import InviteBody


def invite_by(actor: Actor, access: OrganizationAccess, body: InviteBody) -> tuple[Invitation, str]:
    """The invitation and its link. Raises Forbidden and Conflict."""
    _reject_higher_role(access, body.role)
    invitation, url = invite(access.organization, actor, body.email, body.role)
    audit(access.organization_id, actor, "member.invite", invitation.invitation_id, email=body.email, role=body.role)
    return invitation, url


def withdraw_by(actor: Actor, access: OrganizationAccess, invitation_id: str) -> None:
    """Raises NotFound."""
    invitation = withdraw_invitation(access.organization_id, invitation_id)
    audit(access.organization_id, actor, "invitation.withdraw", invitation_id, email=invitation.email)


def change_role_by(actor: Actor, access: OrganizationAccess, user_id: str, role: Role) -> Member:
    """The member with another role. Raises NotFound, Forbidden, and Conflict for the last owner."""
    member = _get_member(access, user_id)
    _reject_higher_role(access, member.role)
    _reject_higher_role(access, role)
    changed = change_role(member, role) if role != member.role else member
    audit(access.organization_id, actor, "member.change_role", user_id, before=member.role, after=role)
    return changed


def remove_member_by(actor: Actor, access: OrganizationAccess, user_id: str) -> None:
    """Removed by another, or gone of one's own accord. Raises NotFound, Forbidden, and Conflict for the last owner."""
    member = _get_member(access, user_id)
    _reject_higher_role(access, member.role)
    end_membership(member)
    action = "member.leave" if user_id == actor.user_id else "member.remove"
    audit(access.organization_id, actor, action, user_id, role=member.role)


def _get_member(access: OrganizationAccess, user_id: str) -> Member:
    member = find_member(access.organization_id, user_id)
    if member is None:
        raise NotFound("No such member")
    return member


def _reject_higher_role(access: OrganizationAccess, role: Role) -> None:
    """An admin neither makes nor unmakes owners."""
    if not access.has(role):
        raise Forbidden(f"Only an owner may do this to the role {role}")
