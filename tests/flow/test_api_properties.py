"""Whatever fits the OpenAPI document, and much that does not, gets a documented status and an answer of its schema."""

import contextlib
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from jsonschema_rs import Draft202012Validator
from schemathesis import Case, GenerationMode

from app import app
from chalicelib import blueprints as api
from chalicelib.service.routes import openapi_document
from infra.local.gateway.answer import Answer, read_proxy_response
from infra.local.gateway.event import build_rest_event
from infra.local.gateway.request import GatewayRequest
from infra.local.gateway.routes import RouteTable
from infra.local.lambda_context import LambdaContext
from tests.flow.access_world import World

DOCUMENT = json.loads(json.dumps(openapi_document()))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
ROUTES = RouteTable(app.routes)
ENDPOINTS = [endpoint for resource in api.BLUEPRINTS for endpoint in resource.endpoints]
EXAMPLES = {GenerationMode.POSITIVE: 4, GenerationMode.NEGATIVE: 2}


@pytest.mark.parametrize("mode", EXAMPLES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_every_answer_is_a_documented_one(world: World, endpoint: Any, mode: GenerationMode) -> None:
    operation = SCHEMA[endpoint.path][endpoint.method]

    # One seed and no shrinking: the run takes seconds, and what it finds it finds again.
    @settings(
        max_examples=EXAMPLES[mode],
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), strange_path=st.booleans())
    def probe(case: Case, strange_path: bool) -> None:
        if not strange_path:
            case.path_parameters = world.values(endpoint.method, endpoint.path, "owner")
        answer = send(case, world.credential("owner", endpoint.access), world.url)
        reject_undocumented(endpoint, answer)

    # A route that takes nothing can be given nothing wrong.
    with contextlib.suppress(Unsatisfiable):
        probe()


def send(case: Case, credential: str | None, url: str | None) -> Answer:
    """The answer of a running stack, or of the app behind a gateway's event in this process."""
    base = f"{url}/api" if url else "http://localhost"
    sent = requests.Request(**case.as_transport_kwargs(base_url=base)).prepare()
    sent.headers["Authorization"] = f"Bearer {credential}"
    if url:
        with requests.Session() as session:
            answer = session.send(sent, timeout=30)
        return Answer(answer.status_code, list(answer.headers.items()), answer.content)
    target = urlsplit(str(sent.url))
    headers = sent.headers
    body = sent.body or b""
    request = GatewayRequest(
        method=str(sent.method),
        path=target.path,
        query=target.query,
        headers=tuple((name.lower(), str(value)) for name, value in headers.items()),
        body=body if isinstance(body, bytes) else body.encode(),
        source_ip="127.0.0.1",
    )
    return call(request)


def call(request: GatewayRequest) -> Answer:
    resource = ROUTES.find(request.path)
    if resource is None or request.method not in app.routes[resource.path]:
        return Answer(404, body=b'{"error": {"code": "not_found", "message": "no such route"}}')
    event = build_rest_event(request, resource, app.api.binary_types)
    return read_proxy_response(app(event, LambdaContext("api_handler", 29)))


def reject_undocumented(endpoint: Any, answer: Answer) -> None:
    responses = DOCUMENT["paths"][endpoint.path][endpoint.method.lower()]["responses"]
    assert answer.status < 500
    assert str(answer.status) in responses, answer.body
    content = responses[str(answer.status)].get("content")
    if content is None:
        assert answer.body == b""
        return
    schema = {**content["application/json"]["schema"], "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(json.loads(answer.body))
