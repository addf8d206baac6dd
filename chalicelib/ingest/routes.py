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

routes = Blueprint(__name__)

ANY_TYPE = ["*/*"]


@routes.route("/{project_id}/envelope", methods=["POST"], content_types=ANY_TYPE)
def post_envelope(project_id: str) -> Response:
    return respond(accept_envelope, project_id)


@routes.route("/tunnel", methods=["POST"], content_types=ANY_TYPE)
def post_tunnel() -> Response:
    """For pages whose visitors block error trackers: the SDK's `tunnel` option, naming its project in the body."""
    return respond(accept_envelope, None)


@routes.route("/{project_id}/store", methods=["POST"], content_types=ANY_TYPE)
def post_store(project_id: str) -> Response:
    return respond(accept_store, project_id)


@routes.route("/projects/{project_id}/store", methods=["POST"], content_types=ANY_TYPE)
def post_project_store(project_id: str) -> Response:
    return respond(accept_store, project_id)


@routes.route("/{project_id}/store", methods=["GET"], content_types=ANY_TYPE)
def get_store(project_id: str) -> Response:
    return respond(accept_store_query, project_id)


@routes.route("/{project_id}/security", methods=["POST"], content_types=ANY_TYPE)
def post_security(project_id: str) -> Response:
    return respond(accept_security, project_id)


@routes.route("/{project_id}/csp-report", methods=["POST"], content_types=ANY_TYPE)
def post_csp_report(project_id: str) -> Response:
    return respond(accept_security, project_id)


@routes.route("/{project_id}/minidump", methods=["POST"], content_types=ANY_TYPE)
def post_minidump(project_id: str) -> Response:
    return respond(refuse_minidump, project_id)


@routes.route("/embed/error-page", methods=["GET"], content_types=ANY_TYPE)
def get_report_dialog() -> Response:
    """The script that an SDK's showReportDialog() loads from its DSN's host."""
    return respond(answer_report_dialog, None)


@routes.route("/embed/error-page", methods=["POST"], content_types=ANY_TYPE)
def post_report_dialog() -> Response:
    return respond(accept_report_dialog, None)


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


def respond(accept: Callable[[IngestRequest], Answer], project_id: str | None) -> Response:
    """Run *accept* and render what it says, whatever it says, so that a page can read it from another origin."""
    request = read_request(routes.current_request, project_id)
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
