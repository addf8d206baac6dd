"""The SDKs' endpoints. Every answer has the protocol's shape and the headers that browsers need to read it."""

import time
from collections.abc import Callable

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib.config import settings
from chalicelib.errors import MiniSentryError
from chalicelib.http.gateway import client_address
from chalicelib.ingest.outcomes import outcomes
from chalicelib.ingest.pipeline import (
    accept_envelope,
    accept_report_dialog,
    accept_security,
    accept_store,
    accept_store_query,
    answer_report_dialog,
    refuse_minidump,
)
from chalicelib.ingest.request import IngestRequest
from chalicelib.ingest.responses import Answer, answer_failure, answer_preflight, answer_refusal
from chalicelib.logs import log_exception

Accept = Callable[[IngestRequest], Answer]

routes = Blueprint(__name__)

ANY_TYPE = ["*/*"]
# What SDKs and browsers send, by method and resource. `/tunnel` is for pages whose visitors block error trackers: the
# SDK's `tunnel` option, naming its project in the body. `/embed/error-page` is what showReportDialog() loads.
WIRE: dict[tuple[str, str], Accept] = {
    ("POST", "/{project_id}/envelope"): accept_envelope,
    ("POST", "/tunnel"): accept_envelope,
    ("POST", "/{project_id}/store"): accept_store,
    ("POST", "/projects/{project_id}/store"): accept_store,
    ("GET", "/{project_id}/store"): accept_store_query,
    ("POST", "/{project_id}/security"): accept_security,
    ("POST", "/{project_id}/csp-report"): accept_security,
    ("POST", "/{project_id}/minidump"): refuse_minidump,
    ("GET", "/embed/error-page"): answer_report_dialog,
    ("POST", "/embed/error-page"): accept_report_dialog,
}


def _view(accept: Accept) -> Callable[..., Response]:
    def view(project_id: str | None = None) -> Response:
        return respond(routes.current_request, accept, project_id)

    return view


for (method, path), accept in WIRE.items():
    routes.route(path, methods=[method], content_types=ANY_TYPE)(_view(accept))


@routes.route("/embed/error-page", methods=["OPTIONS"], content_types=ANY_TYPE)
@routes.route("/tunnel", methods=["OPTIONS"], content_types=ANY_TYPE)
def preflight_tunnel() -> Response:
    return _response(answer_preflight())


@routes.route("/{project_id}/envelope", methods=["OPTIONS"], content_types=ANY_TYPE)
@routes.route("/{project_id}/store", methods=["OPTIONS"], content_types=ANY_TYPE)
@routes.route("/{project_id}/security", methods=["OPTIONS"], content_types=ANY_TYPE)
@routes.route("/{project_id}/csp-report", methods=["OPTIONS"], content_types=ANY_TYPE)
@routes.route("/projects/{project_id}/store", methods=["OPTIONS"], content_types=ANY_TYPE)
def preflight(project_id: str) -> Response:  # noqa: ARG001 - Chalice passes every path variable.
    return _response(answer_preflight())


def respond(asked: Request, accept: Accept, project_id: str | None) -> Response:
    """Run *accept* and render what it says, whatever it says, so that a page can read it from another origin."""
    request = read_request(asked, project_id)
    try:
        answer = accept(request)
    except MiniSentryError as error:
        answer = answer_refusal(error)
    except Exception as error:  # noqa: BLE001 - Chalice's own 500 lacks the CORS headers and the reason.
        log_exception("ingest_failed", error, project_id=project_id)
        answer = answer_failure()
    outcomes().flush_due(request.now)
    return _response(answer)


def read_request(request: Request, project_id: str | None) -> IngestRequest:
    headers = {name.lower(): value for name, value in request.to_original_event()["headers"].items()}
    return IngestRequest(
        project_id=project_id,
        headers=headers,
        query=request.to_original_event().get("multiValueQueryStringParameters") or {},
        body=request.raw_body,
        client_ip=client_address(headers, request.context["identity"]["sourceIp"], settings().edge_secret),
        now=time.time(),
    )


def _response(answer: Answer) -> Response:
    return Response(answer.body, headers=answer.all_headers(), status_code=answer.status)
