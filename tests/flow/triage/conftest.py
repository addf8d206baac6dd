import pytest

from chalicelib import config
from chalicelib.api.project_facets import forget_project_facets
from tests.triage_world import World, build_world


@pytest.fixture
def world(open_stage: config.Settings) -> World:
    """A project with an owner and no events yet."""
    forget_project_facets()
    return build_world()
