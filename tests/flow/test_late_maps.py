"""Maps that come after their events: frames become readable, events move to their issues, counts stay exact."""

import json
import random
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.artifacts.late_maps import apply_late_maps_slice, start_late_maps
from chalicelib.artifacts.lookup import kept_maps
from chalicelib.artifacts.release_files import store_release_file
from chalicelib.artifacts.unmapped import list_unmapped
from chalicelib.aws import clients as aws
from chalicelib.aws import keys
from chalicelib.aws.rows import query_rows
from chalicelib.config import Settings
from chalicelib.events.packs import unpack_entries
from chalicelib.events.store import find_place, get_event
from chalicelib.issues import merging
from chalicelib.issues.index.sync import list_changes
from chalicelib.issues.store import find_own_issue
from chalicelib.issues.triage import IssueChange, update_issue
from chalicelib.jobs.store import Job, get_job, list_open_jobs
from chalicelib.messages import read_job
from chalicelib.projects.statistics import get_hours
from chalicelib.times import utc_now
from tests.flow.faults import seeds
from tests.flow.stage_events import EventQueue, make_project, message_of
from tests.process_memory import forget_process_memory
from tests.unit.artifacts.made_bundles import DEBUG_ID, MAP, MINIFIED, app_bundle, run_open_jobs, upload

PROJECT = "7"
URL = "https://shop.example/static/app.js"
NOW = datetime.now(UTC) - timedelta(hours=2)


@pytest.fixture
def queue(stage: Settings) -> EventQueue:
    make_project(PROJECT)
    return EventQueue()


def browser_event(column: int = 23, *, debug_id: str | None = DEBUG_ID, **fields: Any) -> dict[str, Any]:
    frame = {"abs_path": URL, "filename": URL, "function": f"t{column}", "lineno": 1, "colno": column, "in_app": True}
    images = [{"type": "sourcemap", "code_file": URL, "debug_id": debug_id}] if debug_id else []
    return {
        "platform": "javascript",
        "exception": {"values": [{"type": "TypeError", "value": "x", "stacktrace": {"frames": [frame]}}]},
        "debug_meta": {"images": images},
        "user": {"id": "7"},
        **fields,
    }


def send(queue: EventQueue, *events: dict[str, Any]) -> list[str]:
    """Have events grouped, one a batch. Their ids."""
    ids = []
    for number, event in enumerate(events):
        ids.append(uuid.uuid4().hex)
        queue.send(message_of(event, event_id=ids[-1], received_at=NOW + timedelta(seconds=number)))
        queue.drain()
    return ids


def upload_late(**asked: Any) -> None:
    upload(app_bundle(), organization_id="o1", project_ids=[PROJECT], **asked)


def late_jobs() -> list[Job]:
    jobs = [get_job(organization_id, job_id) for organization_id, job_id, _ in list_open_jobs()]
    return [job for job in jobs if job.kind == "apply_late_maps"]


def run(job: Job) -> Any:
    """All slices of a job; its result."""
    progress = apply_late_maps_slice(job, utc_now())
    while progress.position is not None:
        job = replace(job, position=json.loads(json.dumps(progress.position)))
        progress = apply_late_maps_slice(job, utc_now())
    return progress.result


def issue_of(event_id: str) -> str:
    place = find_place(PROJECT, event_id)
    assert place is not None
    return place.issue_id


def counts() -> dict[str, int]:
    """Counters of the issues that are there, by id."""
    issues = [find_own_issue(PROJECT, issue_id) for issue_id, _ in list_changes(PROJECT, "")]
    return {issue.id: issue.times_seen for issue in issues if issue is not None and issue.deleted_at is None}


def listed(issue_id: str) -> list[str]:
    """The events in an issue's chunks."""
    issue = find_own_issue(PROJECT, issue_id)
    assert issue is not None
    rows = query_rows("hot", keys.chunks(PROJECT, issue_id, issue.generation))
    return sorted(entry.event_id for row in rows for entry in unpack_entries(row["entries"]))


def assert_exact(event_ids: list[str]) -> None:
    """Every event is counted once, where its row says, and listed there alone."""
    by_issue: dict[str, list[str]] = {}
    for event_id in event_ids:
        by_issue.setdefault(issue_of(event_id), []).append(event_id)
    assert counts() == {issue_id: len(ids) for issue_id, ids in by_issue.items()}
    for issue_id, ids in by_issue.items():
        assert listed(issue_id) == sorted(ids)
    for event_id in event_ids:
        assert get_event(PROJECT, event_id).event["exception"]


def test_events_move_to_the_issue_of_their_sources(queue: EventQueue) -> None:
    ids = send(queue, browser_event(23), browser_event(21), browser_event(29))
    assert len(counts()) == 3
    upload_late()
    (job,) = late_jobs()

    result = run(job)

    assert (result["events"], result["mapped"], result["moved"]) == (3, 3, 3)
    assert len({issue_of(event_id) for event_id in ids}) == 1
    assert_exact(ids)
    frame = get_event(PROJECT, ids[0]).event["exception"]["values"][0]["stacktrace"]["frames"][0]
    assert frame["context_line"] == "  return cart.items.length;"
    assert list(list_unmapped(PROJECT)) == []


def test_a_dry_run_says_what_would_move_and_moves_nothing(queue: EventQueue) -> None:
    ids = send(queue, browser_event(23), browser_event(21))
    before = counts()
    upload_late()

    result = run(start_late_maps("o1", PROJECT, is_dry_run=True))

    assert (result["moved"], result["dry_run"]) == (2, True)
    assert counts() == before
    assert_exact(ids)
    assert len(list(list_unmapped(PROJECT))) == 2


