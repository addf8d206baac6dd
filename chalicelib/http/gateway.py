"""What API Gateway hands over: one event format for its REST and HTTP APIs, and whose address a request counts for.

Pure: an event or headers in, the same form or one address out.
"""

import copy
import hmac
from collections.abc import Mapping
from typing import Any

EDGE_HEADER = "x-minisentry-edge"
# Our ingest host names whom it forwards for; a gateway may not write X-Forwarded-For itself.
CLIENT_HEADER = "x-minisentry-client"
# What CloudFront puts there, over whatever its viewer wrote: look into X-Forwarded-For.
AS_FORWARDED = "as-forwarded"


def client_address(headers: Mapping[str, str], source_ip: str, edge_secret: str) -> str:
    """The gateway's *source_ip*, unless an edge of ours stands in between and proves it by *edge_secret*.

    The ingest host names its client. CloudFront appends its viewer to X-Forwarded-For, and the gateway appends
    CloudFront; whatever the viewer wrote stands further left and is not believed.
    """
    claimed = headers.get(EDGE_HEADER) or ""
    if not edge_secret or not hmac.compare_digest(claimed.encode(), edge_secret.encode()):
        return source_ip
    named = (headers.get(CLIENT_HEADER) or AS_FORWARDED).strip()
    if named != AS_FORWARDED:
        return named
    hops = [hop.strip() for hop in (headers.get("x-forwarded-for") or "").split(",") if hop.strip()]
    if hops and hops[-1] == source_ip:
        hops.pop()
    return hops[-1] if hops else source_ip


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


def serve_under(routes: dict[str, dict[str, Any]], prefix: str) -> None:
    """Serve Chalice's *routes* under *prefix*, too, as API Gateway does by its stage's name."""
    for path, methods in list(routes.items()):
        routes[prefix + path] = {method: _under(entry, prefix) for method, entry in methods.items()}


def _under(entry: Any, prefix: str) -> Any:
    moved = copy.copy(entry)
    moved.uri_pattern = prefix + entry.uri_pattern
    return moved
