"""The gateway's events against events in the shapes that AWS documents, key by key."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.gateway.event import build_http_event, build_rest_event
from infra.local.gateway.request import GatewayRequest
from infra.local.gateway.routes import RouteTable

CASES = sorted((Path(__file__).parent / "events").glob("*.json"))
ROUTES = ("/health", "/auth/login", "/projects/{project_id}/issues", "/{project_id}/store", "/{project_id}/envelope")
# What differs from request to request, or names the account: present and of the same type is enough.
VOLATILE = {
    "accountId",
    "apiId",
    "domainName",
    "domainPrefix",
    "extendedRequestId",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
}


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_an_event_has_exactly_the_documented_shape(file: Path) -> None:
    case = json.loads(file.read_text())

    event = build(case)

    assert comparable(event) == comparable(case["event"])


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_an_event_travels_as_json(file: Path) -> None:
    event = build(json.loads(file.read_text()))

    assert json.loads(json.dumps(event)) == event


def build(case: dict[str, Any]) -> dict[str, Any]:
    sent = case["request"]
    request = GatewayRequest(
        method=sent["method"],
        path=sent["path"],
        query=sent["query"],
        headers=tuple((name.lower(), value) for name, value in sent["headers"]),
        body=base64.b64decode(sent["body_base64"]),
        source_ip="203.0.113.9",
    )
    resource = RouteTable(ROUTES).find(request.path.removeprefix("/api"))
    assert resource is not None
    if case["api"] == "http":
        return build_http_event(request, resource)
    return build_rest_event(request, resource, ["application/octet-stream"])


def comparable(event: dict[str, Any]) -> dict[str, Any]:
    """*event* with header names in lower case and volatile values replaced by their types."""
    context = {
        name: type(value).__name__ if name in VOLATILE and value is not None else value
        for name, value in event["requestContext"].items()
    }
    headers = {
        kind: {name.lower(): value for name, value in event[kind].items()} for kind in ("headers", "multiValueHeaders")
    }
    return {**event, **headers, "requestContext": context}
