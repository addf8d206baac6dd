"""Ports on loopback: which are free, and whether one can be ours."""

import socket
import time

from infra.local.errors import LocalStackError


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def choose_port(wanted: int, patience_seconds: float = 0.0) -> int:
    """*wanted* (0: any free one). Raises LocalStackError when another program still listens there after that long."""
    if wanted == 0:
        return find_free_port()
    deadline = time.monotonic() + patience_seconds
    while not _is_free(wanted):
        if time.monotonic() >= deadline:
            message = f"Port {wanted} is taken by another program; choose another: make run PORT={wanted + 1}"
            raise LocalStackError(message)
        time.sleep(0.1)
    return wanted


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise LocalStackError(f"Port {port} needs more rights; choose another: make run PORT=8080") from None
        except OSError:
            return False
    return True
