"""A proxy integration's response turned into HTTP: several values of a header, base64 bodies, Lambda's size limit."""

import base64
import binascii
from dataclasses import dataclass, field
from typing import Any

from infra.local.gateway.errors import GatewayError, handler_failed

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MAX_LAMBDA_PAYLOAD_BYTES = 6 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


def answer_error(error: GatewayError) -> Answer:
    return Answer(error.status, error.headers, error.body)


def read_proxy_response(response: Any) -> Answer:
    """The answer that *response* (a Lambda proxy integration's) means. Raises GatewayError 502 when it is malformed."""
    if not isinstance(response, dict) or not isinstance(response.get("statusCode"), int):
        raise handler_failed()
    body = _read_body(response)
    if len(body) > MAX_LAMBDA_PAYLOAD_BYTES:
        raise handler_failed()
    return Answer(response["statusCode"], _read_headers(response), body)


def _read_body(response: dict[str, Any]) -> bytes:
    body = response.get("body") or ""
    if not isinstance(body, str):
        raise handler_failed()
    if not response.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise handler_failed() from error


def _read_headers(response: dict[str, Any]) -> list[tuple[str, str]]:
    # Where both maps name a header, the multi-value one counts.
    several: dict[str, list[Any]] = response.get("multiValueHeaders") or {}
    named = {name.lower() for name in several}
    single = [
        (name, str(value)) for name, value in (response.get("headers") or {}).items() if name.lower() not in named
    ]
    return single + [(name, str(value)) for name, values in several.items() for value in values]
