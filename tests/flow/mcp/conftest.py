"""An agent's client: what it sends and reads, over the app's own HTTP."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib import config
from chalicelib.projects.figures import forget_project_facets
from tests.api_client import Answer, ApiClient
from tests.triage_world import World, build_world


@dataclass
class Agent:
    client: ApiClient
    numbers: Any = field(default_factory=itertools.count)

    def ask(self, method: str, **params: Any) -> Answer:
        return self.client.post(
            "/mcp", {"jsonrpc": "2.0", "id": next(self.numbers), "method": method, "params": params}
        )

    def result(self, method: str, **params: Any) -> dict[str, Any]:
        answer = self.ask(method, **params)
        assert answer.status == 200, answer.text
        assert "error" not in answer.body, answer.text
        return dict(answer.body["result"])

    def tools(self) -> set[str]:
        return {tool["name"] for tool in self.result("tools/list")["tools"]}

    def call(self, tool: str, **arguments: Any) -> str:
        """The text of a call that goes well."""
        result = self.result("tools/call", name=tool, arguments=arguments)
        assert not result.get("isError"), result
        return str(result["content"][0]["text"])

    def refusal(self, tool: str, **arguments: Any) -> str:
        """Why a call is refused."""
        result = self.result("tools/call", name=tool, arguments=arguments)
        assert result["isError"], result
        return str(result["content"][0]["text"])


@pytest.fixture
def world(open_stage: config.Settings) -> World:
    forget_project_facets()
    return build_world()


def agent_with(world: World, *scopes: str) -> Agent:
    """Somebody's agent that works with an API token of these scopes."""
    made = world.owner.post("/auth/tokens", {"name": "agent", "scopes": list(scopes)})
    assert made.status == 201, made.text
    return Agent(ApiClient(token=made.body["token"]))


@pytest.fixture
def agent(world: World) -> Agent:
    return agent_with(world, "event:write", "project:read")
