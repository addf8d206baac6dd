"""Tag keys and values that a project's events carried, to complete what somebody types."""

from urllib.parse import unquote

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.issues.postings import list_tag_keys, list_tag_values
from chalicelib.projects.statistics_schemas import TagKey, TagKeyList, TagValueList, TagValueName, TagValuesQuery

routes = Resource(__name__, tag="tags")


@routes.endpoint("GET", "/projects/{project_id}/tags", access="event:read")
def show_tag_keys(project_id: str, actor: Actor) -> TagKeyList:
    """List the tag keys seen in a project."""
    require_project(actor, project_id)
    return TagKeyList(data=[TagKey(key=key) for key in list_tag_keys(project_id)])


@routes.endpoint("GET", "/projects/{project_id}/tags/{key}", access="event:read")
def show_tag_values(project_id: str, key: str, actor: Actor, query: TagValuesQuery) -> TagValueList:
    """List up to 100 values of a tag that begin with *prefix*."""
    require_project(actor, project_id)
    values = list_tag_values(project_id, unquote(key), query.prefix)
    return TagValueList(data=[TagValueName(value=value) for value in values])
