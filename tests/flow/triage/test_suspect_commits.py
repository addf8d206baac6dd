"""Suspect commits of an issue: from the commits of its first release to the member who wrote them."""

from typing import Any

from tests.triage_world import World, must


def announce(world: World, version: str, *commits: dict[str, Any]) -> None:
    path = f"/projects/{world.project_id}/releases"
    must(world.owner.post(path, {"version": version}))
    if commits:
        must(world.owner.put(f"{path}/{version}/commits", {"commits": list(commits)}))


def change(name: str, path: str, email: str = "owner@example.com") -> dict[str, Any]:
    files = [{"path": path, "kind": "M"}]
    return {"id": name * 40, "message": f"Change {path}", "author_email": email, "files": files}


def suspects(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = must(world.owner.get(f"{world.issues}/WEB-1/suspect-commits"))["data"]
    return found


def test_whoever_changed_the_file_of_the_trace_is_named_with_the_account(world: World) -> None:
    announce(world, "1.0", change("a", "app/main.py", "Owner@Example.com"), change("b", "app/other.py"))
    world.send(release="1.0")

    (suspect,) = suspects(world)

    assert suspect["commit"]["id"] == "a" * 40
    assert suspect["commit"]["author"]["user_id"] == world.owner.user["id"]
    assert (suspect["release"], suspect["path"]) == ("1.0", "app/main.py")


def test_a_release_without_commits_leads_to_the_last_one_with_some(world: World) -> None:
    announce(world, "1.0", change("a", "app/main.py", "stranger@example.com"))
    announce(world, "1.1")
    world.send(release="1.1")

    (suspect,) = suspects(world)

    assert (suspect["release"], suspect["commit"]["author"]["user_id"]) == ("1.0", None)


def test_commits_of_later_releases_are_not_suspected(world: World) -> None:
    announce(world, "1.0", change("a", "app/other.py"))
    world.send(release="1.0")
    announce(world, "2.0", change("b", "app/main.py"))
    world.send(release="2.0")

    assert suspects(world) == []


def test_without_a_release_nobody_is_suspected(world: World) -> None:
    announce(world, "1.0", change("a", "app/main.py"))
    world.send()

    assert suspects(world) == []
