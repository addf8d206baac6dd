"""Whatever holds for one route that SDKs send to holds for all: every kind of body, behind both gateways."""

import asyncio
import base64
import gzip
import json
import zlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest

from app import app
from chalicelib import zstd
from chalicelib.config import Settings
from chalicelib.events.attachments import list_attachments, read_attachment
from chalicelib.ingest.function import ingest
from infra.local.gateway.asgi import Gateway
from infra.local.gateway.dashboard import Dashboard
from infra.local.gateway.errors import GatewayError
from infra.local.gateway.handler import ApiFunction, LambdaFunction
from infra.wire_routes import WIRE_ROUTES
from tests.sdk_requests import PUBLIC_KEY, SdkRequest, create_key, envelope, receive_all, send

ID = "9ec79c33ec9942ab8353589fcb2e04dc"
DSN = f"https://{PUBLIC_KEY}@errors.example.com/42"
FILE = bytes(range(256)) * 40
EVENT = json.dumps({"event_id": ID, "message": "café"}, ensure_ascii=False).encode()
ENVELOPE = envelope({"event_id": ID, "dsn": DSN}, ({"type": "event"}, EVENT))
WITH_FILE = envelope(
    {"event_id": ID, "dsn": DSN}, ({"type": "event"}, EVENT), ({"type": "attachment", "filename": "a.bin"}, FILE)
)
REPORT = json.dumps({"csp-report": {"document-uri": "https://example.com/é", "blocked-uri": "inline"}}).encode()
FORM = urlencode({"name": "Ann", "email": "ann@example.com", "comments": "It broke: é"}).encode()
DIALOG = urlencode({"dsn": DSN, "eventId": ID})


@dataclass(frozen=True)
class Route:
    """One way in: where to post, what it takes, and the types that senders give it."""

    path: str
    body: bytes
    types: tuple[str | None, ...]
    query: str = f"sentry_key={PUBLIC_KEY}"


TYPES = (None, "text/plain;charset=UTF-8", "application/x-sentry-envelope", "application/octet-stream")
ROUTES = {
    "/{project_id}/envelope/POST": Route("/api/42/envelope/", ENVELOPE, TYPES),
    "/tunnel/POST": Route("/api/tunnel", ENVELOPE, TYPES, query=""),
    "/{project_id}/store/POST": Route("/api/42/store/", EVENT, (*TYPES, "application/json")),
    "/projects/{project_id}/store/POST": Route("/api/projects/42/store/", EVENT, (*TYPES, "application/json")),
    "/{project_id}/security/POST": Route("/api/42/security/", REPORT, (None, "application/csp-report")),
    "/{project_id}/csp-report/POST": Route("/api/42/csp-report/", REPORT, (None, "application/csp-report")),
    "/embed/error-page/POST": Route(
        "/api/embed/error-page/", FORM, (None, "application/x-www-form-urlencoded"), query=DIALOG
    ),
}
# They take no body, or nothing at all.
BODILESS = {"/{project_id}/store/GET", "/embed/error-page/GET", "/{project_id}/minidump/POST"}


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


def zstandard(body: bytes) -> bytes:
    return zstd.compress(body)


CODINGS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("", bytes),
    "identity": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstandard),
    "unsaid gzip": ("", gzip.compress),
    "unsaid zlib": ("", zlib.compress),
}
#: What a REST API refuses by itself, before our code sees it.
REFUSED_BY_REST = {"br", "zstd"}
#: What a REST API reads as UTF-8 and ruins where no type says that it is binary.
RUINED_BY_REST = {"unsaid gzip", "unsaid zlib"}


@pytest.fixture(autouse=True)
def _project(stage: Settings) -> None:
    create_key()


def test_every_wire_route_is_tried() -> None:
    assert set(ROUTES) | BODILESS == set(WIRE_ROUTES)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("name", ROUTES)
def test_the_http_api_takes_every_coding_of_every_type(name: str, coding: str, stage: Settings) -> None:
    for media_type in ROUTES[name].types:
        reply = send(build(name, coding, media_type), "http")

        assert reply.status == 200, (media_type, reply.body)
        assert len(receive_all(stage)) == 1, media_type


@pytest.mark.parametrize("coding", sorted(set(CODINGS) - REFUSED_BY_REST))
@pytest.mark.parametrize("name", ROUTES)
def test_a_rest_api_takes_what_it_can_inflate(name: str, coding: str, stage: Settings) -> None:
    for media_type in ROUTES[name].types:
        if coding in RUINED_BY_REST and media_type in {None, "application/json"}:
            continue
        reply = send(build(name, coding, media_type), "rest")

        assert reply.status == 200, (media_type, reply.body)
        assert len(receive_all(stage)) == 1, media_type


@pytest.mark.parametrize("coding", sorted(REFUSED_BY_REST))
@pytest.mark.parametrize("name", ROUTES)
def test_a_bare_rest_api_refuses_two_codings(name: str, coding: str) -> None:
    with pytest.raises(GatewayError) as refused:
        send(build(name, coding, "application/octet-stream"), "rest")

    assert refused.value.status == 415


