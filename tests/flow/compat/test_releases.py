"""Releases, commits and deploys through Sentry's API, as both generations of clients ask for them."""

from typing import Any

import pytest

from tests.api_client import ApiClient
from tests.flow.compat.test_basics import walk
from tests.triage_world import World

RELEASES = "/0/organizations/acme/releases"
OLD_RELEASES = "/0/projects/acme/web/releases"


def commit(commit_id: str, message: str = "Change things", path: str = "src/pay.ts") -> dict[str, Any]:
    """A commit as sentry-cli reads it from Git."""
    return {
        "id": commit_id,
        "message": message,
        "author_name": "Owner",
        "author_email": "owner@example.com",
        "timestamp": "2026-11-20T10:00:00+01:00",
        "repository": "acme/web",
        "patch_set": [{"path": path, "type": "M"}],
    }


@pytest.mark.parametrize(
    ("path", "body"),
    [(RELEASES, {"version": "web@1.0.0", "projects": ["web"]}), (OLD_RELEASES, {"version": "web@1.0.0"})],
)
def test_a_release_made_twice_is_one(world: World, client: ApiClient, path: str, body: dict[str, Any]) -> None:
    first, second = client.post(path, body), client.post(path, body)

    assert (first.status, second.status) == (201, 201)
    assert first.body["dateCreated"] == second.body["dateCreated"]
    assert [release["version"] for page in walk(client, path) for release in page] == ["web@1.0.0"]
    assert first.body["versionInfo"] == {
        "package": "web",
        "version": {"raw": "1.0.0"},
        "description": "1.0.0",
        "buildHash": None,
    }


def test_a_release_belongs_to_every_project_that_is_named(world: World, client: ApiClient) -> None:
    world.owner.post("/organizations/acme/projects", {"name": "Jobs"})

    client.post(RELEASES, {"version": "1.0", "projects": ["web", "jobs"]})
    shown = client.get(f"{RELEASES}/1.0").body

    assert [project["slug"] for project in shown["projects"]] == ["jobs", "web"]
    assert client.get("/0/projects/acme/jobs/releases/1.0").status == 200
    assert client.delete(f"{OLD_RELEASES}/1.0").status == 204
    assert [project["slug"] for project in client.get(f"{RELEASES}/1.0").body["projects"]] == ["jobs"]
    assert client.delete(f"{RELEASES}/1.0").status == 204
    assert client.get(f"{RELEASES}/1.0").status == 404


@pytest.mark.parametrize("written", ["web%401.2.3%2B4", "web@1.2.3+4"])
def test_versions_are_read_raw_and_percent_encoded(world: World, client: ApiClient, written: str) -> None:
    client.post(RELEASES, {"version": "web@1.2.3+4", "projects": ["web"]})

    finalized = client.put(f"{RELEASES}/{written}", {"dateReleased": "2026-11-26T10:00:00Z"})

    assert (finalized.status, finalized.body["version"]) == (200, "web@1.2.3+4")
    assert finalized.body["dateReleased"] == "2026-11-26T10:00:00.000Z"


@pytest.mark.parametrize(
    "body", [{"version": "1.0"}, {"version": "", "projects": ["web"]}, {"version": "a/b", "projects": ["web"]}]
)
def test_a_release_needs_a_version_and_projects(client: ApiClient, body: dict[str, Any]) -> None:
    assert client.post(RELEASES, body).status == 400


def test_a_project_one_may_only_read_gets_no_release(world: World) -> None:
    world.owner.put("/organizations/acme/projects/web", {"default_access": "read"})
    reader = world.add_member("ann@example.com").with_token("project:releases", "project:read", "org:read")

    assert reader.post(RELEASES, {"version": "1.0", "projects": ["web"]}).status == 403
    assert reader.post(OLD_RELEASES, {"version": "1.0"}).status == 403


