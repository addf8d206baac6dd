"""Tags of an organization's events and of one issue's, as Sentry's clients read them."""

from chalice.app import Request, Response

from chalicelib.compat.issue_schemas import IssueTag, TagName
from chalicelib.compat.issue_serializers import answer_tag, name_tag
from chalicelib.compat.lookup import find_issue_of, select_projects
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import ProjectsQuery
from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization
from chalicelib.issues.facets import get_facets
from chalicelib.issues.postings import list_tag_keys

routes = SentryResource(__name__, tag="Sentry's API")


@routes.endpoint("GET", "/0/organizations/{org_slug}/tags", access="event:read", answer=list[TagName])
def list_organization_tags(actor: Actor, org_slug: str, query: ProjectsQuery, request: Request) -> Response:
    """The tags that events of the projects carry, of all projects or of those that `project` names."""
    access = require_organization(actor, org_slug)
    projects = select_projects(actor, access, query.project)
    found = {key for project in projects for key in list_tag_keys(project.project_id)}
    return answer_list(request, [TagName(key=key, name=name_tag(key)) for key in sorted(found)])


@routes.endpoint(
    "GET", "/0/organizations/{org_slug}/issues/{issue_id}/tags", access="event:read", answer=list[IssueTag]
)
def list_tags(actor: Actor, org_slug: str, issue_id: str, request: Request) -> Response:
    """The tags of an issue's events, the most frequent first, each with its values."""
    _, project, issue = find_issue_of(actor, org_slug, issue_id)
    facets = get_facets(project.project_id, issue)
    ordered = sorted(facets.items(), key=lambda item: (-item[1].total, item[0]))
    return answer_list(request, [answer_tag(key, facet) for key, facet in ordered])


@routes.endpoint("GET", "/0/organizations/{org_slug}/issues/{issue_id}/tags/{key}", access="event:read")
def show_tag(actor: Actor, org_slug: str, issue_id: str, key: str) -> IssueTag:
    """One tag of an issue's events. Counts are kept for a tag's 100 most frequent values."""
    _, project, issue = find_issue_of(actor, org_slug, issue_id)
    facet = get_facets(project.project_id, issue).get(key)
    if facet is None:
        raise NotFound(f"No event of this issue has the tag {key!r}")
    return answer_tag(key, facet)
