"""Files that came with an event are listed with it, and read one at a time by whoever may read the event."""

import base64

import pytest

from chalicelib.events import attachment_routes as attachments
from chalicelib.events.attachments import NewAttachment, store_attachments
from tests.api_client import ApiClient
from tests.triage_world import World, must

LOG = NewAttachment("app.log", "text/plain", "event.attachment", b"\x00the log\xff")


def send_with_log(world: World) -> str:
    world.send_many([{}])
    event_id = world.sent[0]
    store_attachments(world.project_id, event_id, [LOG], received_at="2026-11-23T06:00:00.000Z", retention_days=30)
    return event_id


def test_an_event_lists_its_files(world: World) -> None:
    event = must(world.owner.get(f"/events/{send_with_log(world)}"))

    assert event["attachments"] == [
        {
            "id": LOG.attachment_id,
            "name": "app.log",
            "content_type": "text/plain",
            "type": "event.attachment",
            "size": len(LOG.content),
        }
    ]


def test_a_file_is_read_as_it_came(world: World) -> None:
    path = f"/projects/{world.project_id}/events/{send_with_log(world)}/attachments/{LOG.attachment_id}"

    file = must(world.owner.get(path))

    assert base64.b64decode(file["content_base64"]) == LOG.content
    assert ApiClient().register("stranger@example.com").get(path).status == 404


def test_a_file_that_is_not_there_is_not_found(world: World) -> None:
    event_id = send_with_log(world)

    for path in (f"{event_id}/attachments/{'0' * 32}", f"{'0' * 32}/attachments/{LOG.attachment_id}"):
        assert world.owner.get(f"/projects/{world.project_id}/events/{path}").status == 404


def test_a_file_too_large_to_answer_with_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    event_id = send_with_log(world)
    monkeypatch.setattr(attachments, "MAX_SHOWN_BYTES", 3)

    answer = world.owner.get(f"/projects/{world.project_id}/events/{event_id}/attachments/{LOG.attachment_id}")

    assert answer.status == 413
