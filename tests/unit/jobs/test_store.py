"""A job is run by one holder at a time, and a crashed one is taken over."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.errors import NotFound
from chalicelib.jobs import store as jobs
from chalicelib.jobs.store import Job

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + jobs.LEASE + timedelta(seconds=1)
ORGANIZATION = "org-1"


pytestmark = pytest.mark.usefixtures("stage")


def create(now: datetime = NOW) -> Job:
    arguments = {"ids": ["a"]}
    return jobs.create_job(
        ORGANIZATION, "bulk_update", project_id="7", requested_by="ann", arguments=arguments, now=now, total=3
    )


def test_a_new_job_is_queued_and_open() -> None:
    job = create()

    assert jobs.get_job(ORGANIZATION, job.id) == job
    assert (job.state, job.done, job.total, job.arguments) == ("queued", 0, 3, {"ids": ["a"]})
    assert jobs.list_open_jobs() == [(ORGANIZATION, job.id, "bulk_update")]


def test_a_job_of_another_organization_is_not_found() -> None:
    job = create()

    with pytest.raises(NotFound):
        jobs.get_job("org-2", job.id)


def test_only_one_holder_runs_a_job() -> None:
    job = create()

    assert jobs.claim_job(ORGANIZATION, job.id, "one", NOW) is not None
    assert jobs.claim_job(ORGANIZATION, job.id, "two", NOW) is None


def test_a_crashed_holder_is_replaced_and_writes_no_more() -> None:
    job = create()
    jobs.claim_job(ORGANIZATION, job.id, "one", NOW)
    jobs.save_progress(job, "one", NOW, done=1, total=3, position="a")

    taken = jobs.claim_job(ORGANIZATION, job.id, "two", LATER)

    assert taken is not None
    assert (taken.done, taken.position) == (1, "a")
    with pytest.raises(jobs.LeaseLost):
        jobs.save_progress(job, "one", LATER, done=2, total=3, position="b")
    with pytest.raises(jobs.LeaseLost):
        jobs.finish_job(job, "one", LATER)


@pytest.mark.parametrize(("error", "state"), [(None, "done"), ("it broke", "failed")])
def test_a_finished_job_is_closed_for_good(error: str | None, state: str) -> None:
    job = create()
    jobs.claim_job(ORGANIZATION, job.id, "one", NOW)

    jobs.finish_job(job, "one", NOW, result={"updated": 3}, error=error)

    finished = jobs.get_job(ORGANIZATION, job.id)
    assert (finished.state, finished.error, finished.result) == (state, error, {"updated": 3})
    assert jobs.list_open_jobs() == []
    assert jobs.claim_job(ORGANIZATION, job.id, "two", LATER) is None


def test_jobs_are_listed_newest_first_page_by_page() -> None:
    created = [create(NOW + timedelta(minutes=minute)) for minute in range(4)]

    first = jobs.list_jobs(ORGANIZATION, now=LATER, limit=3)
    rest = jobs.list_jobs(ORGANIZATION, now=LATER, before=first[-1].id, limit=3)

    assert [*first, *rest] == created[::-1]
