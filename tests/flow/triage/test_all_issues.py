"""All issues of an organization in one list: every order, every page, and nothing of what one may not read."""

from typing import Any

import pytest

from tests.triage_world import World, must


@pytest.fixture
def three(world: World) -> list[World]:
    """Three projects with issues whose times interleave; every second one is a warning."""
    worlds = [world]
    for name in ("Docs", "Shop"):
        made = must(world.owner.post("/organizations/acme/projects", {"name": name}))
        worlds.append(World(world.owner, world.org_slug, world.organization_id, made["id"], world.started_at))
    for number in range(12):
        at = worlds[number % 3]
        at.send(
            f"Kind{number:02}", minutes_ago=number, level="warning" if number % 2 else "error", tags={"n": str(number)}
        )
    for _ in range(3):
        worlds[2].send("Kind05", minutes_ago=30)
    return worlds


def page(world: World, **query: Any) -> dict[str, Any]:
    return dict(must(world.owner.get("/organizations/acme/issues", **query)))


def kinds(answer: dict[str, Any]) -> list[str]:
    return [row["title"].partition(":")[0] for row in answer["data"]]


def test_the_newest_of_all_projects_come_first(three: list[World]) -> None:
    answer = page(three[0], limit=5)

    assert kinds(answer) == [f"Kind{number:02}" for number in range(5)]
    assert [row["project"]["slug"] for row in answer["data"]] == ["web", "docs", "shop", "web", "docs"]
    assert answer["total"] == 12
    assert answer["data"][1]["short_id"] == "DOCS-1"


@pytest.mark.parametrize("sort", ["last_seen", "first_seen", "times_seen", "users", "priority"])
@pytest.mark.parametrize("limit", [1, 4, 5, 100])
def test_pages_hold_each_issue_once(three: list[World], sort: str, limit: int) -> None:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = page(three[0], sort=sort, limit=limit, **cursor)
        assert answer["total"] == 12
        found += answer["data"]
        if not answer["pagination"]["has_more"]:
            break
        cursor = {"cursor": answer["pagination"]["next_cursor"]}

    assert sorted(kinds({"data": found})) == [f"Kind{number:02}" for number in range(12)]
    values = [row[sort] for row in found if sort != "priority"]
    assert values == sorted(values, reverse=True)


def test_filters_hold_for_all(three: list[World]) -> None:
    assert page(three[0], level="warning")["total"] == 6
    assert kinds(page(three[0], query="n:7")) == ["Kind07"]
    assert page(three[0], project=["docs", "shop"])["total"] == 8
    assert page(three[0], status="resolved")["data"] == []


def test_what_is_wrong_is_told(three: list[World]) -> None:
    owner = three[0].owner
    assert owner.get("/organizations/acme/issues", query="nosuchtag:1").body["error"]["code"] == "invalid_query"
    assert owner.get("/organizations/acme/issues", cursor="nonsense").status == 400
    assert owner.get("/organizations/acme/issues", project="nope").status == 404


def test_projects_that_one_may_not_read_are_left_out(three: list[World]) -> None:
    owner = three[0].owner
    member = three[0].add_member("member@example.com")
    must(owner.put("/organizations/acme/projects/shop", {"default_access": "none"}))

    answer = must(member.get("/organizations/acme/issues", limit=100))

    assert {row["project"]["slug"] for row in answer["data"]} == {"web", "docs"}
    assert answer["total"] == 8
    assert member.get("/organizations/acme/issues", project="shop").status == 404


def test_an_organization_without_projects_has_none(world: World) -> None:
    must(world.owner.post("/organizations", {"name": "Empty"}))
    assert must(world.owner.get("/organizations/empty/issues"))["data"] == []
