from collections.abc import Iterator

import pytest

from chalicelib import config
from chalicelib.projects.figures import forget_project_facets
from tests.flow.triage.receiver import Receiver, listening
from tests.triage_world import World, build_world


@pytest.fixture
def world(open_stage: config.Settings) -> World:
    """A project with an owner and no events yet."""
    forget_project_facets()
    return build_world()


@pytest.fixture
def receiver(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("MINISENTRY_ALLOW_PRIVATE_WEBHOOKS", "1")
    config.settings.cache_clear()
    with listening() as receiver:
        yield receiver
