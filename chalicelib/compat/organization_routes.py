"""Organizations and what belongs to one, as Sentry's clients list them."""

from chalice.app import Request, Response

from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import ListQuery, SentryOrganization, SentryProject
from chalicelib.compat.serializers import answer_organization, answer_project
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import readable_projects, require_organization
from chalicelib.http.pagination import decode_text_cursor, encode_cursor
from chalicelib.organizations.members import list_memberships
from chalicelib.organizations.store import list_organizations

routes = SentryResource(__name__, tag="Sentry's API")


@routes.endpoint("GET", "/0/organizations", access="org:read", answer=list[SentryOrganization])
def get_organizations(actor: Actor, query: ListQuery, request: Request) -> Response:
    """The organizations one belongs to."""
    memberships = list_memberships(actor.user_id)
    found = list_organizations([member.organization_id for member in memberships])
    rows = [answer_organization(found[m.organization_id], m.role) for m in memberships if m.organization_id in found]
    return answer_list(request, [row for row in rows if query.fits(row.slug, row.name)])


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
        if (after is None or project.slug > after) and query.fits(project.slug, project.name)
    ]
    shown = found[: query.page_size]
    rows = [answer_project(project, access.organization, access.role) for project in shown]
    return answer_list(request, rows, encode_cursor(shown[-1].slug) if len(found) > len(shown) else None)
