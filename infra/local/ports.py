"""Ports on loopback: which are free, and whether one can be ours."""

import errno
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
    # "localhost" may mean either address, and a stranger on one of them would get half of our visitors.
    return _can_bind(socket.AF_INET, "127.0.0.1", port) and _can_bind(socket.AF_INET6, "::1", port)


def _can_bind(family: socket.AddressFamily, address: str, port: int) -> bool:
    """Whether the port is free there; yes on a machine without such addresses."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except PermissionError:
        raise LocalStackError(f"Port {port} needs more rights; choose another: make run PORT=8080") from None
    except OSError as error:
        return error.errno != errno.EADDRINUSE
    return True
