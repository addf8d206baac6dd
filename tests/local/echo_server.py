"""A small Chalice app behind the real gateway, on a real socket."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from chalice import Chalice
from chalice.app import CORSConfig, Request, Response

from infra.local.gateway.asgi import Gateway
from infra.local.gateway.dashboard import Dashboard
from infra.local.gateway.handler import ApiFunction
from infra.local.gateway.process import listen
from infra.local.ports import find_free_port

ANY_TYPE = ["*/*"]
BINARY_TYPES = ["application/octet-stream", "application/x-sentry-envelope", "image/png"]


@dataclass
class EchoServer:
    """The gateway at *port*; *events* are what its handler was called with, *dist* is the dashboard's folder."""

    port: int
    dist: Path
    events: list[dict[str, Any]] = field(default_factory=list)


def serve(tmp_path: Path, timeout_seconds: float) -> Iterator[EchoServer]:
    server = EchoServer(find_free_port(), tmp_path / "dist")
    server.dist.mkdir()
    function = ApiFunction(echo_app(server.events), timeout_seconds)
    gateway = Gateway(function, function, Dashboard(server.dist))
    uvicorn_server = uvicorn.Server(
        uvicorn.Config(gateway, http="httptools", loop="uvloop", lifespan="off", log_level="warning")
    )
    thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": listen(server.port)})
    thread.start()
    while not uvicorn_server.started:
        time.sleep(0.005)
    yield server
    uvicorn_server.should_exit = True
    thread.join()
    function.close()


def echo_app(events: list[dict[str, Any]]) -> Chalice:
    app = Chalice(app_name="echo")
    app.api.binary_types = BINARY_TYPES

    def remember(request: Request) -> Any:
        event = request.to_original_event()
        events.append(event)
        return event

    @app.route("/echo/{name}", methods=["GET", "POST"], content_types=ANY_TYPE)
    def echo_event(name: str) -> Any:
        return remember(app.current_request) | {"name": name}

    @app.route("/{project_id}/envelope", methods=["POST"], content_types=ANY_TYPE, cors=CORSConfig(allow_origin="*"))
    def envelope(project_id: str) -> Any:
        remember(app.current_request)
        body = app.current_request.raw_body
        return {"id": project_id, "size": len(body if isinstance(body, bytes) else body.encode())}

    @app.route("/cookies")
    def cookies() -> Response:
        return Response({}, headers={"Set-Cookie": ["a=1; Path=/", "b=2; Path=/"], "X-One": "1"})

    @app.route("/picture")
    def picture() -> Response:
        return Response(bytes(range(256)), headers={"Content-Type": "image/png"})

    @app.route("/slow/{milliseconds}")
    def slow(milliseconds: str) -> dict[str, str]:
        asked = app.current_request.query_params["n"]
        time.sleep(int(milliseconds) / 1000)
        return {"before": asked, "after": app.current_request.query_params["n"]}

    @app.middleware("http")
    def crash_on_request(event: Request, get_response: Any) -> Any:
        if event.headers.get("x-crash"):
            raise MemoryError("out of memory")
        return get_response(event)

    return app
