"""Events of the HTTP API in front of ingestion, made the same as a REST API's. Pure."""

from collections.abc import Mapping
from typing import Any


def as_rest_event(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """*event* with the resource that a REST API would name.

    To an HTTP API a trailing slash is part of the route, so that SDKs reach `/{project_id}/envelope/`; a REST API
    drops it, and Chalice knows resources without.
    """
    context = event.get("requestContext") or {}
    resource = context.get("resourcePath")
    if not isinstance(resource, str) or len(resource) < 2 or not resource.endswith("/"):
        return event
    stripped = resource.rstrip("/")
    return {**event, "resource": stripped, "requestContext": {**context, "resourcePath": stripped}}
