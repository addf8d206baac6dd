"""Organizations, their members and invitations, as the API reads and answers them."""

from typing import Any

from chalicelib.accounts.schemas import Email
from chalicelib.accounts.store import User
from chalicelib.http.schemas import Answer, Body, Name, Text
from chalicelib.organizations.audit import AuditEntry
from chalicelib.organizations.invitations import Invitation
from chalicelib.organizations.members import Member, Role
from chalicelib.organizations.slugs import Slug
from chalicelib.organizations.store import Organization


class NewOrganizationBody(Body):
    """*slug* is made from the name when left out."""

    name: Name
    slug: Slug | None = None
    description: Text = ""


class OrganizationBody(Body):
    """What is left out stays as it is."""

    name: Name | None = None
    slug: Slug | None = None
    description: Text | None = None


class InviteBody(Body):
    email: Email
    role: Role = "member"


class RoleBody(Body):
    role: Role


class OrganizationAnswer(Answer):
    """*role* is what the caller is in it."""

    id: str
    name: str
    slug: str
    description: str
    role: Role
    created_at: str
    updated_at: str


class OrganizationReference(Answer):
    id: str
    name: str
    slug: str


class MemberUser(Answer):
    id: str
    name: str
    email: str
    avatar_url: str | None


class MemberAnswer(Answer):
    user: MemberUser
    role: Role
    joined_at: str


class InvitationAnswer(Answer):
    """*url* is the invitation's link, shown to its sender once."""

    id: str
    email: str
    role: Role
    invited_by: str
    created_at: str
    expires_at: str
    url: str | None = None


class InvitedAnswer(Answer):
    invitation: InvitationAnswer


class OpenInvitationAnswer(Answer):
    """What the holder of a link may know before signing in."""

    organization: OrganizationReference
    email: str
    role: Role
    expires_at: str


class AuditEntryAnswer(Answer):
    id: str
    actor: MemberUser | None
    action: str
    target: str
    details: dict[str, Any]
    address: str | None
    created_at: str


def organization_answer(organization: Organization, role: Role) -> OrganizationAnswer:
    return OrganizationAnswer(
        id=organization.organization_id,
        name=organization.name,
        slug=organization.slug,
        description=organization.description,
        role=role,
        created_at=organization.created_at,
        updated_at=organization.updated_at,
    )


def organization_reference(organization: Organization) -> OrganizationReference:
    return OrganizationReference(id=organization.organization_id, name=organization.name, slug=organization.slug)


def member_user(user_id: str, user: User | None) -> MemberUser:
    """A person as colleagues see them; one who is gone keeps the id."""
    if user is None:
        return MemberUser(id=user_id, name="", email="", avatar_url=None)
    return MemberUser(id=user.user_id, name=user.name, email=user.email, avatar_url=user.avatar_url)


def member_answer(member: Member, user: User | None) -> MemberAnswer:
    return MemberAnswer(user=member_user(member.user_id, user), role=member.role, joined_at=member.joined_at)


def invitation_answer(invitation: Invitation, url: str | None = None) -> InvitationAnswer:
    return InvitationAnswer(
        id=invitation.invitation_id,
        email=invitation.email,
        role=invitation.role,
        invited_by=invitation.invited_by,
        created_at=invitation.created_at,
        expires_at=invitation.expires_on,
        url=url,
    )


def audit_answer(entry: AuditEntry, actor: User | None) -> AuditEntryAnswer:
    return AuditEntryAnswer(
        id=entry.entry_id,
        actor=member_user(entry.actor_id, actor),
        action=entry.action,
        target=entry.target,
        details=entry.details,
        address=entry.address,
        created_at=entry.created_at,
    )
