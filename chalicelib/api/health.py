"""Health: answers without touching storage, so that it tells about this function alone."""

from chalice import Blueprint

routes = Blueprint(__name__)


@routes.route("/health", methods=["GET"])
def health() -> dict[str, str]:
    return {"status": "ok"}
