"""What every client of Sentry asks first, in Sentry's shapes: who am I, where, which projects, and what went wrong."""

import re
from typing import Any

import pytest

from tests.api_client import ApiClient
from tests.triage_world import World

NEXT = re.compile(r'rel="next"; results="(\w+)"; cursor="([^"]*)"')


def next_cursor(headers: dict[str, str]) -> str | None:
    """The cursor that a client of Sentry goes on with."""
    found = NEXT.search(headers["Link"])
    assert found is not None, headers["Link"]
    return found[2] if found[1] == "true" else None


def walk(client: ApiClient, path: str, **query: Any) -> list[list[dict[str, Any]]]:
    """Every page of a list."""
    pages, cursor = [], ""
    while True:
        answer = client.get(path, **query, cursor=cursor)
        assert answer.status == 200, answer.text
        pages.append(answer.body)
        following = next_cursor(answer.headers)
        if following is None:
            return pages
        cursor = following


def test_a_token_says_whose_it_is_and_what_it_may_do(world: World) -> None:
    client = world.owner.with_token("project:releases", "org:read")

    answer = client.get("/0")

    assert answer.body["auth"]["scopes"] == ["org:read", "project:releases"]
    assert answer.body["user"]["email"] == "owner@example.com"
    assert client.get("/0/auth").body["id"] == client.get("/0/users/me").body["id"] == world.owner.user["id"]


def test_clients_that_know_regions_are_led_back_here(client: ApiClient) -> None:
    regions = client.get("/0/users/me/regions").body["regions"]
    links = client.get("/0/organizations/acme").body["links"]

    assert [region["url"] for region in regions] == [links["regionUrl"]] == [links["organizationUrl"]]


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/0/organizations/nowhere", 404, "No such organization"),
        ("GET", "/0/projects/acme/nothing", 404, "No such project"),
        ("GET", "/0/organizations/acme/issues/WEB-99", 404, "No such issue"),
        ("GET", "/0/organizations/acme/issues/?sort=best", 400, "sort: expected one of date, new"),
        ("GET", "/0/organizations/acme/issues/?query=is:strange", 400, "expected one of"),
        ("GET", "/0/organizations/acme/issues/?cursor=x!", 400, "cursor"),
        ("GET", "/0/organizations/acme/issues/?statsPeriod=ages", 400, "such as 24h or 14d"),
        ("PUT", "/0/organizations/acme/issues/", 400, "expected at least one"),
    ],
)
def test_errors_have_a_detail_that_a_terminal_can_show(
    client: ApiClient, method: str, path: str, status: int, detail: str
) -> None:
    answer = client.call(method, path)

    assert (answer.status, set(answer.body)) == (status, {"detail"})
    assert detail in answer.body["detail"]


def test_a_strange_token_and_a_missing_scope_are_told_apart(world: World) -> None:
    stranger = ApiClient(token="sntrys_not-one-of-ours")
    bare = world.owner.with_token("org:read")

    refused, forbidden = stranger.get("/0/organizations"), bare.get("/0/projects/acme/web/issues")

    assert (refused.status, set(refused.body)) == (401, {"detail"})
    assert (forbidden.status, forbidden.body) == (403, {"detail": "This token lacks the scope event:read"})


def test_projects_are_listed_in_pages_and_found_by_slug_and_number(world: World, client: ApiClient) -> None:
    for name in ("Backend", "Jobs"):
        world.owner.post("/organizations/acme/projects", {"name": name})

    pages = walk(client, "/0/organizations/acme/projects", per_page=2)

    assert [[project["slug"] for project in page] for page in pages] == [["backend", "jobs"], ["web"]]
    assert client.get(f"/0/projects/acme/{world.project_id}").body["slug"] == "web"
    assert client.get("/0/projects/acme/web").body["organization"]["slug"] == "acme"


def test_another_organizations_project_is_not_reached_by_its_number(world: World) -> None:
    stranger = ApiClient().register("stranger@example.com")
    stranger.post("/organizations", {"name": "Elsewhere", "slug": "elsewhere"})

    assert stranger.get(f"/0/projects/elsewhere/{world.project_id}").status == 404
    assert stranger.get(f"/0/projects/acme/{world.project_id}").status == 404


def test_a_projects_keys_hold_the_dsn(world: World, client: ApiClient) -> None:
    (key,) = client.get("/0/projects/acme/web/keys").body

    assert key["dsn"]["public"].endswith(f"@localhost:8000/{world.project_id}")
    assert key["isActive"] is True


def test_members_are_one_team(world: World, client: ApiClient) -> None:
    world.add_member("ann@example.com")

    members = client.get("/0/organizations/acme/members").body

    assert [(member["email"], member["role"]) for member in members] == [
        ("owner@example.com", "owner"),
        ("ann@example.com", "member"),
    ]
    (team,) = client.get("/0/organizations/acme/teams").body
    assert (team["slug"], team["memberCount"]) == ("everyone", 2)
    assert client.get("/0/teams/acme/everyone").body == team
    assert client.get("/0/projects/acme/web").body["teams"][0]["slug"] == "everyone"
