"""A multipart body → its parts. What is none, or too large for a function's payload, ends in BadRequest or TooLarge."""

import gzip
import zlib
from dataclasses import dataclass
from io import BytesIO

from chalice.app import Request
from multipart import MultipartError, MultipartParser, parse_options_header

from chalicelib.errors import BadRequest, TooLarge

# What a Lambda function is handed at most: 6 MB as JSON, so three quarters of that before base64.
MAX_FORM_BYTES = 4_700_000
MAX_PARTS = 128


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
