"""API Gateway proxy events, version 1.0: as a REST API builds them and as an HTTP API builds them.

Shapes: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html and
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import time
import uuid
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from infra.local.gateway.body import inflate
from infra.local.gateway.request import GatewayRequest
from infra.local.gateway.routes import Resource

STAGE = "api"
ACCOUNT_ID = "000000000000"
API_ID = "local"
_HTTP_API_TEXT_TYPES = frozenset({"application/json", "application/javascript", "application/xml"})


def build_rest_event(request: GatewayRequest, resource: Resource, binary_types: Collection[str]) -> dict[str, Any]:
    """The event of a REST API: body inflated, base64 for the API's binary types only, other bodies read as UTF-8."""
    body = inflate(request.body, request.find_header("content-encoding"))
    is_binary = _is_binary_type(request.media_type, binary_types)
    event = _build_event(request, resource, body, is_base64=is_binary)
    event["path"] = unquote(_path_in_stage(request.path))
    event["requestContext"] |= {"resourceId": "local", "path": unquote(request.path)}
    return event


def build_http_event(request: GatewayRequest, resource: Resource) -> dict[str, Any]:
    """The event of an HTTP API, payload format 1.0: body untouched, base64 unless its type is one of text.

    A body of a text type that is not UTF-8 (gzip'd JSON, say) also travels as base64; that is the kindest reading of
    an undocumented corner, and the deployed edge sends no such client here.
    """
    is_text = _is_http_api_text(request.media_type) and _is_utf8(request.body)
    event = _build_event(request, resource, request.body, is_base64=not is_text)
    # Unlike a REST API, an HTTP API leaves a named stage in the path.
    event |= {"version": "1.0", "path": unquote(request.path)}
    event["requestContext"] |= {
        "authorizer": {"claims": None, "scopes": None},
        "path": unquote(request.path),
        "resourceId": None,
    }
    return event


def _build_event(request: GatewayRequest, resource: Resource, body: bytes, *, is_base64: bool) -> dict[str, Any]:
    headers = _group(request.headers)
    query = _group(parse_qsl(request.query, keep_blank_values=True))
    return {
        "resource": resource.path,
        "path": request.path,
        "httpMethod": request.method,
        "headers": _last_values(headers),
        "multiValueHeaders": headers,
        "queryStringParameters": _last_values(query) or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": resource.parameters or None,
        "stageVariables": None,
        "requestContext": _build_context(request, resource),
        "body": _encode_body(body, is_base64=is_base64),
        "isBase64Encoded": is_base64 and bool(body),
    }


def _build_context(request: GatewayRequest, resource: Resource) -> dict[str, Any]:
    now = time.time()
    host = request.find_header("host") or "localhost"
    return {
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "extendedRequestId": uuid.uuid4().hex[:15] + "=",
        "httpMethod": request.method,
        "identity": _build_identity(request),
        "protocol": f"HTTP/{request.http_version}",
        "requestId": str(uuid.uuid4()),
        "requestTime": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": int(now * 1000),
        "resourcePath": resource.path,
        "stage": STAGE,
    }


def _build_identity(request: GatewayRequest) -> dict[str, str | None]:
    return {
        "accessKey": None,
        "accountId": None,
        "caller": None,
        "cognitoAuthenticationProvider": None,
        "cognitoAuthenticationType": None,
        "cognitoIdentityId": None,
        "cognitoIdentityPoolId": None,
        "principalOrgId": None,
        "sourceIp": request.source_ip,
        "user": None,
        "userAgent": request.find_header("user-agent"),
        "userArn": None,
    }


def _encode_body(body: bytes, *, is_base64: bool) -> str | None:
    if not body:
        return None
    return base64.b64encode(body).decode() if is_base64 else body.decode(errors="replace")


def _is_binary_type(media_type: str | None, binary_types: Collection[str]) -> bool:
    # A request without Content-Type counts as application/json.
    wanted = media_type or "application/json"
    return "*/*" in binary_types or any(wanted == binary_type.lower() for binary_type in binary_types)


def _is_http_api_text(media_type: str | None) -> bool:
    return media_type is not None and (media_type.startswith("text/") or media_type in _HTTP_API_TEXT_TYPES)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _path_in_stage(path: str) -> str:
    return path.removeprefix(f"/{STAGE}") or "/"


def _group(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _last_values(grouped: dict[str, list[str]]) -> dict[str, str]:
    return {name: values[-1] for name, values in grouped.items()}
