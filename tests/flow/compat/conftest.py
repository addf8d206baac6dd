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


def multipart(*parts: tuple[str, str | None, bytes]) -> tuple[str, bytes]:
    """The Content-Type and the body of a form: name, file name and content of each part."""
    boundary = "--a-boundary-of-these-tests"
    body = b""
    for name, file_name, content in parts:
        told = f'; filename="{file_name}"' if file_name is not None else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
