"""Answers that the gateway itself makes, with the headers and shape that `infra.deploy.gateway` gives them on AWS."""

import json

# SDKs read these headers on errors too; without them a browser SDK falls silent for a minute.
_HEADERS: tuple[tuple[str, str], ...] = (
    ("content-type", "application/json"),
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "retry-after, x-sentry-error, x-sentry-rate-limits"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
)


class GatewayError(Exception):
    """The request ends at the gateway with *status*; no handler sees it, or its answer came too late."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    @property
    def body(self) -> bytes:
        return json.dumps({"error": {"code": self.code, "message": self.message}, "detail": self.message}).encode()

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [("x-sentry-error", self.code), *_HEADERS]


def not_found() -> GatewayError:
    return GatewayError(404, "not_found", "There is nothing at this path and method")


def payload_too_large() -> GatewayError:
    return GatewayError(413, "too_large", "The request is larger than the gateway or the handler takes")


def unsupported_coding(message: str) -> GatewayError:
    return GatewayError(415, "unsupported_media_type", message)


def handler_failed() -> GatewayError:
    return GatewayError(502, "internal_error", "The handler failed; its log says why")


def timed_out() -> GatewayError:
    return GatewayError(504, "timeout", "The handler did not answer within 29 seconds")
