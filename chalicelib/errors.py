"""The errors we mean to answer with. Raised anywhere, rendered at the border only.

MiniSentryError
├── BadRequest 400
│   └── ValidationFailed 400   names the fields
├── Unauthorized 401
├── Forbidden 403
├── NotFound 404
├── MethodNotAllowed 405
├── Conflict 409
├── TooLarge 413
├── UnsupportedMedia 415
└── RateLimited 429            carries Retry-After
"""

from collections.abc import Mapping

from chalice import ChaliceUnhandledError


class MiniSentryError(ChaliceUnhandledError):
    """Something was wrong with a request; *message* says what, and what was expected, and never holds a secret.

    Chalice turns every exception but ChaliceUnhandledError into its own answer before middleware sees it.
    """

    status = 500
    code = "internal_error"

    def __init__(
        self,
        message: str,
        *,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.headers = dict(headers or {})
        if code is not None:
            self.code = code

    @property
    def sentence(self) -> str:
        """What was wrong, in one sentence that a terminal can show."""
        fields = "; ".join(f"{name}: {problem}" for name, problem in self.fields.items())
        return f"{self.message}: {fields}" if fields else self.message

    def body(self) -> dict[str, object]:
        """The management API's one error shape."""
        error: dict[str, object] = {"code": self.code, "message": self.message}
        if self.fields:
            error["fields"] = self.fields
        return {"error": error}


class BadRequest(MiniSentryError):
    status = 400
    code = "bad_request"


class ValidationFailed(BadRequest):
    code = "validation_error"


class Unauthorized(MiniSentryError):
    status = 401
    code = "unauthorized"


class Forbidden(MiniSentryError):
    status = 403
    code = "forbidden"


class NotFound(MiniSentryError):
    status = 404
    code = "not_found"


class MethodNotAllowed(MiniSentryError):
    status = 405
    code = "method_not_allowed"


class Conflict(MiniSentryError):
    status = 409
    code = "conflict"


class TooLarge(MiniSentryError):
    status = 413
    code = "too_large"


class UnsupportedMedia(MiniSentryError):
    status = 415
    code = "unsupported_media_type"


class RateLimited(MiniSentryError):
    status = 429
    code = "rate_limited"

    def __init__(
        self,
        message: str,
        *,
        retry_after_seconds: int,
        headers: Mapping[str, str] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after_seconds), **(headers or {})}, code=code)
        self.retry_after_seconds = retry_after_seconds
