"""This version started on the data that earlier ones wrote: nothing is lost or moved, and what waits is worked off."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.config import Settings
from tests.api_client import ApiClient
from tests.flow.recorded_stage import WAITING, at_the_time_of, load, read_recording, recorded_versions
from tests.flow.stage_events import EventQueue, dead_letters
from tests.triage_world import run_queued_jobs, tell_notifications


@pytest.fixture(params=recorded_versions(), ids=lambda path: path.name.removesuffix(".json.gz"))
def old(open_stage: Settings, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """A stage as that version left it, at that moment."""
    recording = read_recording(request.param)
    with at_the_time_of(recording):
        load(recording)
        yield recording


@pytest.fixture
def owner(old: dict[str, Any]) -> ApiClient:
    return ApiClient().login(old["email"])


def test_there_is_data_of_an_earlier_version() -> None:
    assert recorded_versions()


def test_what_was_answered_is_answered_still(old: dict[str, Any], owner: ApiClient) -> None:
    differences = []
    for path, before in old["answers"].items():
        answer = owner.get(path)
        assert answer.status == 200, f"{path}: {answer.text}"
        differences += [f"{path} {difference}" for difference in missing(before, answer.body)]

    assert differences == []


def test_what_waited_in_the_queues_is_worked_off(old: dict[str, Any], owner: ApiClient) -> None:
    path = f"/projects/{old['project_id']}/issues/{old['recurring']}"
    before = owner.get(path).body

    EventQueue().drain()
    told = tell_notifications()
    run_queued_jobs()

    after = owner.get(path).body
    assert dead_letters() == []
    assert told >= len(old["queues"]["notifications"])
    assert (before["status"], after["times_seen"]) == ("resolved", before["times_seen"] + 1)
    assert [owner.get(f"/events/{event_id}").status for event_id in WAITING] == [200] * len(WAITING)
    jobs = {job["id"]: job["state"] for job in owner.get(f"/organizations/{old['org_slug']}/jobs").body["data"]}
    waited = {json.loads(body)["job_id"] for body in old["queues"]["jobs"]} & jobs.keys()
    assert {jobs[job_id] for job_id in waited} == {"done"}


def test_a_resolved_issue_regresses_by_the_event_that_waited(old: dict[str, Any], owner: ApiClient) -> None:
    path = f"/projects/{old['project_id']}/issues/{old['recurring']}"

    EventQueue().drain()

    assert owner.get(path).body["status"] == "unresolved"
    assert "regression" in {entry["type"] for entry in owner.get(f"{path}/activity").body["data"]}


def missing(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Where *after* lacks or changes what *before* says. New keys of objects are no change."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            # A cursor names the question it was made for, and later versions' questions have more parts.
            if key != "next_cursor" or not value:
                yield from missing(value, after.get(key, "nothing"), f"{path}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from missing(old, new, f"{path}[{index}]")
    elif before != after:
        yield f"{path}: {before!r} became {after!r}"
