"""Which other origins may use the management API from a page: the configured ones, and no other."""

from chalice.app import Request, Response

from chalicelib.config import settings

METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
REQUEST_HEADERS = "Authorization, Content-Type, If-Match"
EXPOSED_HEADERS = "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
PREFLIGHT_SECONDS = "600"


def with_cors(response: Response, request: Request) -> Response:
    """*response* readable by the page that asked, if its origin is configured.

    Ingestion, which any page may use, has set its own header already.
    """
    origin = request.headers.get("origin")
    if "Access-Control-Allow-Origin" in response.headers or not settings().cors_origins:
        return response
    response.headers["Vary"] = "Origin"
    if origin in settings().cors_origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = REQUEST_HEADERS
            response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    return response
