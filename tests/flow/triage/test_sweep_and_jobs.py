"""What runs apart from requests: jobs that crash and go on, and what the sweep picks up."""

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.alerts.outbox import list_stale_outbox
from chalicelib.aws import clients as aws
from chalicelib.aws import keys
from chalicelib.aws.rows import query_rows
from chalicelib.config import settings
from chalicelib.errors import RateLimited
from chalicelib.events.store import find_places
from chalicelib.issues import tasks as bulk_update
from chalicelib.issues.bulk_changes import BulkChange, encode_bulk_change
from chalicelib.issues.store import get_issues
from chalicelib.issues.triage import IssueChange
from chalicelib.issues.wakeups import list_due_wakeups
from chalicelib.jobs import sweep as sweeping
from chalicelib.jobs.files import part_key, put_issue_ids
from chalicelib.jobs.runner import MAX_ATTEMPTS, run_job
from chalicelib.jobs.store import LEASE, Job, claim_job, create_job, finish_job, get_job
from chalicelib.jobs.sweep import SweepFailed, resume_jobs, sweep_everything, wake_ignored_issues
from chalicelib.jobs.worker import KINDS
from chalicelib.messages import JobMessage
from chalicelib.projects import export_tasks as export
from chalicelib.times import format_time, utc_now
from tests.triage_world import World, must, run_queued_jobs


def bulk_job(world: World) -> Job:
    """A job that resolves every issue, a slice of one at a time."""
    ids = [row["id"] for row in world.list_issues(limit=100)]
    arguments = {
        "issue_ids_key": put_issue_ids(world.organization_id, "list", ids),
        **encode_bulk_change(BulkChange(IssueChange(status="resolved"))),
    }
    return create_job(
        world.organization_id,
        "bulk_update",
        project_id=world.project_id,
        requested_by=world.owner.user["id"],
        arguments=arguments,
        now=utc_now(),
    )


def message(job: Job) -> JobMessage:
    return JobMessage(job.organization_id, job.id, job.kind)


def statuses(world: World) -> list[str]:
    return sorted(row["status"] for row in world.list_issues())


def test_a_job_goes_on_where_a_crash_left_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_update, "SLICE", 1)
    world.send_many([{"kind": kind} for kind in "ABC"])
    job = bulk_job(world)
    slices = iter([bulk_update.update_slice, KeyboardInterrupt])

    def crash_in_the_second(*arguments: Any) -> Any:
        step = next(slices)
        if step is KeyboardInterrupt:
            raise KeyboardInterrupt
        return step(*arguments)

    with pytest.raises(KeyboardInterrupt):
        run_job(message(job), {"bulk_update": crash_in_the_second}, lambda: True)
    assert get_job(job.organization_id, job.id).done == 1

    resume_jobs(utc_now() + timedelta(minutes=30))
    later = utc_now() + LEASE + timedelta(minutes=1)
    run_job(message(job), {"bulk_update": bulk_update.update_slice}, lambda: True, lambda: later)

    done = get_job(job.organization_id, job.id)
    assert (done.state, done.done, done.result) == ("done", 3, {"updated": 3})
    assert statuses(world) == ["resolved"] * 3


def test_a_job_that_runs_out_of_time_hands_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_update, "SLICE", 1)
    world.send_many([{"kind": kind} for kind in "ABC"])
    job = bulk_job(world)

    run_job(message(job), {"bulk_update": bulk_update.update_slice}, lambda: False)
    assert get_job(job.organization_id, job.id).done == 1
    run_queued_jobs()

    assert get_job(job.organization_id, job.id).state == "done"
    assert statuses(world) == ["resolved"] * 3


def test_a_job_that_always_fails_ends_with_its_reason(world: World) -> None:
    job = bulk_job(world)

    def fail(*_: Any) -> Any:
        raise RuntimeError("no luck")

    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(RuntimeError):
            run_job(message(job), {"bulk_update": fail}, lambda: True)
    run_job(message(job), {"bulk_update": fail}, lambda: True)

    failed = get_job(job.organization_id, job.id)
    assert failed.state == "failed"
    assert "RuntimeError" in str(failed.error)


def test_a_repeated_message_of_a_finished_job_does_nothing(world: World) -> None:
    world.send()
    job = bulk_job(world)
    run_job(message(job), {"bulk_update": bulk_update.update_slice}, lambda: True)
    must(world.owner.put(f"{world.issues}/WEB-1", {"status": "unresolved"}))

    run_job(message(job), {"bulk_update": bulk_update.update_slice}, lambda: True)

    assert statuses(world) == ["unresolved"]


