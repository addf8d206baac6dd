"""Tag keys and values that a project's events carried, to complete what somebody types."""

from urllib.parse import unquote

from chalicelib.api.authentication import Actor
from chalicelib.api.authorization import require_project
from chalicelib.api.resource import Resource
from chalicelib.api.schemas.statistics import (
    TagKey,
    TagKeyList,
    TagValueList,
    TagValueName,
    TagValuesQuery,
)
from chalicelib.storage.postings import list_tag_keys, list_tag_values

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
