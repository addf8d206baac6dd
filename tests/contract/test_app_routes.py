"""The app's own routes against what API Gateway takes."""

from app import app
from infra.local.gateway.asgi import _HTTP_API_ROUTE
from infra.local.gateway.routes import RouteTable

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
MAX_RESOURCES = 300


def test_sibling_variables_share_their_names() -> None:
    RouteTable(app.routes)


def test_the_resources_fit_one_rest_api() -> None:
    nodes = {"/".join(path.split("/")[:length]) for path in app.routes for length in range(1, path.count("/") + 2)}

    assert len(nodes) < MAX_RESOURCES


def test_the_route_behind_the_http_api_exists() -> None:
    method, path = _HTTP_API_ROUTE

    assert method in app.routes[path]


def test_every_route_is_found_by_its_own_path() -> None:
    """None is hidden behind a static sibling."""
    table = RouteTable(app.routes)

    for path in app.routes:
        found = table.find("/".join("7" if part.startswith("{") else part for part in path.split("/")))
        assert found is not None, path
        assert found.path == path
