"""The page "Source maps": what was uploaded, what is missing, what a position is; and the end of all of it."""

from typing import Any

import boto3
import pytest

from chalicelib.artifacts.chunks import store_chunk
from chalicelib.artifacts.lookup import kept_maps
from chalicelib.artifacts.model import sha1_of
from chalicelib.artifacts.release_files import store_release_file
from chalicelib.artifacts.store import find_artifact_by_debug_id
from chalicelib.config import settings
from tests.flow.test_late_maps import browser_event
from tests.triage_world import World, must, run_queued_jobs
from tests.unit.artifacts.made_bundles import DEBUG_ID, MINIFIED, app_bundle, upload

BUNDLE = sha1_of(app_bundle())


@pytest.fixture
def maps(world: World) -> str:
    upload(app_bundle(), organization_id=world.organization_id, project_ids=[world.project_id], version="shop@1")
    return f"/projects/{world.project_id}/source-maps"


def send_browser_event(world: World, **fields: Any) -> str:
    event = browser_event(**fields)
    return world.send(**{key: value for key, value in event.items() if key != "user"})


def test_the_page_says_what_there_is(world: World, maps: str) -> None:
    send_browser_event(world, debug_id=DEBUG_ID.replace("5", "6"))

    shown = must(world.owner.get(maps))

    assert shown["last_upload_at"]
    assert shown["events_without_maps"] == 1
    assert [(each["version"], each["dist"]) for each in shown["releases"]] == [("shop@1", None)]


def test_a_project_without_uploads(world: World) -> None:
    shown = must(world.owner.get(f"/projects/{world.project_id}/source-maps"))

    assert shown == {"last_upload_at": None, "events_without_maps": 0, "releases": []}


def test_bundles_are_listed_shown_and_deleted(world: World, maps: str) -> None:
    (bundle,) = must(world.owner.get(f"{maps}/bundles"))["data"]
    detail = must(world.owner.get(f"{maps}/bundles/{BUNDLE}"))

    assert (bundle["id"], bundle["state"], bundle["files"], bundle["maps"]) == (BUNDLE, "ok", 2, 2)
    assert [(file["name"], file["is_mapped"]) for file in detail["contents"]] == [
        ("~/static/app.js", True),
        ("~/static/app.js.map", True),
    ]
    must(world.owner.delete(f"{maps}/bundles/{BUNDLE}"))
    assert world.owner.get(f"{maps}/bundles/{BUNDLE}").status == 404
    assert find_artifact_by_debug_id(world.project_id, DEBUG_ID) is None


def test_a_bundle_of_two_projects_stays_with_the_other(world: World, maps: str) -> None:
    must(world.owner.post("/organizations/acme/projects", {"name": "Other", "slug": "other"}))
    other = must(world.owner.get("/organizations/acme/projects/other"))["id"]
    upload(app_bundle(), organization_id=world.organization_id, project_ids=[other])

    must(world.owner.delete(f"{maps}/bundles/{BUNDLE}"))

    assert find_artifact_by_debug_id(world.project_id, DEBUG_ID) is None
    assert find_artifact_by_debug_id(other, DEBUG_ID) is not None


def test_a_bundle_of_another_project_is_not_shown(world: World, maps: str) -> None:
    must(world.owner.post("/organizations/acme/projects", {"name": "Other", "slug": "other"}))
    other = must(world.owner.get("/organizations/acme/projects/other"))["id"]

    assert world.owner.get(f"/projects/{other}/source-maps/bundles/{BUNDLE}").status == 404
    assert world.owner.delete(f"/projects/{other}/source-maps/bundles/{BUNDLE}").status == 404


def test_a_position_is_checked(world: World, maps: str) -> None:
    url = "https://shop.example/static/app.js"

    found = must(world.owner.post(f"{maps}/check", {"url": url, "release": "shop@1", "line": 1, "column": 23}))
    missing = must(world.owner.post(f"{maps}/check", {"url": url, "release": "shop@2"}))

    assert (found["found"], found["source"], found["line"]) == (True, "webpack://shop/./src/cart.js", 2)
    assert found["context_line"] == "  return cart.items.length;"
    assert (missing["found"], missing["problem"]) == (
        False,
        "No map for ~/static/app.js in release shop@2; uploaded files for this release: 0",
    )


def test_an_event_says_what_its_frames_lack(world: World, maps: str) -> None:
    mapped = send_browser_event(world)
    unmapped = send_browser_event(world, debug_id=DEBUG_ID.replace("5", "6"))
    python = world.send()

    def summary(event_id: str) -> Any:
        return must(world.owner.get(f"/events/{event_id}"))["source_maps"]

    assert summary(mapped) == {"mapped": 1, "unmapped": 0, "problems": []}
    assert (summary(unmapped)["mapped"], summary(unmapped)["unmapped"]) == (0, 1)
    assert "upload the maps of this build" in summary(unmapped)["problems"][0]["problem"]
    assert summary(python) is None


def test_maps_are_applied_on_demand(world: World) -> None:
    event_id = send_browser_event(world)
    upload(app_bundle(), organization_id=world.organization_id, project_ids=[world.project_id])
    run_queued_jobs()
    kept_maps.cache_clear()

    job = must(world.owner.post(f"/projects/{world.project_id}/source-maps/apply", {"dry_run": True}))
    run_queued_jobs()

    done = must(world.owner.get(f"/organizations/acme/jobs/{job['id']}"))
    assert done["state"] == "done"
    event = must(world.owner.get(f"/events/{event_id}"))
    assert event["source_maps"]["mapped"] == 1


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_erased_leaves_nothing(world: World, maps: str, whole: bool) -> None:
    store_chunk(world.organization_id, sha1_of(b"left"), b"left")
    store_release_file(world.organization_id, [world.project_id], "shop@1", "~/b.js", None, {}, MINIFIED)
    run_queued_jobs()

    must(world.owner.delete("/organizations/acme" if whole else "/organizations/acme/projects/web"))
    run_queued_jobs()

    left = boto3.client("s3").list_objects_v2(Bucket=settings().bucket_name("artifacts")).get("Contents", [])
    chunks = [entry["Key"] for entry in left if entry["Key"].startswith("chunks/")]
    assert [entry["Key"] for entry in left if entry["Key"] not in chunks] == []
    assert not whole or not chunks
    rows = boto3.client("dynamodb").scan(TableName=settings().table_name("core"))["Items"]
    assert [row["pk"]["S"] for row in rows if row["pk"]["S"].startswith(("DBG#", "MU#", "MR#", "RF#", "ART#"))] == []
