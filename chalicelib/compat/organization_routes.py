"""Organizations and what belongs to one, as Sentry's clients list them."""

from chalice.app import Request, Response

from chalicelib.accounts.store import list_users
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import ListQuery, SentryMember, SentryOrganization, SentryProject, SentryTeam
from chalicelib.compat.serializers import answer_member, answer_organization, answer_project
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import readable_projects, require_organization
from chalicelib.http.pagination import decode_text_cursor, encode_cursor
from chalicelib.organizations.members import list_members, list_memberships
from chalicelib.organizations.store import list_organizations

routes = SentryResource(__name__, tag="Sentry's API")


@routes.endpoint("GET", "/0/organizations", access="org:read", answer=list[SentryOrganization])
def get_organizations(actor: Actor, query: ListQuery, request: Request) -> Response:
    """The organizations one belongs to."""
    memberships = list_memberships(actor.user_id)
    found = list_organizations([member.organization_id for member in memberships])
    rows = [answer_organization(found[m.organization_id], m.role) for m in memberships if m.organization_id in found]
    return answer_list(request, [row for row in rows if fits(query, row.slug, row.name)])


@routes.endpoint("GET", "/0/organizations/{org_slug}", access="org:read")
def get_organization(actor: Actor, org_slug: str) -> SentryOrganization:
    """One organization. Its links lead to this host, whatever region a client thinks of."""
    access = require_organization(actor, org_slug)
    return answer_organization(access.organization, access.role)


@routes.endpoint("GET", "/0/organizations/{org_slug}/projects", access="project:read", answer=list[SentryProject])
def get_projects(actor: Actor, org_slug: str, query: ListQuery, request: Request) -> Response:
    """The organization's projects that the caller may read, by slug."""
    access = require_organization(actor, org_slug)
    after = decode_text_cursor(query.cursor or None)
    found = [
        project
        for project in readable_projects(actor, access)
        if (after is None or project.slug > after) and fits(query, project.slug, project.name)
    ]
    shown = found[: query.page_size]
    rows = [answer_project(project, access.organization, access.role) for project in shown]
    return answer_list(request, rows, encode_cursor(shown[-1].slug) if len(found) > len(shown) else None)


@routes.endpoint("GET", "/0/organizations/{org_slug}/teams", access="org:read", answer=list[SentryTeam])
def get_teams(actor: Actor, org_slug: str, request: Request) -> Response:
    """There are no teams: members have access to projects by their role."""
    require_organization(actor, org_slug)
    return answer_list(request, [])


@routes.endpoint("GET", "/0/organizations/{org_slug}/members", access="member:read", answer=list[SentryMember])
def get_members(actor: Actor, org_slug: str, query: ListQuery, request: Request) -> Response:
    """The members in the order they joined."""
    access = require_organization(actor, org_slug)
    members = list_members(access.organization_id)
    users = list_users([member.user_id for member in members])
    rows = [answer_member(users[m.user_id], m.role, m.joined_at) for m in members if m.user_id in users]
    return answer_list(request, [row for row in rows if fits(query, row.email, row.name)])


def fits(query: ListQuery, *texts: str) -> bool:
    """Whether one of *texts* contains what a list is narrowed to."""
    wanted = (query.query or "").casefold().strip()
    return not wanted or any(wanted in text.casefold() for text in texts)
