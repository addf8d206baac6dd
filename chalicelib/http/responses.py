"""How answers look: models as JSON, the one error shape, and the headers that every answer carries."""

from typing import Any

import orjson
from chalice.app import Response
from pydantic import BaseModel

from chalicelib.errors import MiniSentryError
from chalicelib.http.security_headers import add_security_headers

# API Gateway hands bodies of these types over as base64; anything else is decoded as UTF-8, which ruins compression.
BINARY_TYPES = [
    "application/octet-stream",
    "application/x-sentry-envelope",
    "application/x-www-form-urlencoded",
    "application/csp-report",
    "application/reports+json",
    "multipart/form-data",
    "text/plain",
    "text/plain;charset=UTF-8",
]

# What is asked for with this behind its id is answered as text.
MARKDOWN = ".md"

CODE_BY_STATUS = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    415: "unsupported_media_type",
}


def answer_with(answer: Any, status: int, headers: dict[str, str]) -> Response:
    """*answer* as a response: a model or plain JSON value, a Response that the view built itself, or nothing (204)."""
    if isinstance(answer, Response):
        answer.headers = {"Content-Type": "application/json", **headers, **answer.headers}
        return answer
    return Response(_json(answer), status_code=status, headers={"Content-Type": "application/json", **headers})


def answer_markdown(text: str) -> Response:
    return Response(text, status_code=200, headers={"Content-Type": "text/markdown; charset=utf-8"})


def json_response(answer: BaseModel, *, headers: dict[str, Any], status: int = 200) -> Response:
    """For the few views that set headers of their own, cookies above all. A list value is sent as several headers."""
    return Response(_json(answer), status_code=status, headers=headers)


def answer_error(error: MiniSentryError) -> Response:
    return Response(
        error.body(), status_code=error.status, headers={"Content-Type": "application/json", **error.headers}
    )


def with_security_headers(response: Response) -> Response:
    """*response* with the headers every answer carries, and Chalice's own errors turned into our shape."""
    if response.status_code >= 400 and _is_chalice_error(response.body):
        code = CODE_BY_STATUS.get(response.status_code, "internal_error")
        response.body = {"error": {"code": code, "message": response.body["Message"]}}
    return add_security_headers(response)


def _json(answer: Any) -> str:
    if answer is None:
        return ""
    if isinstance(answer, BaseModel):
        return answer.model_dump_json()
    return orjson.dumps(answer, default=_plain).decode()


def _plain(value: Any) -> Any:
    """What orjson does not know: models in a list, and what has a text form."""
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


def _is_chalice_error(body: Any) -> bool:
    return isinstance(body, dict) and set(body) == {"Code", "Message"}
