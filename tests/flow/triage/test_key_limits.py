"""What people type becomes keys of DynamoDB, which refuses long ones: no question may ask it for one.

moto takes any key in a question, so that the questions themselves are looked at.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws.clients import client
from tests.triage_world import World

MAX_PARTITION, MAX_RANGE = 2048, 1024
LONG = "é" * 700
LONGER = "\N{PILE OF POO}" * 480


@pytest.fixture
def asked(world: World) -> Iterator[list[str]]:
    """Every key that is asked for, as text."""
    keys: list[str] = []
    events = client("dynamodb").meta.events

    def note(params: dict[str, Any], **_: Any) -> None:
        keys.extend(_keys_in(params))

    events.register("before-parameter-build.dynamodb", note)
    yield keys
    events.unregister("before-parameter-build.dynamodb", note)


def _keys_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"S"}:
            yield value["S"]
        else:
            for part in value.values():
                yield from _keys_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _keys_in(part)


@pytest.mark.parametrize("long", [LONG, LONGER], ids=["accents", "emoji"])
@pytest.mark.parametrize(
    "query",
    [
        "{}:x",
        "x:{}",
        "x:*{}",
        "x:{}*",
        "x:[a, {}]",
        "has:{}",
        "!has:{}",
        "release:{}",
        "release:>{}",
        "firstRelease:{}",
        "environment:{}",
        "user:{}",
        "user.email:{}",
        "assigned:{}",
        "issue:{}",
        "id:{}",
        "message:{}",
        "tags[{}]:x",
        "{}",
    ],
)
@pytest.mark.parametrize("place", ["issues", "events"])
def test_a_search(world: World, asked: list[str], place: str, query: str, long: str) -> None:
    world.send(tags={"x": "y"}, release="1.0")

    answer = world.owner.get(f"/projects/{world.project_id}/{place}", query=query.format(long))

    assert answer.status in {200, 400}
    assert not [key for key in asked if len(key.encode()) > MAX_PARTITION]


@pytest.mark.parametrize("long", [LONG, LONGER], ids=["accents", "emoji"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/projects/{id}/tags/x", "prefix"),
        ("/projects/{id}/tags", "prefix"),
        ("/projects/{id}/issues", "environment"),
        ("/projects/{id}/issues", "assignee"),
        ("/projects/{id}/issues", "cursor"),
        ("/projects/{id}/events", "cursor"),
        ("/projects/{id}/releases", "cursor"),
        ("/organizations/acme/projects", "cursor"),
        ("/0/organizations/acme/releases", "query"),
        ("/0/projects/acme/web/issues", "query"),
        ("/0/organizations/acme/issues", "environment"),
    ],
)
def test_a_parameter(world: World, asked: list[str], path: str, name: str, long: str) -> None:
    answer = world.owner.get(path.format(id=world.project_id), **{name: long})

    assert answer.status in {200, 400, 404}
    assert not [key for key in asked if len(key.encode()) > MAX_PARTITION]


@pytest.mark.parametrize("long", [LONG, LONGER], ids=["accents", "emoji"])
def test_an_events_names(world: World, asked: list[str], long: str) -> None:
    """Tags, releases and people of an event, as long as a stranger likes."""
    world.send(
        tags={long: long, "a": long}, release=long, environment=long, user={"id": long, "email": long}, server_name=long
    )

    assert world.issue_id()
    assert not [key for key in asked if key[:2] in {"T#", "TK", "P#", "R#", "RD", "E#"} and len(key.encode()) > 2048]
