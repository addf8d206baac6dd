"""SDK requests driven into the app as either gateway would hand them over, and the queue read back."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import boto3

from app import app
from chalicelib.config import Settings
from chalicelib.ingest.function import ingest
from chalicelib.messages import EventMessage, read_event
from chalicelib.projects.keys import create_project_key
from chalicelib.projects.model import ProjectKey
from infra.local.gateway.event import build_http_event, build_rest_event
from infra.local.gateway.request import GatewayRequest
from infra.local.gateway.routes import RouteTable
from infra.wire_routes import WIRE_ROUTES

PUBLIC_KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
PROJECT_ID = "42"
AUTH = f"Sentry sentry_key={PUBLIC_KEY}, sentry_version=7, sentry_client=test/1"

Gateway = Literal["rest", "http"]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def detail(self) -> str:
        return str(self.json["detail"])


@dataclass(frozen=True)
class SdkRequest:
    body: bytes = b""
    path: str = f"/api/{PROJECT_ID}/envelope/"
    method: str = "POST"
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: {"X-Sentry-Auth": AUTH})


def read_captured(path: Path) -> tuple[SdkRequest, dict[str, Any]]:
    """A request of the corpus and what its file says about it."""
    captured = json.loads(path.read_text())
    request = SdkRequest(
        body=base64.b64decode(captured["body_base64"]),
        path=captured["path"],
        method=captured["method"],
        query=captured["query"],
        headers=dict(captured["headers"]),
    )
    return request, captured


def send(request: SdkRequest, gateway: Gateway = "http") -> Reply:
    """What the app answers to *request* behind *gateway*. Raises the gateway's own refusals."""
    wire = GatewayRequest(
        method=request.method,
        path=request.path,
        query=request.query,
        headers=tuple((name.lower(), value) for name, value in request.headers.items()),
        body=request.body,
        source_ip="203.0.113.9",
    )
    resource = RouteTable(app.routes).find(request.path.removeprefix("/api"))
    assert resource is not None, f"no route for {request.path}"
    if gateway == "rest":
        answer = app(build_rest_event(wire, resource, app.api.binary_types), None)
    elif f"{resource.path}/{request.method}" in WIRE_ROUTES:
        answer = ingest(build_http_event(wire, resource), None)
    else:
        # The HTTP API answers preflights itself, where this does.
        answer = app(build_http_event(wire, resource), None)
    return Reply(answer["statusCode"], answer["headers"], answer["body"])


def create_key(**changes: Any) -> ProjectKey:
    fields: dict[str, Any] = {
        "public_key": PUBLIC_KEY,
        "key_id": "5" * 32,
        "project_id": PROJECT_ID,
        "organization_id": "o",
        "is_active": True,
    }
    key = ProjectKey(**{**fields, **changes})
    create_project_key(key.project_id, key)
    return key


def receive_all(settings: Settings) -> list[EventMessage]:
    """Everything on the events queue, in the order it was received."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=settings.queue_name("events"))["QueueUrl"]
    messages: list[EventMessage] = []
    while received := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in received:
            messages.append(read_event(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return messages


def envelope(header: Mapping[str, Any], *items: tuple[Mapping[str, Any], bytes]) -> bytes:
    """An envelope of items with exact lengths."""
    lines = [json.dumps(header).encode()]
    for item_header, payload in items:
        lines += [json.dumps({**item_header, "length": len(payload)}).encode(), payload]
    return b"\n".join(lines)