def test_an_ignored_issue_wakes_when_its_time_has_come(world: World) -> None:
    world.send()
    now = utc_now()
    until = now + timedelta(hours=1)
    body = {"status": "ignored", "status_details": {"ignore_until": format_time(until)}}
    must(world.owner.put(f"{world.issues}/WEB-1", body))

    wake_ignored_issues(now + timedelta(minutes=59))
    assert statuses(world) == ["ignored"]
    wake_ignored_issues(until + timedelta(minutes=1))

    assert statuses(world) == ["unresolved"]
    assert list_due_wakeups(until + timedelta(days=1)) == []
    (entry, _) = world.owner.get(f"{world.issues}/WEB-1/activity").body["data"]
    assert (entry["user"], entry["data"]["to"]) == (None, "unresolved")
    assert [row.kind for row in list_stale_outbox(until + timedelta(hours=1))] == ["new_issue", "unignored"]


def test_an_issue_ignored_for_longer_meanwhile_sleeps_on(world: World) -> None:
    world.send()
    now = utc_now()
    for hours in (1, 5):
        until = format_time(now + timedelta(hours=hours))
        body = {"status": "ignored", "status_details": {"ignore_until": until}}
        must(world.owner.put(f"{world.issues}/WEB-1", body))

    wake_ignored_issues(now + timedelta(hours=2))
    assert statuses(world) == ["ignored"]
    wake_ignored_issues(now + timedelta(hours=6))
    assert statuses(world) == ["unresolved"]


def test_a_failing_step_leaves_the_others_their_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(sweeping, "STEPS", (fail, lambda _: done.append("second")))

    with pytest.raises(SweepFailed, match="fail"):
        sweep_everything(utc_now())

    assert done == ["second"]


