"""Projects and their keys, as Sentry's clients list them."""

from chalice.app import Request, Response

from chalicelib.compat.lookup import find_project_of
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import SentryKey, SentryProject
from chalicelib.compat.serializers import answer_key, answer_project
from chalicelib.http.authentication import Actor
from chalicelib.projects.keys import list_project_keys

routes = SentryResource(__name__, tag="Sentry's API")


@routes.endpoint("GET", "/0/projects/{org_slug}/{project_slug}", access="project:read")
def get_project(actor: Actor, org_slug: str, project_slug: str) -> SentryProject:
    """One project, by its slug or its id."""
    access, project = find_project_of(actor, org_slug, project_slug)
    return answer_project(project, access.organization, access.role)


@routes.endpoint("GET", "/0/projects/{org_slug}/{project_slug}/keys", access="project:read", answer=list[SentryKey])
def get_keys(actor: Actor, org_slug: str, project_slug: str, request: Request) -> Response:
    """The project's keys, oldest first."""
    _, project = find_project_of(actor, org_slug, project_slug)
    return answer_list(request, [answer_key(key) for key in list_project_keys(project.project_id)])
