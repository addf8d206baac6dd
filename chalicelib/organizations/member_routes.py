"""Members of an organization: list, invite, change role, remove, leave."""

from chalicelib.accounts.store import find_user, list_users
from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.organizations.member_changes import change_role_by, invite_by, remove_member_by
from chalicelib.organizations.members import Member, list_members
from chalicelib.organizations.schemas import (
    InviteBody,
    InvitedAnswer,
    MemberAnswer,
    RoleBody,
    invitation_answer,
    member_answer,
)

routes = Resource(__name__, tag="Members")


@routes.endpoint("GET", "/organizations/{org_slug}/members", access="member:read")
def get_members(actor: Actor, org_slug: str, query: PageQuery) -> Page[MemberAnswer]:
    """The members in the order they joined."""
    access = require_organization(actor, org_slug)
    after = decode_text_cursor(query.cursor)
    members = [m for m in list_members(access.organization_id) if after is None or _position(m) > after]
    shown = members[: query.limit]
    users = list_users([member.user_id for member in shown])
    rows = [member_answer(member, users.get(member.user_id)) for member in shown]
    return page_of(rows, _position(shown[-1]) if len(members) > len(shown) else None)


@routes.endpoint("POST", "/organizations/{org_slug}/members", access="member:write", status=201, errors=(Conflict,))
def invite_member(actor: Actor, org_slug: str, body: InviteBody) -> InvitedAnswer:
    """Invite somebody by mail. The link is shown here too, for stages without a mail service."""
    access = require_organization(actor, org_slug, "admin")
    invitation, url = invite_by(actor, access, body)
    return InvitedAnswer(invitation=invitation_answer(invitation, url))


@routes.endpoint("PUT", "/organizations/{org_slug}/members/{user_id}", access="member:write", errors=(Conflict,))
def change_member(actor: Actor, org_slug: str, user_id: str, body: RoleBody) -> MemberAnswer:
    """Give a member another role. The last owner stays one."""
    access = require_organization(actor, org_slug, "admin")
    return member_answer(change_role_by(actor, access, user_id, body.role), find_user(user_id))


@routes.endpoint("DELETE", "/organizations/{org_slug}/members/{user_id}", access="member:write", errors=(Conflict,))
def remove_or_leave(actor: Actor, org_slug: str, user_id: str) -> None:
    """Remove a member, or leave when it is oneself. The last owner cannot."""
    access = require_organization(actor, org_slug, "member" if user_id == actor.user_id else "admin")
    remove_member_by(actor, access, user_id)


def _position(member: Member) -> str:
    return f"{member.joined_at}#{member.user_id}"