def test_commits_are_kept_with_their_author_and_files(world: World, client: ApiClient) -> None:
    client.post(RELEASES, {"version": "1.0", "projects": ["web"]})

    changed = client.put(f"{RELEASES}/1.0", {"commits": [commit("b" * 40), commit("a" * 40)]})
    listed = client.get(f"{RELEASES}/1.0/commits").body
    own = world.owner.get(f"/projects/{world.project_id}/releases/1.0/commits").body["data"]

    assert (changed.body["commitCount"], changed.body["lastCommit"]["id"]) == (2, "b" * 40)
    assert changed.body["authors"] == [{"name": "Owner", "email": "owner@example.com"}]
    assert [each["id"] for each in listed] == ["b" * 40, "a" * 40]
    assert own[0]["files"] == [{"path": "src/pay.ts", "kind": "M"}]
    assert own[0]["author"]["user_id"] == world.owner.user["id"]


def test_the_release_before_with_commits_is_found(world: World, client: ApiClient) -> None:
    for version in ("1.0", "1.1", "1.2"):
        client.post(RELEASES, {"version": version, "projects": ["web"]})
    before = client.get(f"{RELEASES}/1.2/previous-with-commits").body
    client.put(f"{RELEASES}/1.0", {"commits": [commit("a" * 40)]})

    after = client.get(f"{RELEASES}/1.2/previous-with-commits").body

    assert before == {}
    assert (after["version"], after["lastCommit"]["id"]) == ("1.0", "a" * 40)


def test_a_commit_message_resolves_the_issue_it_fixes_once(world: World, client: ApiClient) -> None:
    world.send("A", release="1.0")
    world.send("B", release="1.0")
    client.post(RELEASES, {"version": "1.1", "projects": ["web"]})
    fixes = {"commits": [commit("a" * 40, "Fixes web-1, WEB-9 and other-1\n\nrelated to WEB-2")]}

    client.put(f"{RELEASES}/1.1", fixes)
    resolved = client.get("/0/organizations/acme/issues/WEB-1").body
    client.put("/0/organizations/acme/issues/WEB-1", {"status": "unresolved"})
    client.put(f"{RELEASES}/1.1", fixes)

    assert (resolved["status"], resolved["statusDetails"]) == ("resolved", {"inRelease": "1.1"})
    assert client.get("/0/organizations/acme/issues/WEB-1").body["status"] == "unresolved"
    assert client.get("/0/organizations/acme/issues/WEB-2").body["status"] == "unresolved"


def test_deploys_are_listed_and_the_same_one_told_twice_counts_once(world: World, client: ApiClient) -> None:
    client.post(RELEASES, {"version": "1.0", "projects": ["web"]})
    told = {"environment": "production", "name": "blue", "dateFinished": "2026-11-26T10:00:00Z"}

    statuses = [client.post(f"{RELEASES}/1.0/deploys", told).status for _ in range(2)]
    client.post(f"{RELEASES}/1.0/deploys", {"environment": "staging"})

    listed = client.get(f"{RELEASES}/1.0/deploys").body
    marks = world.owner.get(f"/projects/{world.project_id}/deploys").body["data"]
    assert statuses == [201, 201]
    assert [deploy["environment"] for deploy in listed] == ["staging", "production"]
    assert [(mark["version"], mark["environment"]) for mark in marks] == [("1.0", "staging"), ("1.0", "production")]
    assert client.get(f"{RELEASES}/1.0").body["lastDeploy"]["environment"] == "staging"


def test_releases_are_listed_in_pages_over_projects(world: World, client: ApiClient) -> None:
    world.owner.post("/organizations/acme/projects", {"name": "Jobs"})
    for number in range(3):
        client.post(RELEASES, {"version": f"web@{number}.0", "projects": ["web"]})
        client.post(RELEASES, {"version": f"both@{number}.0", "projects": ["web", "jobs"]})

    pages = walk(client, RELEASES, per_page=2)

    listed = [release["version"] for page in pages for release in page]
    assert listed == ["both@2.0", "web@2.0", "both@1.0", "web@1.0", "both@0.0", "web@0.0"]
    assert [page["version"] for page in walk(client, RELEASES, query="web@")[0]] == ["web@2.0", "web@1.0", "web@0.0"]
