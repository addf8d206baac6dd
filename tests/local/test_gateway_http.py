"""The gateway over real sockets: what clients send, what the handler sees, what comes back."""

import base64
import gzip
import http.client
import json
import socket
import threading
import zlib
from typing import Any

import brotli
import pytest

from tests.local.echo_server import EchoServer

MEGABYTE = 1024 * 1024
OCTETS = {"Content-Type": "application/octet-stream"}


def call(
    server: EchoServer, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def raw_exchange(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_the_stage_is_stripped_and_variables_are_decoded(echo: EchoServer) -> None:
    response, content = call(echo, "GET", "/api/echo/web%401.0?a=1&a=2&b=%20x")

    event = json.loads(content)
    assert response.status == 200
    assert event["name"] == "web@1.0"
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"], "b": [" x"]}
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"


def test_a_chunked_body_arrives_whole(echo: EchoServer) -> None:
    pieces = iter([b'{"a":', b' "', b"x" * 100_000, b'"}'])

    response, content = call(echo, "POST", "/api/7/envelope/", body=pieces)

    assert (response.status, json.loads(content)) == (200, {"id": "7", "size": 100_009})


def test_a_connection_serves_many_requests(echo: EchoServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", echo.port, timeout=10)

    statuses = []
    for number in range(50):
        connection.request("POST", f"/api/{number}/envelope/", body=b"{}")
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    local_port_kept = connection.sock is not None
    connection.close()

    assert statuses == [200] * 50
    assert local_port_kept


def test_pipelined_requests_are_answered_in_order(echo: EchoServer) -> None:
    first = b"GET /api/echo/one HTTP/1.1\r\nHost: x\r\n\r\n"
    second = b"GET /api/echo/two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    received = raw_exchange(echo.port, first + second)

    assert received.index(b'"name":"one"') < received.index(b'"name":"two"')


def test_requests_at_the_same_time_do_not_see_each_other(echo: EchoServer) -> None:
    """Chalice keeps the current request in an attribute of the app; the gateway runs several threads."""
    answers: dict[int, dict[str, str]] = {}

    def ask(number: int) -> None:
        answers[number] = json.loads(call(echo, "GET", f"/api/slow/200?n={number}")[1])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: {"before": str(number), "after": str(number)} for number in range(16)}


RAW = b"raw \xff bytes " * 50
RAW_DEFLATE = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(RAW)),
        ("GZIP", gzip.compress(RAW)),
        ("deflate", zlib.compress(RAW)),
        ("deflate", RAW_DEFLATE.compress(RAW) + RAW_DEFLATE.flush()),
        ("", RAW),
        ("identity", RAW),
    ],
)
def test_a_rest_api_inflates(echo: EchoServer, coding: str, body: bytes) -> None:
    response, content = call(echo, "POST", "/api/echo/x", body, OCTETS | {"Content-Encoding": coding})

    assert response.status == 200
    assert base64.b64decode(json.loads(content)["body"]) == RAW


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", brotli.compress(RAW)),
        ("zstd", RAW),
        ("gzip", RAW),
        ("gzip", gzip.compress(RAW)[:-9]),
        ("deflate", b"not deflated"),
        ("gzip, gzip", gzip.compress(gzip.compress(RAW))),
    ],
)
def test_a_rest_api_refuses_what_it_cannot_inflate(echo: EchoServer, coding: str, body: bytes) -> None:
    response, content = call(echo, "POST", "/api/echo/x", body, OCTETS | {"Content-Encoding": coding})

    assert response.status == 415
    assert response.headers["access-control-allow-origin"] == "*"
    assert "x-sentry-rate-limits" in response.headers["access-control-expose-headers"]
    assert json.loads(content)["error"]["code"] == "unsupported_media_type"
    assert echo.events == []


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_the_envelope_route_gets_compressed_bodies_as_they_are(echo: EchoServer, coding: str) -> None:
    body = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](RAW)
    headers = {"Content-Type": "application/x-sentry-envelope", "Content-Encoding": coding}

    response, content = call(echo, "POST", "/api/42/envelope/", body, headers)

    assert (response.status, json.loads(content)["size"]) == (200, len(body))


def test_a_small_bomb_is_refused(echo: EchoServer) -> None:
    bomb = gzip.compress(bytes(200 * MEGABYTE))

    response, _ = call(echo, "POST", "/api/echo/x", bomb, OCTETS | {"Content-Encoding": "gzip"})

    assert response.status == 413


@pytest.mark.parametrize("megabytes", [5, 10, 11, 30])
def test_bodies_beyond_the_limits_get_413_and_the_reason(echo: EchoServer, megabytes: int) -> None:
    """5 MB in base64 are more than Lambda's 6 MB; 10 MB are what the gateway itself takes."""
    response, content = call(echo, "POST", "/api/42/envelope/", bytes(megabytes * MEGABYTE), OCTETS)

    assert response.status == 413
    assert response.headers["access-control-allow-origin"] == "*"
    assert json.loads(content)["error"]["code"] == "too_large"
    assert echo.events == []


def test_four_megabytes_reach_the_handler(echo: EchoServer) -> None:
    response, content = call(echo, "POST", "/api/42/envelope/", bytes(4 * MEGABYTE), OCTETS)

    assert (response.status, json.loads(content)["size"]) == (200, 4 * MEGABYTE)


def test_a_late_handler_is_a_504(impatient_echo: EchoServer) -> None:
    response, content = call(impatient_echo, "GET", "/api/slow/1500?n=1")

    assert response.status == 504
    assert json.loads(content)["error"]["code"] == "timeout"


def test_a_crashing_handler_is_a_5xx_and_the_gateway_lives_on(echo: EchoServer) -> None:
    crashed, _ = call(echo, "GET", "/api/echo/x", headers={"X-Crash": "1"})
    after, _ = call(echo, "GET", "/api/echo/x")

    assert (crashed.status // 100, after.status) == (5, 200)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/nothing"), ("DELETE", "/api/cookies"), ("GET", "/api"), ("OPTIONS", "/api/cookies")],
)
def test_an_unknown_path_or_method_is_a_404(echo: EchoServer, method: str, path: str) -> None:
    response, content = call(echo, method, path)

    assert response.status == 404
    assert json.loads(content)["error"]["code"] == "not_found"


def test_a_preflight_is_answered_where_a_route_allows_other_origins(echo: EchoServer) -> None:
    response, _ = call(echo, "OPTIONS", "/api/42/envelope/", headers={"Origin": "https://shop.example.com"})

    assert response.status == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-allow-methods"] == "OPTIONS,POST"


def test_several_cookies_are_several_headers(echo: EchoServer) -> None:
    response, _ = call(echo, "GET", "/api/cookies")

    assert response.headers.get_all("set-cookie") == ["a=1; Path=/", "b=2; Path=/"]
    assert response.headers["x-one"] == "1"


def test_a_binary_answer_is_decoded(echo: EchoServer) -> None:
    response, content = call(echo, "GET", "/api/picture", headers={"Accept": "image/png"})

    assert (response.headers["content-type"], content) == ("image/png", bytes(range(256)))
