"""Deleting an organization: gone at once, its projects ended and erased by jobs that may stop anywhere."""

import pytest

from chalicelib.events.store import find_places
from chalicelib.jobs.runner import run_job
from chalicelib.jobs.store import create_job, get_job
from chalicelib.jobs.worker import KINDS
from chalicelib.messages import JobMessage
from chalicelib.organizations import tasks as organization_erasure
from chalicelib.organizations.invitations import list_invitations
from chalicelib.projects.keys import find_project_key
from chalicelib.projects.store import list_projects
from chalicelib.times import utc_now
from tests.triage_world import World, must, run_queued_jobs


@pytest.fixture
def three(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Three projects, which are two slices of work, an event, a member and an open invitation."""
    for name in ("Api", "Shop"):
        must(world.owner.post("/organizations/acme/projects", {"name": name}))
    world.send()
    must(world.owner.post("/organizations/acme/members", {"email": "later@example.com"}))
    monkeypatch.setattr(organization_erasure, "PROJECTS_A_SLICE", 2)
    return world


def job_path(world: World, job_id: str) -> str:
    return f"/organizations/{world.organization_id}/jobs/{job_id}"


def test_a_deleted_organization_is_gone_at_once_and_erased_by_a_job(three: World) -> None:
    bob = three.add_member("bob@example.com")
    public_key = must(three.owner.get("/organizations/acme/projects/web"))["public_key"]

    job = must(three.owner.delete("/organizations/acme"))

    assert (job["kind"], job["state"], job["done"], job["total"]) == ("erase_organization", "queued", 0, 3)
    assert bob.get(f"/projects/{three.project_id}/issues").status == 404
    run_queued_jobs()
    done = must(three.owner.get(job_path(three, job["id"])))
    assert (done["state"], done["done"], done["total"], done["result"]) == ("done", 3, 3, {"projects": 3})
    assert bob.get(job_path(three, job["id"])).status == 404
    assert find_project_key(public_key) is None
    assert list_projects(three.organization_id) == []
    assert list_invitations(three.organization_id) == []
    assert find_places(three.project_id, three.sent) == {}


def test_a_job_that_stops_goes_on_where_it_was(three: World) -> None:
    job = must(three.owner.delete("/organizations/acme"))
    message = JobMessage(three.organization_id, job["id"], job["kind"])

    run_job(message, KINDS, lambda: False)

    half = must(three.owner.get(job_path(three, job["id"])))
    assert (half["state"], half["done"], half["total"]) == ("running", 2, 3)
    assert len(list_projects(three.organization_id)) == 1
    run_queued_jobs()
    run_job(message, KINDS, lambda: True)
    whole = must(three.owner.get(job_path(three, job["id"])))
    assert (whole["state"], whole["done"], whole["result"]) == ("done", 3, {"projects": 3})


def test_a_slice_that_crashed_before_it_was_noted_counts_once(three: World) -> None:
    job = must(three.owner.delete("/organizations/acme"))
    organization_erasure.erase_organization_slice(get_job(three.organization_id, job["id"]), utc_now())

    run_queued_jobs()

    assert must(three.owner.get(job_path(three, job["id"])))["result"] == {"projects": 3}


def test_an_organization_that_is_not_deleted_is_not_erased(three: World) -> None:
    job = create_job(
        three.organization_id, "erase_organization", project_id=None, requested_by=None, arguments={}, now=utc_now()
    )

    run_job(JobMessage(three.organization_id, job.id, job.kind), KINDS, lambda: True)

    assert get_job(three.organization_id, job.id).state == "failed"
    assert len(list_projects(three.organization_id)) == 3
    assert len(must(three.owner.get("/organizations/acme/members"))["data"]) == 1