def test_a_job_that_runs_twice_moves_nothing_twice(queue: EventQueue) -> None:
    ids = send(queue, browser_event(23), browser_event(21))
    upload_late()
    (job,) = late_jobs()
    run(job)

    assert run(job)["moved"] == 0

    assert_exact(ids)


@pytest.mark.parametrize("seed", seeds(8))
def test_crashes_leave_every_count_exact(queue: EventQueue, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Any call may fail before or after it did its work; the job is run again until it ends."""
    ids = send(queue, *(browser_event(column) for column in (23, 21, 29, 23, 23)))
    upload_late()
    (job,) = late_jobs()
    rng = random.Random(seed)
    real = merging.try_transaction

    def failing(items: list[dict[str, Any]]) -> bool:
        if rng.random() < 0.3:
            raise ClientError({"Error": {"Code": "InternalServerError"}}, "TransactWriteItems")
        committed = real(items)
        if rng.random() < 0.4:
            raise ClientError({"Error": {"Code": "InternalServerError"}}, "TransactWriteItems")
        return committed

    monkeypatch.setattr(merging, "try_transaction", failing)
    for _ in range(60):
        try:
            run(job)
            break
        except ClientError:
            forget_process_memory()

    assert_exact(ids)
    assert len(counts()) == 1


def test_another_writer_in_between_is_not_overwritten(queue: EventQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = send(queue, browser_event(23))
    upload_late()
    (job,) = late_jobs()
    real, sent = merging.try_transaction, []

    def with_an_event_in_between(items: list[dict[str, Any]]) -> bool:
        if not sent:
            sent.append(True)
            kept_maps.cache_clear()
            ids.extend(send(queue, browser_event(23)))
        return real(items)

    monkeypatch.setattr(merging, "try_transaction", with_an_event_in_between)
    run(job)

    assert_exact(ids)


def test_an_issue_that_somebody_works_on_stays(queue: EventQueue) -> None:
    (event_id,) = send(queue, browser_event(23))
    before = issue_of(event_id)
    update_issue(PROJECT, before, IssueChange(status="resolved"), None, utc_now())
    upload_late()

    run(start_late_maps("o1", PROJECT))

    old = find_own_issue(PROJECT, before)
    assert old is not None
    assert (old.times_seen, old.deleted_at, old.status) == (0, None, "resolved")
    assert issue_of(event_id) != before


def test_an_event_that_keeps_its_issue_gets_its_frames(queue: EventQueue) -> None:
    (event_id,) = send(queue, browser_event(23, fingerprint=["mine"]))
    issue_id = issue_of(event_id)
    upload_late()

    result = run(start_late_maps("o1", PROJECT))

    assert (result["mapped"], result["moved"]) == (1, 0)
    assert issue_of(event_id) == issue_id
    assert_exact([event_id])
    assert get_event(PROJECT, event_id).event["exception"]["values"][0]["raw_stacktrace"]


def test_moving_alerts_nobody(queue: EventQueue) -> None:
    send(queue, browser_event(23))
    upload_late()
    before = [row["sk"] for shard in range(keys.OUTBOX_SHARDS) for row in query_rows("core", f"OUT#{shard}")]

    run(start_late_maps("o1", PROJECT))

    assert [row["sk"] for shard in range(keys.OUTBOX_SHARDS) for row in query_rows("core", f"OUT#{shard}")] == before


def test_only_what_the_upload_concerns_is_read(queue: EventQueue) -> None:
    send(queue, browser_event(23, debug_id=DEBUG_ID.replace("5", "6")))
    upload_late()
    (job,) = late_jobs()

    assert run(job)["events"] == 0


def test_one_issue_on_demand(queue: EventQueue) -> None:
    first, second = send(queue, browser_event(23), browser_event(21))
    upload_late()

    result = run(start_late_maps("o1", PROJECT, issue_id=issue_of(first)))

    assert (result["events"], result["moved"]) == (1, 1)
    assert_exact([first, second])


def test_files_of_a_release_gather_for_one_job(queue: EventQueue) -> None:
    (event_id,) = send(queue, browser_event(23, debug_id=None, release="shop@1"))
    jobs = aws.queue_url("minisentry-local-jobs")
    for name, body in (("~/static/app.js", MINIFIED), ("~/static/app.js.map", json.dumps(MAP).encode())):
        store_release_file("o1", [PROJECT], "shop@1", name, None, {}, body)
    run_open_jobs()
    (job,) = late_jobs()
    sent = aws.client("sqs").receive_message(QueueUrl=jobs, MaxNumberOfMessages=10).get("Messages", [])
    assert job.id not in {read_job(message["Body"]).job_id for message in sent}

    assert run(job)["mapped"] == 1

    assert_exact([event_id])


def test_what_lacks_maps_is_counted_and_expires(queue: EventQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    send(queue, browser_event(23), {"platform": "python", "message": "no JavaScript"})

    hours = get_hours(PROJECT, utc_now() - timedelta(hours=3), utc_now())
    assert sum(hour.counts.get("maps:missing", 0) for hour in hours) == 1
    assert len(list(list_unmapped(PROJECT))) == 1
    later = time.time() + 8 * 24 * 3600
    monkeypatch.setattr("chalicelib.artifacts.unmapped.time.time", lambda: later)
    assert list(list_unmapped(PROJECT)) == []


def test_old_bytes_are_blanked(queue: EventQueue) -> None:
    (event_id,) = send(queue, browser_event(23))
    old = find_place(PROJECT, event_id)
    assert old is not None
    upload_late()

    run(start_late_maps("o1", PROJECT))

    bucket = "minisentry-local-events"
    content = aws.client("s3").get_object(Bucket=bucket, Key=old.pack)["Body"].read()
    assert content[old.offset : old.offset + old.length] == bytes(old.length)
