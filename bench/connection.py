"""The lightest HTTP client that will do: one keep-alive socket, one request at a time, answers read to their end."""

import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 60.0
READ_BYTES = 65536
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a DSN sends, and as whom."""

    scheme: str
    host: str
    port: int
    path: str
    public_key: str


class BadAnswer(OSError):
    """The server closed the connection or said something that is no HTTP."""


def parse_target(dsn: str) -> Target:
    """The envelope endpoint of *dsn*, as SDKs derive it. Raises ValueError."""
    parts = urlsplit(dsn)
    if parts.scheme not in PORTS or parts.hostname is None or not parts.username:
        raise ValueError(f"{dsn!r} is no DSN; expected http[s]://<key>@<host>/<project id>")
    prefix, _, project_id = parts.path.rpartition("/")
    return Target(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        path=f"{prefix}/api/{project_id}/envelope/",
        public_key=parts.username,
    )


class Connection:
    """Reconnects by itself where a server ends keep-alive."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._socket: socket.socket | None = None
        self._buffer = b""

    def post(self, request: bytes) -> int:
        """The status that *request*, complete with its head, is answered with. Raises OSError."""
        if self._socket is None:
            self._socket = self._connect()
        try:
            self._socket.sendall(request)
            return self._read_answer()
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._buffer = None, b""

    def _connect(self) -> socket.socket:
        raw = socket.create_connection((self._target.host, self._target.port), TIMEOUT_SECONDS)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._target.scheme == "http":
            return raw
        return ssl.create_default_context().wrap_socket(raw, server_hostname=self._target.host)

    def _read_answer(self) -> int:
        head = self._read_until(b"\r\n\r\n").lower()
        if not head.startswith(b"http/1."):
            raise BadAnswer("the server does not speak HTTP/1.1")
        if b"\r\ntransfer-encoding: chunked" in head:
            self._read_chunks()
        else:
            self._read_bytes(int(_header(head, b"content-length") or 0))
        if b"\r\nconnection: close" in head:
            self.close()
        return int(head[9:12])

    def _read_chunks(self) -> None:
        while size := int(self._read_until(b"\r\n").partition(b";")[0], 16):
            self._read_bytes(size + 2)
        self._read_until(b"\r\n")

    def _read_until(self, end: bytes) -> bytes:
        while end not in self._buffer:
            self._receive()
        found, _, self._buffer = self._buffer.partition(end)
        return found + end

    def _read_bytes(self, count: int) -> None:
        while len(self._buffer) < count:
            self._receive()
        self._buffer = self._buffer[count:]

    def _receive(self) -> None:
        received = self._socket.recv(READ_BYTES) if self._socket else b""
        if not received:
            raise BadAnswer("the server closed the connection")
        self._buffer += received


def _header(head: bytes, name: bytes) -> bytes | None:
    _, found, rest = head.partition(b"\r\n" + name + b":")
    return rest.partition(b"\r\n")[0].strip() if found else None
