"""Health: answers without touching storage, so that it tells about this function alone."""

from typing import Literal

from chalicelib import VERSION
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Answer

routes = Resource(__name__, tag="Service")


class HealthAnswer(Answer):
    status: Literal["ok"]
    version: str


@routes.endpoint("GET", "/health", access="public", limited=False)
def health() -> HealthAnswer:
    """Whether the API answers at all, and in which version."""
    return HealthAnswer(status="ok", version=VERSION)
