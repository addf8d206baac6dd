"""The world of people and events, and a client that holds an API token as Sentry's clients do."""

import pytest

from chalicelib import config
from chalicelib.http.scopes import ALL_SCOPES
from chalicelib.projects.figures import forget_project_facets
from tests.api_client import ApiClient
from tests.triage_world import World, build_world


@pytest.fixture
def world(open_stage: config.Settings) -> World:
    """A project with an owner and no events yet."""
    forget_project_facets()
    return build_world()


@pytest.fixture
def client(world: World) -> ApiClient:
    """Somebody with a token of every scope."""
    return world.owner.with_token(*ALL_SCOPES)
