"""The Lambda behind the DSN's HTTP API: it takes what SDKs send, and is no part of what people at the dashboard use.

It has memory, rights and concurrent executions of its own, so that a storm of events costs the dashboard none of
these; and it loads no schemas, no search and no index. Without an ingest edge nobody calls it: then the REST API's
function serves the same routes.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib.http.gateway import as_rest_event
from chalicelib.http.security_headers import add_security_headers
from chalicelib.ingest.routes import WIRE, respond
from chalicelib.process_tuning import tune_process

function = Blueprint(__name__)


@function.lambda_function(name="ingest")  # type: ignore[untyped-decorator] # As Chalice declares it.
def ingest(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request, given as an event of API Gateway's format 1.0."""
    request = Request(dict(as_rest_event(event)), context)
    accept = WIRE.get((request.method, request.context["resourcePath"]))
    if accept is None:
        response = Response(orjson.dumps({"detail": "No such route"}).decode(), {}, 404)
    else:
        response = respond(request, accept, (request.uri_params or {}).get("project_id"))
    return dict(add_security_headers(response).to_dict())


tune_process()
