"""Changes to many issues: at once when few, as a job when many."""

from typing import Any

import pytest

from chalicelib.issues import bulk_routes as bulk
from chalicelib.jobs import store as jobs
from tests.triage_world import World, run_queued_jobs


@pytest.fixture
def three(world: World) -> World:
    world.send_many(
        [{"kind": kind, "level": level} for kind, level in zip("ABC", ["error", "error", "fatal"], strict=True)]
    )
    return world


def statuses(world: World) -> dict[str, str]:
    return {row["title"][0]: row["status"] for row in world.list_issues()}


def test_named_issues_are_changed_at_once(three: World) -> None:
    answer = three.owner.put(three.issues, {"ids": [three.issue_id("A"), "WEB-2", "WEB-2"], "status": "resolved"})

    assert answer.body == {"updated": 2, "job": None}
    assert sorted(statuses(three).values()) == ["resolved", "resolved", "unresolved"]


def test_all_that_match_are_changed(three: World) -> None:
    answer = three.owner.put(three.issues, {"filters": {"query": "level:error"}, "status": "ignored"})

    assert answer.body["updated"] == 2
    assert statuses(three) == {"A": "ignored", "B": "ignored", "C": "unresolved"}


def test_issues_that_are_gone_are_passed_over(three: World) -> None:
    three.owner.delete(f"{three.issues}/WEB-1")

    answer = three.owner.put(three.issues, {"ids": ["WEB-1", "WEB-2", "WEB-77"], "status": "resolved"})

    assert answer.body["updated"] == 1


def test_a_bulk_change_that_makes_no_sense_is_refused(three: World) -> None:
    cases: list[dict[str, Any]] = [
        {"status": "resolved"},
        {"ids": ["WEB-1"], "filters": {}, "status": "resolved"},
        {"ids": [], "status": "resolved"},
        {"ids": ["WEB-1"]},
        {"ids": ["WEB-1"], "status": "open"},
        {"filters": {"query": "is:"}, "status": "resolved"},
        {"filters": {"colour": "red"}, "status": "resolved"},
    ]

    for body in cases:
        assert three.owner.put(three.issues, body).status == 400, body
    assert set(statuses(three).values()) == {"unresolved"}


def test_many_are_changed_by_a_job_that_tells_how_far_it_is(three: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "INLINE_ISSUES", 1)

    job = three.owner.put(three.issues, {"filters": {"status": "unresolved"}, "status": "resolved"}).body["job"]
    assert (job["state"], job["done"], job["total"]) == ("queued", 0, 3)
    run_queued_jobs()

    done = three.owner.get(f"/organizations/acme/jobs/{job['id']}").body
    assert (done["state"], done["done"], done["result"]) == ("done", 3, {"updated": 3})
    assert set(statuses(three).values()) == {"resolved"}
    assert [each["id"] for each in three.owner.get("/organizations/acme/jobs").body["data"]] == [job["id"]]
    assert jobs.list_open_jobs() == []


def test_deleting_all_that_match_leaves_the_rest(three: World) -> None:
    answer = three.owner.call("DELETE", three.issues, {"filters": {"level": "error"}})

    assert answer.body["updated"] == 2
    assert list(statuses(three)) == ["C"]


def test_a_job_is_for_those_who_may_read_its_project(three: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "INLINE_ISSUES", 1)
    job = three.owner.put(three.issues, {"filters": {}, "status": "resolved"}).body["job"]
    bob = three.add_member("bob@example.com")

    assert bob.get(f"/organizations/acme/jobs/{job['id']}").status == 200
    three.owner.put("/organizations/acme/projects/web", {"default_access": "none"})
    assert bob.get(f"/organizations/acme/jobs/{job['id']}").status == 404
    assert bob.get("/organizations/acme/jobs").body["data"] == []
