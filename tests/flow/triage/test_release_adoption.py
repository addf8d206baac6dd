"""How far a release has got, and which issues came back in it."""

import pytest

from chalicelib.releases.adoption import MAX_VERSIONS, counted_versions
from tests.triage_world import World, must

OLD, NEW = "shop@1.0.0", "shop@1.1.0"


def path_of(world: World, version: str) -> str:
    return f"/projects/{world.project_id}/releases/{version}"


@pytest.fixture(autouse=True)
def fresh_counter() -> None:
    counted_versions.cache_clear()


def test_a_releases_share_of_events(world: World) -> None:
    world.send_many([{"release": OLD}, {"release": NEW}, {"release": NEW}, {}])

    release = must(world.owner.get(path_of(world, NEW)))
    listed = must(world.owner.get(f"/projects/{world.project_id}/releases"))["data"]

    assert release["adoption"] == 0.5
    assert {each["version"]: each["adoption"] for each in listed} == {NEW: 0.5, OLD: 0.25}


@pytest.mark.parametrize(("period", "buckets"), [("24h", 24), ("7d", 168), ("30d", 30)])
def test_adoption_over_time(world: World, period: str, buckets: int) -> None:
    world.send_many([{"release": OLD}, {"release": NEW}, {"release": NEW}])

    adoption = must(world.owner.get(f"{path_of(world, NEW)}/adoption", period=period))

    assert len(adoption["buckets"]) == buckets
    assert (adoption["buckets"][-1]["events"], adoption["buckets"][-1]["all_events"]) == (2, 3)
    assert (adoption["events"], adoption["all_events"]) == (2, 3)


def test_a_release_without_events_has_no_share(world: World) -> None:
    must(world.owner.post(f"/projects/{world.project_id}/releases", {"version": NEW}))

    assert must(world.owner.get(path_of(world, NEW)))["adoption"] is None
    world.send(release=OLD)
    assert must(world.owner.get(path_of(world, NEW)))["adoption"] == 0


def test_made_up_versions_do_not_fill_the_row(world: World) -> None:
    world.send_many([{"release": NEW}, {"release": NEW}, *({"release": f"{n}"} for n in range(MAX_VERSIONS + 10))])
    world.send_many([{"release": f"late-{n}"} for n in range(10)] + [{"release": NEW}])

    stats = must(world.owner.get(f"/projects/{world.project_id}/stats"))["totals"]
    adoption = must(world.owner.get(f"{path_of(world, NEW)}/adoption"))
    late = must(world.owner.get(f"{path_of(world, 'late-1')}/adoption"))

    assert stats["accepted"] == adoption["all_events"] == MAX_VERSIONS + 23
    assert adoption["events"] == 3
    assert late["events"] == 0


def test_issues_that_came_back_in_a_release(world: World) -> None:
    for kind in ("Back", "Gone", "Open"):
        world.send(kind, minutes_ago=9, release=OLD)
    for kind in ("Back", "Gone"):
        must(world.owner.put(f"{world.issues}/{world.issue_id(kind)}", {"status": "resolved"}))

    for kind in ("Back", "Back", "Open"):
        world.send(kind, minutes_ago=-1, release=NEW)

    regressed = must(world.owner.get(f"{path_of(world, NEW)}/regressions"))
    assert [issue["id"] for issue in regressed["data"]] == [world.issue_id("Back")]
    assert regressed["total"] == 1
    assert must(world.owner.get(f"{path_of(world, OLD)}/regressions"))["data"] == []


def test_a_regression_that_was_merged_or_deleted(world: World) -> None:
    for kind in ("Merged", "Deleted", "Root"):
        world.send(kind, minutes_ago=9, release=OLD)
    for kind in ("Merged", "Deleted"):
        must(world.owner.put(f"{world.issues}/{world.issue_id(kind)}", {"status": "resolved"}))
        world.send(kind, minutes_ago=-1, release=NEW)
    root, merged = world.issue_id("Root"), world.issue_id("Merged")
    must(world.owner.delete(f"{world.issues}/{world.issue_id('Deleted')}"))
    must(world.owner.post(f"{world.issues}/merge", {"ids": [root, merged]}))

    regressed = must(world.owner.get(f"{path_of(world, NEW)}/regressions"))["data"]

    assert len(regressed) == 1
    assert regressed[0]["id"] in {root, merged}
