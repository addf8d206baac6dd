"""The gateway as an ASGI application: `/api/*` becomes an event for one of two functions, the rest is the dashboard.

As on CloudFront, agents find theirs at `/mcp`, too.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from infra.local.gateway.answer import Answer, answer_error
from infra.local.gateway.body import MAX_PAYLOAD_BYTES
from infra.local.gateway.dashboard import Dashboard
from infra.local.gateway.errors import GatewayError, not_found, payload_too_large
from infra.local.gateway.event import STAGE, build_http_event, build_rest_event
from infra.local.gateway.handler import ApiFunction, LambdaFunction
from infra.local.gateway.request import GatewayRequest
from infra.local.gateway.routes import RouteTable
from infra.wire_routes import WIRE_ROUTES

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# How much of a body that is too large is read and dropped, so that the client finishes sending and reads the 413.
_MAX_DRAINED_BYTES = 64 * 1024 * 1024


AGENTS = b"/mcp"


class Gateway:
    """Serves the API's function, that of ingestion behind the wire's routes, and one built dashboard."""

    def __init__(self, function: ApiFunction, ingest: LambdaFunction, dashboard: Dashboard) -> None:
        self._function = function
        self._ingest = ingest
        self._dashboard = dashboard
        self._routes = RouteTable(function.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: bytes = scope.get("raw_path") or scope["path"].encode()
        if path == AGENTS:
            path = f"/{STAGE}".encode() + AGENTS
            scope["raw_path"] = path
        if path == b"/" + STAGE.encode() or path.startswith(f"/{STAGE}/".encode()):
            await _send_answer(send, scope["method"], await self._answer_api(scope, receive))
        else:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            await _send_answer(send, scope["method"], self._dashboard.answer(scope["method"], scope["path"], headers))

    async def _answer_api(self, scope: Scope, receive: Receive) -> Answer:
        try:
            request = await _read_request(scope, receive)
            return await self._route(request)
        except GatewayError as error:
            return answer_error(error)

    async def _route(self, request: GatewayRequest) -> Answer:
        resource = self._routes.find(request.path.removeprefix(f"/{STAGE}"))
        if resource is None:
            raise not_found()
        methods = self._function.routes[resource.path]
        if request.method not in methods:
            return _answer_preflight(request, methods)
        if f"{resource.path}/{request.method}" in WIRE_ROUTES:
            return await self._ingest.invoke(build_http_event(request, resource))
        return await self._function.invoke(build_rest_event(request, resource, self._function.binary_types))


def _answer_preflight(request: GatewayRequest, methods: dict[str, Any]) -> Answer:
    """What the mock integration answers that Chalice deploys beside every route with CORS. Raises 404 elsewhere."""
    cors = next((entry.cors for entry in methods.values() if entry.cors is not None), None)
    if request.method != "OPTIONS" or cors is None:
        raise not_found()
    allowed = ",".join(sorted({*methods, "OPTIONS"}))
    return Answer(200, [*cors.get_access_control_headers().items(), ("Access-Control-Allow-Methods", allowed)])


async def _read_request(scope: Scope, receive: Receive) -> GatewayRequest:
    peer = (scope.get("client") or ("127.0.0.1", 0))[0]
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    return GatewayRequest(
        method=scope["method"],
        path=(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=(*headers, ("x-forwarded-proto", scope["scheme"])),
        body=await _read_body(receive),
        source_ip=peer,
        http_version=scope["http_version"],
    )


async def _read_body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise payload_too_large() if size > MAX_PAYLOAD_BYTES else _gone()
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > MAX_PAYLOAD_BYTES:
            chunks.clear()
        else:
            chunks.append(chunk)
        if not message.get("more_body") or size > _MAX_DRAINED_BYTES:
            break
    if size > MAX_PAYLOAD_BYTES:
        raise payload_too_large()
    return b"".join(chunks)


def _gone() -> GatewayError:
    return GatewayError(400, "bad_request", "The client left before its body was complete")


async def _send_answer(send: Send, method: str, answer: Answer) -> None:
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1", "replace"))
        for name, value in answer.headers
        if name.lower() != "content-length"
    ]
    if answer.status not in {204, 304}:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})
