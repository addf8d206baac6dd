"""What Sentry's clients may ask for and MiniSentry does not do: refused with a reason that they print."""

import orjson
from chalice.app import Request, Response

from chalicelib.compat.lookup import find_issue_of, find_project_of
from chalicelib.compat.release_schemas import AssembleAnswer
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.compat.schemas import Monitor, Repository
from chalicelib.errors import BadRequest, NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization
from chalicelib.http.responses import answer_with

routes = SentryResource(__name__, tag="Sentry's API")

NO_DEBUG_FILES = (
    "MiniSentry reads source maps of JavaScript, but no debug files of native code, ProGuard or Dart. "
    "Source maps are uploaded by `sourcemaps upload`"
)
NO_SEER = "MiniSentry has no Seer, which explains and fixes issues at Sentry: look at the issue's events instead"
NO_DASHBOARDS = "MiniSentry has no dashboards of one's own: see the statistics on a project's page"
NO_DISCOVER = (
    "MiniSentry keeps no table of events to query: list the events of an issue or of a project instead, "
    "and find issues by a search"
)
MAX_REFUSED = 1000


@routes.endpoint(
    "POST",
    "/0/projects/{org_slug}/{project_slug}/files/difs/assemble",
    access="project:releases",
    errors=(BadRequest,),
    answer=dict[str, AssembleAnswer],
)
def refuse_debug_files(actor: Actor, org_slug: str, project_slug: str, request: Request) -> Response:
    """Debug files are not kept: each is answered with the state `error` and the reason."""
    find_project_of(actor, org_slug, project_slug)
    try:
        wanted = orjson.loads(request.raw_body or b"{}")
    except orjson.JSONDecodeError:
        raise BadRequest("The body is not JSON") from None
    if not isinstance(wanted, dict) or len(wanted) > MAX_REFUSED:
        raise BadRequest(f"Expected an object of at most {MAX_REFUSED} files by checksum")
    refused = AssembleAnswer(state="error", missing_chunks=[], detail=NO_DEBUG_FILES).model_dump(mode="json")
    return answer_with(dict.fromkeys(wanted, refused), 200, {})


@routes.endpoint("GET", "/0/projects/{org_slug}/{project_slug}/files/dsyms/unknown", access="project:releases")
def refuse_unknown_debug_files(actor: Actor, org_slug: str, project_slug: str) -> None:
    """Debug files are not kept."""
    find_project_of(actor, org_slug, project_slug)
    raise NotFound(NO_DEBUG_FILES)


@routes.endpoint("POST", "/0/projects/{org_slug}/{project_slug}/files/dsyms", access="project:releases")
def refuse_debug_file(actor: Actor, org_slug: str, project_slug: str) -> None:
    """Debug files are not kept."""
    find_project_of(actor, org_slug, project_slug)
    raise NotFound(NO_DEBUG_FILES)


@routes.endpoint("GET", "/0/organizations/{org_slug}/repos", access="org:read", answer=list[Repository])
def list_repositories(actor: Actor, org_slug: str, request: Request) -> Response:
    """None: no host of repositories is connected, so that clients read commits from the local repository instead."""
    require_organization(actor, org_slug)
    return answer_list(request, [])


@routes.endpoint("GET", "/0/organizations/{org_slug}/monitors", access="project:read", answer=list[Monitor])
def list_monitors(actor: Actor, org_slug: str, request: Request) -> Response:
    """None: check-ins are accepted and counted, but no schedule is watched yet."""
    require_organization(actor, org_slug)
    return answer_list(request, [])


@routes.endpoint("GET", "/0/organizations/{org_slug}/dashboards", access="org:read")
def refuse_dashboards(actor: Actor, org_slug: str) -> None:
    """There are no dashboards of one's own."""
    require_organization(actor, org_slug)
    raise NotFound(NO_DASHBOARDS)


@routes.endpoint("GET", "/0/organizations/{org_slug}/issues/{issue_id}/autofix", access="event:read")
def refuse_autofix(actor: Actor, org_slug: str, issue_id: str) -> None:
    """There is no Seer."""
    find_issue_of(actor, org_slug, issue_id)
    raise NotFound(NO_SEER)


@routes.endpoint("POST", "/0/organizations/{org_slug}/issues/{issue_id}/autofix", access="event:read")
def refuse_to_autofix(actor: Actor, org_slug: str, issue_id: str) -> None:
    """There is no Seer."""
    find_issue_of(actor, org_slug, issue_id)
    raise NotFound(NO_SEER)


@routes.endpoint("GET", "/0/organizations/{org_slug}/events", access="event:read")
def refuse_discover(actor: Actor, org_slug: str) -> None:
    """There is no Discover: events are listed by issue and by project."""
    require_organization(actor, org_slug)
    raise NotFound(NO_DISCOVER)


@routes.endpoint("GET", "/0/organizations/{org_slug}/events/validate", access="event:read")
def refuse_to_validate(actor: Actor, org_slug: str) -> None:
    """There is no Discover, whose queries some clients have checked first."""
    require_organization(actor, org_slug)
    raise NotFound(NO_DISCOVER)
