"""Members of an organization and its one team, as Sentry's clients list, invite, change and remove them."""

from chalice.app import Request, Response

from chalicelib.accounts.store import list_users
from chalicelib.compat.lookup import ONE_TEAM, require_everyone
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import ListQuery, NewMember, RoleChange, SentryMember, SentryTeam
from chalicelib.compat.serializers import answer_invited, answer_member, answer_team, invited_id
from chalicelib.errors import BadRequest, Conflict, NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import OrganizationAccess, require_organization
from chalicelib.organizations.invitations import list_invitations
from chalicelib.organizations.member_changes import change_role_by, invite_by, remove_member_by, withdraw_by
from chalicelib.organizations.members import list_members
from chalicelib.organizations.schemas import InviteBody

routes = SentryResource(__name__, tag="Sentry's API")

MEMBERS = "/0/organizations/{org_slug}/members"
MEMBER = f"{MEMBERS}/{{member_id}}"


@routes.endpoint("GET", MEMBERS, access="member:read", answer=list[SentryMember])
def get_members(actor: Actor, org_slug: str, query: ListQuery, request: Request) -> Response:
    """The members in the order they joined."""
    access = require_organization(actor, org_slug)
    rows = _list_members(access)
    return answer_list(request, [row for row in rows if query.fits(row.email, row.name)])


@routes.endpoint("POST", MEMBERS, access="member:write", status=201, errors=(Conflict,))
def invite_member(actor: Actor, org_slug: str, body: NewMember) -> SentryMember:
    """Invite somebody by mail. The answer's id is the member's from now on."""
    access = require_organization(actor, org_slug, "admin")
    invitation, _ = invite_by(actor, access, InviteBody(email=body.email, role=body.wanted or "member"))
    return answer_invited(invitation)


@routes.endpoint("GET", MEMBER, access="member:read")
def get_member(actor: Actor, org_slug: str, member_id: str) -> SentryMember:
    """One member, or somebody invited, whom admins see as pending."""
    access = require_organization(actor, org_slug)
    return _get_member(access, member_id)


@routes.endpoint("PUT", MEMBER, access="member:write", errors=(BadRequest, Conflict))
def change_member(actor: Actor, org_slug: str, member_id: str, body: RoleChange) -> SentryMember:
    """Give a member another role. Whoever is invited gets a new invitation with it, in place of the first."""
    access = require_organization(actor, org_slug, "admin")
    member = _get_member(access, member_id)
    role = body.wanted
    if role is None or role == member.role:
        return member
    if member.user is None:
        invitation, _ = invite_by(actor, access, InviteBody(email=member.email, role=role))
        return answer_invited(invitation)
    change_role_by(actor, access, member.id, role)
    return _get_member(access, member.id)


@routes.endpoint("DELETE", MEMBER, access="member:write", errors=(Conflict,))
def remove_member(actor: Actor, org_slug: str, member_id: str) -> None:
    """Remove a member, or withdraw an invitation."""
    access = require_organization(actor, org_slug, "admin")
    member = _get_member(access, member_id)
    if member.user is not None:
        remove_member_by(actor, access, member.id)
        return
    for invitation in list_invitations(access.organization_id):
        if invitation.email == member.email:
            withdraw_by(actor, access, invitation.invitation_id)


@routes.endpoint("GET", "/0/organizations/{org_slug}/teams", access="org:read", answer=list[SentryTeam])
def get_teams(actor: Actor, org_slug: str, request: Request) -> Response:
    """The one team, of all members, who have access to projects by their role."""
    access = require_organization(actor, org_slug)
    return answer_list(request, [_answer_team(access)])


@routes.endpoint("POST", "/0/organizations/{org_slug}/teams", access="org:write", errors=(BadRequest,))
def refuse_team(actor: Actor, org_slug: str) -> None:
    """There are no teams of one's own."""
    require_organization(actor, org_slug, "admin")
    raise BadRequest(ONE_TEAM)


@routes.endpoint("GET", "/0/teams/{org_slug}/{team_slug}", access="org:read")
def get_team(actor: Actor, org_slug: str, team_slug: str) -> SentryTeam:
    """The one team, of all members."""
    access = require_organization(actor, org_slug)
    require_everyone(team_slug)
    return _answer_team(access)


def _answer_team(access: OrganizationAccess) -> SentryTeam:
    return answer_team(access.organization, len(list_members(access.organization_id)))


def _list_members(access: OrganizationAccess) -> list[SentryMember]:
    members = list_members(access.organization_id)
    users = list_users([member.user_id for member in members])
    return [answer_member(users[m.user_id], m.role, m.joined_at) for m in members if m.user_id in users]


def _get_member(access: OrganizationAccess, member_id: str) -> SentryMember:
    for member in _list_members(access):
        if member_id in {member.id, invited_id(access.organization_id, member.email)}:
            return member
    if access.has("admin"):
        for invitation in list_invitations(access.organization_id):
            if member_id == invited_id(access.organization_id, invitation.email):
                return answer_invited(invitation)
    raise NotFound("No such member")