@pytest.mark.parametrize("media_type", TYPES)
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("name", ["/{project_id}/envelope/POST", "/tunnel/POST"])
def test_binary_attachments_arrive_as_they_were(name: str, coding: str, media_type: str | None) -> None:
    request = build(name, coding, media_type, WITH_FILE)

    reply = send(request, "http")

    assert (reply.status, stored_file()) == (200, FILE)


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("body", ["whole", "in pieces"])
def test_the_local_gateway_sends_each_route_by_the_http_api(
    name: str, body: str, stage: Settings, tmp_path: Path
) -> None:
    """As AWS does: brotli and untyped bodies arrive, in one piece or chunked."""
    for coding in ("plain", "gzip", "br", "zstd", "unsaid gzip"):
        status, _ = ask_gateway(build(name, coding, None), 7 if body == "in pieces" else 2**20, tmp_path)

        assert status == 200, coding
        assert len(receive_all(stage)) == 1, coding


@pytest.mark.parametrize("pieces", [2**20, 1000])
@pytest.mark.parametrize("name", ["/{project_id}/envelope/POST", "/tunnel/POST"])
def test_untyped_binary_attachments_pass_the_local_gateway(name: str, pieces: int, tmp_path: Path) -> None:
    status, _ = ask_gateway(build(name, "plain", None, WITH_FILE), pieces, tmp_path)

    assert (status, stored_file()) == (200, FILE)


@pytest.mark.parametrize("name", ["/{project_id}/envelope/POST", "/tunnel/POST"])
def test_a_body_that_a_rest_api_ruined_is_refused_with_the_cause(name: str, stage: Settings) -> None:
    """Its event came through before the file, and is kept."""
    reply = send(build(name, "plain", None, WITH_FILE), "rest")

    assert reply.status == 400
    assert "Content-Type" in reply.detail
    assert [message.event_id for message in receive_all(stage)] == [ID]


@pytest.mark.parametrize("path", ["/api/42/store/", "/api/projects/42/store/"])
@pytest.mark.parametrize("gateway", ["http", "rest"])
def test_store_takes_base64_and_forms(path: str, gateway: Any, stage: Settings) -> None:
    packed = base64.b64encode(zlib.compress(EVENT))
    form = urlencode({"sentry_data": EVENT}).encode()

    for body in (packed, base64.b64encode(EVENT), form):
        assert send(SdkRequest(body, path=path), gateway).status == 200
        assert [message.event_id for message in receive_all(stage)] == [ID]


@pytest.mark.parametrize("gateway", ["http", "rest"])
def test_minidumps_are_refused_with_a_reason(gateway: Any, stage: Settings) -> None:
    request = SdkRequest(b"MDMP\x93\xa7" + FILE, path="/api/42/minidump/", query=f"sentry_key={PUBLIC_KEY}", headers={})

    reply = send(request, gateway)

    assert (reply.status, receive_all(stage)) == (415, [])
    assert "inproc" in reply.headers["X-Sentry-Error"]


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("gateway", ["http", "rest"])
def test_an_unknown_key_is_refused_alike(name: str, gateway: Any, stage: Settings) -> None:
    request = build(name, "plain", "text/plain")
    stranger = "f" * 32
    body, query = (text.replace(PUBLIC_KEY, stranger) for text in (request.body.decode(), request.query))

    reply = send(replace(request, body=body.encode(), query=query), gateway)

    assert (reply.status, receive_all(stage)) == (403, [])
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def build(name: str, coding: str, media_type: str | None, body: bytes | None = None) -> SdkRequest:
    route = ROUTES[name]
    said, encode = CODINGS[coding]
    headers = ({"Content-Type": media_type} if media_type else {}) | ({"Content-Encoding": said} if said else {})
    return SdkRequest(encode(body or route.body), path=route.path, query=route.query, headers=headers)


def stored_file() -> bytes:
    (file,) = list_attachments("42", ID)
    return read_attachment("42", ID, file.attachment_id)


def ask_gateway(request: SdkRequest, piece_bytes: int, folder: Path) -> tuple[int, bytes]:
    """What the local gateway answers to a body that arrives in pieces of *piece_bytes*."""
    function, wire = ApiFunction(app, 20), LambdaFunction("ingest", ingest, 20)
    try:
        return asyncio.run(_exchange(Gateway(function, wire, Dashboard(folder)), request, piece_bytes))
    finally:
        function.close()
        wire.close()


async def _exchange(gateway: Gateway, request: SdkRequest, piece_bytes: int) -> tuple[int, bytes]:
    pieces = [request.body[at : at + piece_bytes] for at in range(0, len(request.body), piece_bytes)]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def answer(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in request.headers.items()],
        "client": ("127.0.0.1", 1),
        "scheme": "http",
        "http_version": "1.1",
    }
    await gateway(scope, receive, answer)
    return sent[0]["status"], sent[1]["body"]
