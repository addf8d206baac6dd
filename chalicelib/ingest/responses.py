"""What SDKs are told: ids, refusals with their reason, and the headers without which a browser reads neither."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import orjson

from chalicelib.errors import MiniSentryError
from chalicelib.protocol.limits import RATE_LIMITS_HEADER, format_rate_limit

CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-Sentry-Error, X-Sentry-Rate-Limits, Retry-After",
}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": (
        "X-Sentry-Auth, X-Requested-With, Origin, Accept, Content-Type, Authentication, Authorization, "
        "Content-Encoding, sentry-trace, baggage"
    ),
    "Access-Control-Max-Age": "86400",
}
# One pixel. All bytes are below 0x80, so that no gateway needs to know it for binary.
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;".decode("ascii")
MAX_HEADER_LENGTH = 500
# How long SDKs may keep from sending what we would only drop.
SILENCE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"

    def all_headers(self) -> dict[str, str]:
        return {"Content-Type": self.content_type, **CORS_HEADERS, **self.headers}


def answer_id(event_id: str | None, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    """Success. Envelopes of sessions and reports have no id to repeat."""
    return Answer(200, orjson.dumps({"id": event_id} if event_id else {}).decode(), headers)


def answer_script(text: str) -> Answer:
    """A page's own script, made for one event: nothing between may keep it."""
    return Answer(200, text, {"Cache-Control": "no-store"}, "text/javascript; charset=utf-8")


def answer_refusal(error: MiniSentryError) -> Answer:
    body = orjson.dumps({"detail": error.message}).decode()
    return Answer(error.status, body, {**error.headers, **error_header(error.message)})


def answer_failure() -> Answer:
    """Our own fault. 503, because that is the one status after which sentry-cli tries again."""
    message = "The event could not be taken just now; try again"
    return Answer(503, orjson.dumps({"detail": message}).decode(), error_header(message))


def answer_preflight() -> Answer:
    return Answer(200, "{}", PREFLIGHT_HEADERS)


def answer_gif() -> Answer:
    return Answer(200, GIF, content_type="image/gif")


def error_header(message: str) -> dict[str, str]:
    """The reason in a header, where only printable ASCII is safe."""
    printable = "".join(char if " " <= char <= "~" else "?" for char in message)
    return {"X-Sentry-Error": printable[:MAX_HEADER_LENGTH]}


def silence_header(categories: set[str]) -> dict[str, str]:
    """Asks SDKs to keep *categories* to themselves for an hour: each request that would only be dropped costs money."""
    if not categories:
        return {}
    return {RATE_LIMITS_HEADER: format_rate_limit(SILENCE_SECONDS, categories, "organization", "not_stored")}
