"""The gateway's process: listens on loopback until it is told to stop or its supervisor is gone."""

import importlib
import os
import socket
from pathlib import Path

import uvicorn

from infra.local.gateway.asgi import Gateway
from infra.local.gateway.dashboard import Dashboard
from infra.local.gateway.handler import ApiFunction, LambdaFunction
from infra.local.handler_time import report_handler_time
from infra.local.parent import stop_with_parent
from infra.local.warm_up import warm_up

ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    stop_with_parent()
    function = ApiFunction(importlib.import_module("app").app)
    ingest = LambdaFunction("ingest", importlib.import_module("chalicelib.ingest.function").ingest)
    warm_up()
    report_handler_time("gateway")
    gateway = Gateway(function, ingest, Dashboard(ROOT / "frontend" / "dist"))
    config = uvicorn.Config(
        gateway,
        http="httptools",
        loop="uvloop",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=65,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=listen(int(os.environ["PORT"])))
    function.close()
    ingest.close()


def listen(port: int) -> list[socket.socket]:
    """Sockets on both loopback addresses, as "localhost" may mean either; IPv6 is left out where there is none."""
    sockets = [_listen_on(socket.AF_INET, "127.0.0.1", port)]
    try:
        sockets.append(_listen_on(socket.AF_INET6, "::1", port))
    except OSError:
        return sockets
    return sockets


def _listen_on(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


if __name__ == "__main__":
    main()
