"""Every route for every kind of caller: what each gets stands in access_matrix.txt, and a route that is missing fails.

The callers: nobody; somebody whose access token has expired; the owner of another organization; the organization's
owner, admin and member; a member who may only read the project; a member who is the project's admin; the owner's API
token without the route's scope; and one with it (or with every scope, where the route takes no tokens).
"""

import pytest

from app import app
from tests.api_client import ApiClient
from tests.flow.access_requests import ACCESS, BODIES, CALLERS, END_SESSIONS, read_table
from tests.flow.access_world import World

EXPECTED = read_table()


def served_routes() -> list[str]:
    """Every route of the app but preflights, which ask for nothing."""
    return sorted(
        f"{method} {path}" for path, methods in app.routes.items() for method in methods if method != "OPTIONS"
    )


def test_the_table_has_every_route_and_no_other() -> None:
    assert sorted(EXPECTED) == served_routes()
    assert {len(statuses) for statuses in EXPECTED.values()} == {len(CALLERS)}


@pytest.mark.parametrize("route", served_routes())
def test_each_caller_gets_what_the_table_says(world: World, route: str) -> None:
    statuses = [ask(world, route, caller) for caller in CALLERS]

    assert dict(zip(CALLERS, statuses, strict=True)) == dict(zip(CALLERS, EXPECTED.get(route, []), strict=False))


def test_a_preflight_is_answered_to_anybody_and_opens_nothing(world: World) -> None:
    paths = [path for path, methods in app.routes.items() if "OPTIONS" in methods]
    strange = ApiClient(headers={"Origin": "https://evil.example.com"}, url=world.url)

    for path in paths:
        answer = strange.call("OPTIONS", path.replace("{", "").replace("}", ""))
        assert answer.status in {200, 204}
        assert "Access-Control-Allow-Credentials" not in answer.headers


def ask(world: World, route: str, caller: str) -> int:
    method, path = route.split()
    credential = world.credential(caller, ACCESS.get((method, path), "public"))
    if path in END_SESSIONS:
        world.sessions.clear()
    client = ApiClient(token=credential, url=world.url)
    values = world.values(method, path, caller)
    make_body = BODIES.get(route)
    answer = client.call(method, path.format(**values), make_body(world, values) if make_body else None)
    return answer.status
