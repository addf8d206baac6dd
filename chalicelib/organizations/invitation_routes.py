"""Invitations: what is open, withdrawing one, looking at one by its link, taking it."""

from chalicelib.accounts.store import get_user
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.organizations.audit import audit
from chalicelib.organizations.invitations import (
    Invitation,
    accept_invitation,
    find_invitation,
    list_invitations,
)
from chalicelib.organizations.member_changes import withdraw_by
from chalicelib.organizations.schemas import (
    InvitationAnswer,
    MemberAnswer,
    OpenInvitationAnswer,
    invitation_answer,
    member_answer,
    organization_reference,
)
from chalicelib.organizations.store import find_organization
from chalicelib.times import utc_now

routes = Resource(__name__, tag="Invitations")


@routes.endpoint("GET", "/organizations/{org_slug}/invitations", access="member:read")
def get_invitations(actor: Actor, org_slug: str, query: PageQuery) -> Page[InvitationAnswer]:
    """Invitations nobody has taken yet, newest first."""
    access = require_organization(actor, org_slug, "admin")
    before = decode_text_cursor(query.cursor)
    found = [i for i in list_invitations(access.organization_id) if before is None or _position(i) < before]
    shown = found[: query.limit]
    return page_of([invitation_answer(i) for i in shown], _position(shown[-1]) if len(found) > len(shown) else None)


@routes.endpoint("DELETE", "/organizations/{org_slug}/invitations/{invitation_id}", access="member:write")
def withdraw(actor: Actor, org_slug: str, invitation_id: str) -> None:
    """Withdraw an invitation; its link stops working."""
    access = require_organization(actor, org_slug, "admin")
    withdraw_by(actor, access, invitation_id)


@routes.endpoint("GET", "/invitations/{token}", access="public")
def get_invitation(token: str) -> OpenInvitationAnswer:
    """What an invitation's link leads to. Whoever has the link may know."""
    invitation = _get_open(token)
    organization = find_organization(invitation.organization_id)
    if organization is None:
        raise _gone()
    return OpenInvitationAnswer(
        organization=organization_reference(organization),
        email=invitation.email,
        role=invitation.role,
        expires_at=invitation.expires_on,
    )


@routes.endpoint("POST", "/invitations/{token}/accept", access="session", errors=(Conflict,))
def accept(actor: Actor, token: str) -> MemberAnswer:
    """Join the organization. The invitation counts for the invited address only."""
    invitation = _get_open(token)
    user = get_user(actor.user_id)
    if user.email.lower() != invitation.email:
        raise Forbidden(f"This invitation is for {invitation.email}: sign in with that address")
    member = accept_invitation(invitation, actor.user_id, utc_now())
    audit(invitation.organization_id, actor, "member.join", actor.user_id, role=member.role)
    return member_answer(member, user)


def _get_open(token: str) -> Invitation:
    invitation = find_invitation(token)
    if invitation is None:
        raise _gone()
    return invitation


def _gone() -> NotFound:
    return NotFound("This invitation is not open any more")


def _position(invitation: Invitation) -> str:
    return f"{invitation.created_at}#{invitation.invitation_id}"
