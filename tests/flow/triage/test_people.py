"""One person's data in a project: exported, and erased so that nothing leads back."""

import gzip
import json
from typing import Any

import pytest

from chalicelib.aws import clients as aws
from chalicelib.config import settings
from chalicelib.events.attachments import NewAttachment, list_attachments, store_attachments
from chalicelib.events.rows import EventPlace
from chalicelib.events.store import find_places
from chalicelib.jobs.files import part_key
from chalicelib.jobs.store import get_job
from chalicelib.times import format_time, utc_now
from tests.triage_world import World, must, run_queued_jobs


@pytest.fixture
def people(world: World) -> World:
    """Ann by id and address, Bob by address alone, somebody without a name; Ann met two issues."""
    world.send_many(
        [
            {"kind": "One", "user": {"id": "7", "email": "Ann@example.com"}, "extra": {"note": "ann-1"}},
            {"kind": "One", "user": {"email": "bob@example.com"}, "extra": {"note": "bob"}},
            {"kind": "One", "extra": {"note": "nobody"}},
        ]
    )
    world.send("Two", user={"id": "7", "email": "ann@example.com"}, extra={"note": "ann-2"})
    return world


def run(world: World, what: str, person: dict[str, str]) -> dict[str, Any]:
    started = world.owner.post(f"/projects/{world.project_id}/users/{what}", person)
    assert started.status == 202, started.text
    run_queued_jobs()
    job: dict[str, Any] = must(world.owner.get(f"/organizations/acme/jobs/{started.body['id']}"))
    assert job["state"] == "done", job
    return job


def export(world: World, person: dict[str, str]) -> list[dict[str, Any]]:
    job = run(world, "export", person)
    lines = []
    for number in range(get_job(world.organization_id, job["id"]).result["parts"]):
        key = part_key(world.organization_id, job["id"], number)
        body = aws.client("s3").get_object(Bucket=settings().bucket_name("events"), Key=key)["Body"].read()
        lines += [json.loads(line) for line in gzip.decompress(body).splitlines()]
    return lines


def exported_notes(world: World, person: dict[str, str]) -> list[str]:
    return sorted(line["event"]["extra"]["note"] for line in export(world, person))


def attach(world: World, event_id: str, name: str) -> NewAttachment:
    file = NewAttachment(name, "text/plain", "event.attachment", name.encode())
    store_attachments(world.project_id, event_id, [file], received_at=format_time(utc_now()), retention_days=30)
    return file


def stored_files() -> list[str]:
    listed = aws.client("s3").list_objects_v2(Bucket=settings().bucket_name("events"))["Contents"]
    return [entry["Key"] for entry in listed if "/attachments/" in entry["Key"]]


def test_a_persons_events_are_exported_by_id_or_address(people: World) -> None:
    assert exported_notes(people, {"id": "7"}) == ["ann-1", "ann-2"]
    assert exported_notes(people, {"email": "ann@example.com"}) == ["ann-1", "ann-2"]
    assert exported_notes(people, {"email": "BOB@example.com"}) == ["bob"]
    assert exported_notes(people, {"id": "8"}) == []


def test_an_erased_persons_events_are_gone_and_all_others_stay(people: World) -> None:
    before = {place.pack for place in find_places(people.project_id, people.sent).values()}
    places = find_places(people.project_id, people.sent)

    assert run(people, "erase", {"email": "ann@example.com"})["result"] == {"events": 2}

    for event_id in (people.sent[0], people.sent[3]):
        assert people.owner.get(f"/events/{event_id}").status == 404
        place = places[event_id]
        pack = aws.client("s3").get_object(Bucket=settings().bucket_name("events"), Key=place.pack)["Body"].read()
        assert pack[place.offset : place.offset + place.length] == bytes(place.length)
    assert must(people.owner.get(f"/events/{people.sent[1]}"))["extra"] == {"note": "bob"}
    assert must(people.owner.get(f"/events/{people.sent[2]}"))["extra"] == {"note": "nobody"}
    assert len(before) == 2
    assert exported_notes(people, {"id": "7"}) == []


def test_the_files_of_a_persons_events_are_listed_in_the_export(people: World) -> None:
    file = attach(people, people.sent[0], "ann.log")
    attach(people, people.sent[1], "bob.log")

    files = {line["event"]["extra"]["note"]: line["attachments"] for line in export(people, {"id": "7"})}

    assert files["ann-2"] == []
    (listed,) = files["ann-1"]
    assert (listed["attachment_id"], listed["name"], listed["size_bytes"]) == (file.attachment_id, "ann.log", 7)


def test_the_files_of_an_erased_persons_events_are_gone_and_all_others_stay(people: World) -> None:
    for event_id, name in zip(people.sent, ("ann-1", "bob", "nobody", "ann-2"), strict=True):
        attach(people, event_id, name)

    run(people, "erase", {"id": "7"})

    kept = [people.sent[1], people.sent[2]]
    assert sorted(key.split("/")[-2] for key in stored_files()) == sorted(kept)
    left = [event_id for event_id in people.sent if list_attachments(people.project_id, event_id)]
    assert left == kept


def test_an_event_whose_body_was_left_out_is_exported_as_lists_show_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EventPlace, "has_body", property(lambda _: False))
    world.send("One", user={"id": "7"}, message="hello")

    (line,) = export(world, {"id": "7"})

    assert (line["event_id"], line["event"]["title"]) == (world.sent[0], "One: One happened")


def test_erasing_leaves_counts_and_forgets_the_name(people: World) -> None:
    run(people, "erase", {"id": "7"})

    assert {row["title"][:3]: row["times_seen"] for row in people.list_issues()} == {"One": 3, "Two": 1}
    text = people.owner.get(f"{people.issues}/{people.issue_id('One')}/tags").text.lower()
    assert "ann@example.com" not in text
    assert "bob@example.com" in text


@pytest.mark.parametrize("person", [{"id": "7"}, {"email": "ann@example.com"}])
def test_no_issue_is_found_by_an_erased_person(people: World, person: dict[str, str]) -> None:
    names = ("user:id:7", "user:ann@example.com")
    before = [people.titles(query=name) for name in names]

    run(people, "erase", person)
    people.forget_index()

    assert before == [["One", "Two"]] * 2
    assert [people.titles(query=name) for name in names] == [[], []]
    assert people.titles(query="user:bob@example.com") == ["One"]
    assert {row["title"][:3]: row["users"] for row in people.list_issues()} == {"One": 2, "Two": 1}


def test_the_job_keeps_no_record_of_whom_it_was_about(people: World) -> None:
    job = run(people, "erase", {"email": "ann@example.com"})

    assert get_job(people.organization_id, job["id"]).arguments == {}


def test_somebody_must_be_named(world: World) -> None:
    for body in ({}, {"id": ""}, {"name": "Ann"}, {"id": None}):
        assert world.owner.post(f"/projects/{world.project_id}/users/erase", body).status == 400
