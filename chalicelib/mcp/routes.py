"""The agents' endpoint: streamable HTTP without sessions or streams, each message answered by itself."""

from chalice.app import Request, Response

from chalicelib.errors import BadRequest, MethodNotAllowed
from chalicelib.http.authentication import Actor
from chalicelib.http.request import reject_foreign_page
from chalicelib.http.resource import Resource
from chalicelib.http.responses import answer_with
from chalicelib.mcp.protocol import VERSIONS, RpcAnswer, RpcError, RpcRequest
from chalicelib.mcp.server import answer_message

routes = Resource(__name__, tag="Agents")


@routes.endpoint("POST", "/mcp", access="any", status=(200, 202), answer=RpcAnswer)
def receive_message(actor: Actor, body: RpcRequest, request: Request) -> Response:
    """Answer one JSON-RPC message of the Model Context Protocol.

    An API token decides which tools there are: those that read need `event:read` and `project:read`, those that change
    issues `event:write`. Notifications are answered by 202 without a body.
    """
    reject_foreign_page(request)
    _reject_unknown_version(request)
    if not body.wants_answer:
        return Response("", status_code=202, headers={})
    return answer_with(_answer(actor, body), 200, {})


@routes.endpoint("GET", "/mcp", access="any", answer=RpcAnswer, errors=(MethodNotAllowed,))
def open_stream(actor: Actor) -> Response:
    """Refuse the stream that a client may ask for: nothing is ever sent unasked, so it shall not wait for it."""
    raise MethodNotAllowed(f"There is no stream for {actor.user_id}; send messages by POST", headers={"Allow": "POST"})


@routes.endpoint("DELETE", "/mcp", access="any", answer=RpcAnswer, errors=(MethodNotAllowed,))
def end_session(actor: Actor) -> Response:
    """Refuse to end a session: there are none."""
    raise MethodNotAllowed(f"{actor.user_id} has no session to end", headers={"Allow": "POST"})


def _answer(actor: Actor, body: RpcRequest) -> dict[str, object]:
    """Without the fields that are not there: a result and an error exclude each other."""
    try:
        answer = RpcAnswer(id=body.id, result=answer_message(actor, body.method or "", body.params))
    except RpcError as error:
        answer = RpcAnswer(id=body.id, error=error.fault)
    return answer.model_dump(mode="json", exclude_none=True)


def _reject_unknown_version(request: Request) -> None:
    version = request.headers.get("mcp-protocol-version")
    if version is not None and version not in VERSIONS:
        raise BadRequest(f"Unknown MCP-Protocol-Version; expected one of {', '.join(VERSIONS)}")