def test_an_export_holds_every_issue_and_event(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PAGE", 2)
    monkeypatch.setattr(export, "EVENTS_A_PART", 2)
    world.send_many([{"kind": kind, "extra": {"secret": kind}} for kind in "ABC"])

    started = world.owner.post(f"/projects/{world.project_id}/export")
    assert started.status == 202
    run_queued_jobs()

    job = must(world.owner.get(f"/organizations/acme/jobs/{started.body['id']}"))
    assert job["state"] == "done"
    lines = [line for link in job["result"]["links"] for line in read_part(link)]
    assert len(lines) == job["result"]["lines"] == 6
    assert sorted(line["event_id"] for line in lines if line["kind"] == "event") == sorted(world.sent)
    assert {line["title"][0] for line in lines if line["kind"] == "issue"} == set("ABC")


def test_an_organization_has_two_exports_under_way_at_most(world: World) -> None:
    path = f"/projects/{world.project_id}/export"
    person = f"/projects/{world.project_id}/users/export"
    must(world.owner.post(path))
    must(world.owner.post(person, {"id": "7"}))

    refused = [world.owner.post(path), world.owner.post(person, {"id": "7"})]
    run_queued_jobs()

    assert [answer.status for answer in refused] == [429, 429]
    assert "wait until one of them is done" in refused[0].text
    assert refused[0].headers["Retry-After"] == "60"
    assert [world.owner.post(path).status for _ in range(3)] == [202, 202, 429]


def test_exports_asked_for_at_once_share_the_slots(world: World) -> None:
    def ask(_: int) -> int:
        try:
            create_job(world.organization_id, "export", project_id="1", requested_by=None, arguments={}, now=utc_now())
        except RateLimited:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 2


def test_the_links_of_an_export_are_for_those_who_may_take_events_along(world: World) -> None:
    world.send()
    bob = world.add_member("bob@example.com")
    started = must(world.owner.post(f"/projects/{world.project_id}/export"))
    run_queued_jobs()
    path = f"/organizations/acme/jobs/{started['id']}"

    assert must(world.owner.get(path))["result"]["links"]
    assert must(world.owner.with_token("org:read").get(path))["result"]["links"] == []
    assert bob.get(path).status == 404


def test_a_large_exports_parts_are_linked_to_in_pages_and_fit_a_row(world: World) -> None:
    many = 100_000
    job = finished_export(world, {"lines": many * 1000, "parts": many})
    path = f"/organizations/acme/jobs/{job.id}"

    first = must(world.owner.get(path))["result"]
    last = must(world.owner.get(path, from_part=many - 2))["result"]
    (listed,) = must(world.owner.get("/organizations/acme/jobs"))["data"]

    assert (first["parts"], len(first["links"]), len(listed["result"]["links"])) == (many, 1000, 20)
    assert [part_number(link) for link in first["links"][:2]] == [0, 1]
    assert [part_number(link) for link in last["links"]] == [many - 2, many - 1]
    assert must(world.owner.get(path, from_part=many))["result"]["links"] == []
    assert world.owner.get(path, from_part=-1).status == 400


def test_an_export_that_an_older_version_began_or_ended_goes_on(world: World) -> None:
    world.send_many([{"kind": kind} for kind in "AB"])
    job = export_job(world)
    begun = export.export_slice(job, utc_now()).position
    older = {key: value for key, value in begun.items() if key != "parts"} | {
        "keys": [part_key(job.organization_id, job.id, 0)]
    }

    gone_on = export.export_slice(replace(job, position=older), utc_now())
    ended = finished_export(world, {"lines": 2, "keys": [part_key(world.organization_id, "j", n) for n in (0, 1)]})

    assert gone_on.result == {"lines": 4, "parts": 2}
    result = must(world.owner.get(f"/organizations/acme/jobs/{ended.id}"))["result"]
    assert [part_number(link) for link in result["links"]] == [0, 1]


def finished_export(world: World, result: dict[str, Any]) -> Job:
    """An export whose last slice is done, with its *result* as the row keeps it."""
    job = claim_job(world.organization_id, export_job(world).id, "holder", utc_now())
    assert job is not None
    finish_job(job, "holder", utc_now(), result=result)
    return job


def export_job(world: World) -> Job:
    return create_job(
        world.organization_id,
        "export",
        project_id=world.project_id,
        requested_by=world.owner.user["id"],
        arguments={},
        now=utc_now(),
    )


def part_number(link: str) -> int:
    return int(link.partition(".jsonl")[0].rpartition("-")[2])


def test_only_a_projects_admin_may_export_it(world: World) -> None:
    bob = world.add_member("bob@example.com")

    assert bob.post(f"/projects/{world.project_id}/export").status == 403
    assert world.owner.with_token("event:read").post(f"/projects/{world.project_id}/export").status == 403


def read_part(link: str) -> list[dict[str, Any]]:
    key = link.partition("?")[0].partition(settings().bucket_name("events"))[2].partition("/")[2]
    found = key or link.partition("?")[0].split("/", 3)[3]
    body = aws.client("s3").get_object(Bucket=settings().bucket_name("events"), Key=found)["Body"].read()
    return [json.loads(line) for line in gzip.decompress(body).splitlines()]


def test_a_deleted_issue_leaves_no_events_behind_and_its_new_life_stays(world: World) -> None:
    world.send_many([{"minutes_ago": 5}, {"minutes_ago": 4}, {"kind": "Other", "minutes_ago": 3}])
    issue_id = world.issue_id()
    must(world.owner.post(f"{world.issues}/{issue_id}/comments", {"content": "Old"}))
    (issue,) = get_issues(world.project_id, [issue_id])
    assert world.owner.delete(f"{world.issues}/{issue_id}").status == 204
    again = world.send(minutes_ago=-1)

    run_queued_jobs()

    chunks = keys.chunks(world.project_id, issue_id, issue.generation)
    assert list(query_rows("hot", chunks)) == []
    assert set(find_places(world.project_id, world.sent)) == {world.sent[2], again}
    assert must(world.owner.get(f"{world.issues}/{issue_id}/comments"))["data"] == []
    assert must(world.owner.get(f"{world.issues}/{issue_id}"))["times_seen"] == 1


def test_a_deleted_project_is_erased_but_for_its_tombstones(world: World) -> None:
    world.send_many([{"release": "1.0"}, {"kind": "Other"}])
    issue_ids = [world.issue_id(), world.issue_id("Other")]
    must(world.owner.post(f"{world.issues}/WEB-1/comments", {"content": "Old"}))

    assert world.owner.delete("/organizations/acme/projects/web").status in {200, 202, 204}
    run_queued_jobs()

    for issue_id in issue_ids:
        assert list(query_rows("core", keys.issue(world.project_id, issue_id))) == []
    left = {row["sk"] for row in query_rows("core", keys.project(world.project_id))}
    assert left == {keys.PROJECT, keys.DATA_KEY}
    assert find_places(world.project_id, world.sent) == {}


def test_a_project_that_is_not_deleted_is_not_erased(world: World) -> None:
    world.send()
    job = create_job(
        world.organization_id,
        "erase_project",
        project_id=world.project_id,
        requested_by=None,
        arguments={"project_id": world.project_id},
        now=utc_now(),
    )

    run_job(message(job), KINDS, lambda: True)

    assert get_job(job.organization_id, job.id).state == "failed"
    assert statuses(world) == ["unresolved"]
