"""One HTTP request as it reached the gateway, before any routing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GatewayRequest:
    """*path* is still percent-encoded; *headers* keep their order and repetition, their names are lower-case."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    http_version: str = "1.1"

    def find_header(self, name: str) -> str | None:
        """The last value of the header *name* (lower-case), or None."""
        return next((value for key, value in reversed(self.headers) if key == name), None)

    @property
    def media_type(self) -> str | None:
        """The lower-case Content-Type without its parameters, or None where the client sent none."""
        content_type = self.find_header("content-type")
        return content_type.partition(";")[0].strip().lower() if content_type else None
