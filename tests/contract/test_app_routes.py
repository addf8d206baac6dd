"""The app's own routes against what API Gateway takes."""

from app import app
from infra.local.gateway.routes import RouteTable
from infra.wire_routes import WIRE_ROUTES

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
MAX_RESOURCES = 300


def test_sibling_variables_share_their_names() -> None:
    RouteTable(app.routes)


def test_the_resources_fit_one_rest_api() -> None:
    nodes = {"/".join(path.split("/")[:length]) for path in app.routes for length in range(1, path.count("/") + 2)}

    assert len(nodes) < MAX_RESOURCES


def test_the_routes_behind_the_http_api_are_those_of_ingestion() -> None:
    declared = {
        f"{path}/{method}"
        for path, methods in app.routes.items()
        for method, entry in methods.items()
        if entry.view_function.__module__ == "chalicelib.ingest.routes" and method != "OPTIONS"
    }

    assert set(WIRE_ROUTES) == declared


def test_every_route_is_found_by_its_own_path() -> None:
    """None is hidden behind a static sibling."""
    table = RouteTable(app.routes)

    for path in app.routes:
        found = table.find("/".join("7" if part.startswith("{") else part for part in path.split("/")))
        assert found is not None, path
        assert found.path == path
