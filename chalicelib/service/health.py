"""Health: answers without touching storage, so that it tells about this function alone."""

from typing import Literal

from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Answer

routes = Resource(__name__, tag="Service")


class HealthAnswer(Answer):
    status: Literal["ok"]


@routes.endpoint("GET", "/health", access="public", limited=False)
def health() -> HealthAnswer:
    """Whether the API answers at all."""
    return HealthAnswer(status="ok")
