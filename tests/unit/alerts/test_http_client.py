"""What is sent reaches the address that was checked, and nothing else."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from chalicelib import config
from chalicelib.alerts import http_client as outgoing
from chalicelib.alerts.http_client import SendFailed, UrlRefused, is_public, post, reject_private_host, split_url


@dataclass
class Receiver:
    """*answers* are given in turn, the last one for ever."""

    port: int
    answers: list[tuple[int, dict[str, str]]]
    got: list[tuple[str, str, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://hooks.example.com:{self.port}/in?x=1"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver on this machine that the name hooks.example.com leads to."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.got.append((self.path, self.headers["Host"], body))
            status, headers = here.answers[0] if len(here.answers) == 1 else here.answers.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Receiver(server.server_address[1], [(200, {})])
    Thread(target=server.serve_forever, daemon=True).start()
    resolve_to(monkeypatch, "127.0.0.1")
    yield here
    server.shutdown()
    server.server_close()


@pytest.fixture
def private_allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MINISENTRY_ALLOW_PRIVATE_WEBHOOKS", "1")
    config.settings.cache_clear()
    yield
    config.settings.cache_clear()


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", resolve)


@pytest.mark.usefixtures("private_allowed")
def test_the_body_arrives_with_the_hosts_name(receiver: Receiver) -> None:
    post(receiver.url, b"hello", {"Content-Type": "text/plain"})

    assert receiver.got == [("/in?x=1", f"hooks.example.com:{receiver.port}", b"hello")]


def test_a_name_that_leads_into_a_private_network_is_refused(receiver: Receiver) -> None:
    with pytest.raises(SendFailed, match="private network") as raised:
        post(receiver.url, b"hello", {})

    assert not raised.value.is_temporary
    assert receiver.got == []


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "93.184.216.34", "169.254.169.254")

    with pytest.raises(SendFailed, match="private network"):
        post("https://hooks.example.com/", b"", {})


@pytest.mark.usefixtures("private_allowed")
def test_a_redirect_is_followed_with_the_body(receiver: Receiver) -> None:
    receiver.answers = [(307, {"Location": "/elsewhere"}), (200, {})]

    post(receiver.url, b"hello", {})

    assert [(path, body) for path, _, body in receiver.got] == [("/in?x=1", b"hello"), ("/elsewhere", b"hello")]


def test_a_redirect_into_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer_once(url: str, body: bytes, headers: Any, ends_at: float, real: Any = outgoing._post_once) -> Any:
        return (307, "http://169.254.169.254/latest/") if "example.com" in url else real(url, body, headers, ends_at)

    monkeypatch.setattr(outgoing, "_post_once", answer_once)
    resolve_to(monkeypatch, "169.254.169.254")

    with pytest.raises(SendFailed, match="private network"):
        post("https://hooks.example.com/", b"", {})


@pytest.mark.usefixtures("private_allowed")
def test_redirects_without_end_are_given_up(receiver: Receiver) -> None:
    receiver.answers = [(308, {"Location": "/again"})]

    with pytest.raises(SendFailed, match="redirected"):
        post(receiver.url, b"", {})


@pytest.mark.usefixtures("private_allowed")
@pytest.mark.parametrize(
    ("status", "is_temporary"), [(500, True), (429, True), (404, False), (410, False), (302, False)]
)
def test_a_refusal_says_whether_to_try_again(receiver: Receiver, status: int, is_temporary: bool) -> None:
    receiver.answers = [(status, {"Location": "/x"})]

    with pytest.raises(SendFailed) as raised:
        post(receiver.url, b"", {})

    assert raised.value.is_temporary is is_temporary


@pytest.mark.usefixtures("private_allowed")
def test_nobody_listening_is_temporary(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "127.0.0.1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(SendFailed) as raised:
        post(f"http://hooks.example.com:{port}/", b"", {})

    assert raised.value.is_temporary


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "1.1.1.1"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.170.2",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound here.
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "ff02::1",
        "not an address",
        "",
    ],
)
def test_our_own_network_and_metadata_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com",
        "https://",
        "https://user:password@example.com/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: other",
        "https://[::1",
        "javascript:alert(1)",
        "//example.com",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_strange_urls_are_refused(url: str) -> None:
    with pytest.raises(UrlRefused):
        split_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://LOCALHOST.:8080/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://metadata.google.internal/",
        "http://printer.local/",
    ],
)
def test_private_hosts_are_refused_by_name(url: str) -> None:
    with pytest.raises(UrlRefused):
        reject_private_host(url)


def test_a_public_url_passes() -> None:
    reject_private_host("https://hooks.example.com/services/T0/B0?x=1")


def drip(listener: socket.socket, greeting: bytes, stop: Event) -> None:
    """A server that says *greeting* and then one byte after another, for ever."""
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        connection.sendall(greeting)
        while not stop.wait(0.02):
            connection.sendall(b"x")


@pytest.mark.parametrize(
    ("scheme", "greeting"),
    [("http", b"HTTP/1.1 200 OK\r\nX-Slow: "), ("http", b""), ("https", b"\x16\x03\x03\x3f\xff\x02\x00")],
    ids=["headers", "status line", "TLS handshake"],
)
def test_a_receiver_that_drips_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, private_allowed: None, scheme: str, greeting: bytes
) -> None:
    monkeypatch.setattr(outgoing, "MAX_SECONDS", 0.5)
    resolve_to(monkeypatch, "127.0.0.1")
    stop = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=drip, args=(listener, greeting, stop), daemon=True)
        thread.start()
        started = time.monotonic()

        with pytest.raises(SendFailed) as failure:
            post(f"{scheme}://hooks.example.com:{listener.getsockname()[1]}/", b"{}", {})

        assert time.monotonic() - started < 3
        assert failure.value.is_temporary
        stop.set()
        thread.join(5)
