"""What a route may read from its request: JSON body, multipart form, query string, address.

Raises ValidationFailed, BadRequest or TooLarge.
"""

import gzip
import zlib
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlsplit

from chalice.app import Request
from multipart import MultipartError, MultipartParser, parse_options_header
from pydantic import BaseModel, ValidationError

from chalicelib.config import settings
from chalicelib.errors import BadRequest, Forbidden, TooLarge, ValidationFailed
from chalicelib.http.gateway import client_address
from chalicelib.http.schemas import Body, Query
from chalicelib.http.validation_errors import refused_fields

# What a Lambda function is handed at most: 6 MB as JSON, so three quarters of that before base64.
MAX_FORM_BYTES = 4_700_000
MAX_PARTS = 128
# Sec-Fetch-Site of a page of ours, and of an address that was typed.
OWN_PAGES = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class FormPart:
    """*file_name* is None for a plain field."""

    name: str
    file_name: str | None
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


def read_form(request: Request) -> list[FormPart]:
    """The parts of a multipart/form-data body in their order. Raises BadRequest, TooLarge."""
    media_type, options = parse_options_header(request.headers.get("content-type") or "")
    boundary = options.get("boundary", "")
    if media_type != "multipart/form-data" or not boundary:
        raise BadRequest("Expected a body of multipart/form-data with its boundary")
    body = request.raw_body
    if len(body) > MAX_FORM_BYTES:
        raise TooLarge(f"The body has {len(body)} bytes; at most {MAX_FORM_BYTES} are read here")
    parser = MultipartParser(BytesIO(body), boundary, part_limit=MAX_PARTS, memory_limit=2 * MAX_FORM_BYTES)
    try:
        return [FormPart(part.name, part.filename, part.raw) for part in parser]
    except MultipartError as error:
        raise BadRequest(f"The multipart body cannot be read: {error}") from None


def inflate_part(content: bytes, max_bytes: int) -> bytes:
    """A gzip'd part, inflated to at most *max_bytes*. Raises BadRequest, TooLarge."""
    try:
        with gzip.open(BytesIO(content)) as stream:
            inflated = stream.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error):
        raise BadRequest("A part named file_gzip is not gzip") from None
    if len(inflated) > max_bytes:
        raise TooLarge(f"A part inflates to more than {max_bytes} bytes")
    return inflated


MAX_BODY_BYTES = 1024 * 1024

BodySchema = TypeVar("BodySchema", bound=Body)
QuerySchema = TypeVar("QuerySchema", bound=Query)

# Chalice keeps the current request on the app object, which the local server's threads would share.
_current: ContextVar[Request] = ContextVar("current_request")


def begin_request(request: Request) -> None:
    """Remember *request* for the routes that run in this thread or task."""
    _current.set(request)


def current_request() -> Request:
    return _current.get()


def read_body(request: Request, schema: type[BodySchema]) -> BodySchema:
    """The body as *schema*. No coercion: "1" is not a number. Raises ValidationFailed naming the fields."""
    raw = request.raw_body
    if len(raw) > MAX_BODY_BYTES:
        raise TooLarge(f"The body has {len(raw)} bytes; at most {MAX_BODY_BYTES} are read here")
    try:
        return schema.model_validate_json(raw or b"{}", strict=True)
    except ValidationError as error:
        raise ValidationFailed("The body is not what this route takes", fields=refused_fields(schema, error)) from None


def read_query(request: Request, schema: type[QuerySchema]) -> QuerySchema:
    """The query string as *schema*. Raises ValidationFailed naming the parameters."""
    try:
        return schema.model_validate(_query_values(request, schema))
    except ValidationError as error:
        raise ValidationFailed("The query is not what this route takes", fields=refused_fields(schema, error)) from None


def reject_foreign_page(request: Request) -> None:
    """For what a cookie alone may do: a page of another site has no say, whatever its browser makes of SameSite.

    Browsers say whose page asks; programs say nothing and are let through. Raises Forbidden.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin in settings().cors_origins or site in OWN_PAGES:
        return
    own = {urlsplit(settings().public_url).netloc, request.headers.get("host")}
    if site is not None or (origin is not None and urlsplit(origin).netloc not in own):
        raise Forbidden("Only the dashboard's own pages may use its cookie", code="foreign_page")


def read_cookie(request: Request, name: str) -> str | None:
    for pair in (request.headers.get("cookie") or "").split(";"):
        key, _, value = pair.strip().partition("=")
        if key == name:
            return value
    return None


def caller_address(request: Request) -> str:
    """The address that per-address limits count."""
    source = (request.context.get("identity") or {}).get("sourceIp") or "unknown"
    return client_address(request.headers, source, settings().edge_secret)


def _query_values(request: Request, schema: type[BaseModel]) -> dict[str, Any]:
    parameters = request.query_params
    values: dict[str, Any] = {}
    if parameters is None:
        return values
    fields = {field.validation_alias or name: field for name, field in schema.model_fields.items()}
    for name in parameters:
        field = fields.get(name)
        if field is not None:
            repeated = "list" in str(field.annotation) or "tuple" in str(field.annotation)
            values[name] = parameters.getlist(name) if repeated else parameters[name]
    return values
