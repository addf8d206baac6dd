import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, meta

from app import app
from chalicelib import blueprints as api
from chalicelib import config
from chalicelib.service.routes import openapi_document
from tests.api_client import ApiClient


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(openapi_document()))


def documented(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item}


def test_every_route_is_documented_and_nothing_else(document: dict[str, Any]) -> None:
    served = {(method, path) for path, methods in app.routes.items() for method in methods if method != "OPTIONS"}

    assert documented(document) == served


def test_it_is_served_as_it_is_built(open_stage: config.Settings, document: dict[str, Any]) -> None:
    answer = ApiClient().get("/openapi.json")

    assert answer.body == document
    assert answer.body["openapi"] == "3.1.0"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            found = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return found + [reference for value in node.values() for reference in references(value)]
        if isinstance(node, list):
            return [reference for value in node for reference in references(value)]
        return []

    for reference in set(references(document)):
        node: Any = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/")]


def test_every_schema_is_a_valid_one(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_operations_have_names_of_their_own_and_say_what_they_do(document: dict[str, Any]) -> None:
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(set(names)) == len(names)
    assert all(operation["summary"].endswith((".", ":")) for operation in operations)


def test_errors_are_documented_in_their_one_shape(document: dict[str, Any]) -> None:
    for resource in api.BLUEPRINTS:
        for endpoint in resource.endpoints:
            responses = document["paths"][endpoint.path][endpoint.method.lower()]["responses"]
            if endpoint.access != "public":
                assert {"401", "403"} <= set(responses), endpoint.path
            if "{" in endpoint.path:
                assert "404" in responses, endpoint.path
            if endpoint.limited:
                assert "Retry-After" in responses["429"]["headers"], endpoint.path
            for status, response in responses.items():
                if status >= "400":
                    schema = response["content"]["application/json"]["schema"]
                    # Sentry's clients know another shape than ours.
                    shape = "DetailAnswer" if endpoint.path.startswith("/0") else "ErrorAnswer"
                    assert schema == {"$ref": f"#/components/schemas/{shape}"}


def test_the_scope_a_route_needs_is_told(document: dict[str, Any]) -> None:
    operation = document["paths"]["/projects/{project_id}/issues/{issue_id}"]["put"]

    assert operation["security"] == [{"bearer": ["event:write"]}]
    assert document["paths"]["/auth/login"]["post"]["security"] == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/auth/config", None),
        ("GET", "/auth/me", None),
        ("GET", "/organizations", None),
        ("POST", "/organizations", {"name": "Other"}),
        ("GET", "/organizations/acme", None),
        ("GET", "/organizations/acme/members", None),
        ("GET", "/organizations/acme/projects/web", None),
        ("GET", "/organizations/acme/projects/web/keys", None),
        ("GET", "/organizations/acme/projects/web/settings", None),
        ("GET", "/organizations/acme/audit", None),
        ("POST", "/organizations", {"name": ""}),
        ("GET", "/organizations/nowhere", None),
    ],
)
def test_answers_fit_their_schema(
    open_stage: config.Settings, document: dict[str, Any], method: str, path: str, body: Any
) -> None:
    client = ApiClient().register("ann@example.com")
    client.post("/organizations", {"name": "Acme"})
    client.post("/organizations/acme/projects", {"name": "Web"})
    template = path.replace("acme", "{org_slug}").replace("nowhere", "{org_slug}").replace("/web", "/{project_slug}")

    answer = client.call(method, path, body)

    response = document["paths"][template][method.lower()]["responses"][str(answer.status)]
    schema = {**response["content"]["application/json"]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(answer.body)


def test_the_command_line_writes_the_same_document(document: dict[str, Any]) -> None:
    written = subprocess.run([sys.executable, "-m", "chalicelib.service"], check=True, capture_output=True, text=True)

    assert json.loads(written.stdout) == document
    assert written.stderr == ""


def test_the_dashboards_types_are_made_from_this_document(document: dict[str, Any]) -> None:
    """Operation ids included: clients are generated from them, so that no move of a module may change one."""
    checked_in = Path(__file__).resolve().parents[2] / "frontend" / "openapi.json"

    assert json.loads(checked_in.read_text()) == document
