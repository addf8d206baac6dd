"""What people write about errors: each message an entry of its own, on the project's page and at its issue."""

import json
from urllib.parse import quote, urlencode

from chalicelib.aws.clients import client, queue_url
from chalicelib.config import settings
from chalicelib.processing.batch import process_batch
from tests.sdk_requests import SdkRequest, envelope, send
from tests.triage_world import World, must

FORM = {"name": "Ann", "email": "ann@example.com", "comments": "I pressed <Pay>"}


def drain(world: World) -> None:
    """Have everything on the events queue grouped, twice, as it may be delivered."""
    url = queue_url(settings().queue_name("events"))
    while messages := client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        records = [
            {"body": one["Body"], "receiptHandle": one["ReceiptHandle"], "messageId": one["MessageId"]}
            for one in messages
        ]
        for _ in range(2):
            process_batch(records)
        for one in messages:
            client("sqs").delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    world.forget_index()


def dsn_of(world: World) -> str:
    (key,) = must(world.owner.get("/organizations/acme/projects/web/keys"))["data"]
    return str(key["dsn"])


def test_each_message_is_an_entry_with_its_issue(world: World) -> None:
    about = world.send("Broken")
    dsn = dsn_of(world)
    report = {"event_id": about, "name": "Bob", "email": "bob@example.com", "comments": "It broke"}
    feedback = {
        "contexts": {"feedback": {"message": "Nice page", "url": "https://shop.example/", "replay_id": "a" * 32}}
    }
    body = envelope(
        {"event_id": "b" * 32, "dsn": dsn},
        ({"type": "event"}, json.dumps({"event_id": "b" * 32, "message": "beside it"}).encode()),
        ({"type": "user_report"}, json.dumps(report).encode()),
        ({"type": "feedback"}, json.dumps({**feedback, "event_id": "b" * 32}).encode()),
        ({"type": "feedback"}, json.dumps(feedback).encode()),
    )

    for _ in range(2):
        assert send(SdkRequest(body, path="/api/tunnel/", headers={})).status == 200
    drain(world)

    entries = must(world.owner.get(f"/projects/{world.project_id}/feedback"))
    assert sorted((one["message"], one["name"], one["email"]) for one in entries["data"]) == [
        ("It broke", "Bob", "bob@example.com"),
        ("Nice page", None, None),
        ("Nice page", None, None),
    ]
    assert entries["total"] == 3
    assert len({one["issue_id"] for one in entries["data"]}) == 3
    (bobs,) = [one for one in entries["data"] if one["name"] == "Bob"]
    assert (bobs["about_event_id"], bobs["about_issue_id"]) == (about, world.issue_id("Broken"))
    nice = next(one for one in entries["data"] if one["name"] is None)
    assert (nice["url"], nice["replay_id"], nice["about_issue_id"]) == ("https://shop.example/", "a" * 32, None)
    at_issue = must(world.owner.get(f"{world.issues}/{world.issue_id('Broken')}/feedback"))["data"]
    assert [one["id"] for one in at_issue] == [bobs["id"]]
    assert "beside it" in {row["title"] for row in world.list_issues()}


def test_pages_of_feedback_repeat_nothing(world: World) -> None:
    dsn = dsn_of(world)
    for number in range(3):
        said = json.dumps({"contexts": {"feedback": {"message": f"message {number}"}}}).encode()
        send(SdkRequest(envelope({"dsn": dsn}, ({"type": "feedback"}, said)), path="/api/tunnel/", headers={}))
    drain(world)

    first = must(world.owner.get(f"/projects/{world.project_id}/feedback", limit=2))
    second = must(
        world.owner.get(f"/projects/{world.project_id}/feedback", limit=2, cursor=first["pagination"]["next_cursor"])
    )

    messages = [one["message"] for one in (*first["data"], *second["data"])]
    assert sorted(messages) == ["message 0", "message 1", "message 2"]


def test_the_crash_report_dialog_is_served_and_its_form_becomes_feedback(world: World) -> None:
    about = world.send("Broken")
    query = f"dsn={quote(dsn_of(world), safe='')}&eventId={about}"
    hostile = quote("</script><script>alert(1)</script>\u2028", safe="")

    script = send(SdkRequest(path="/api/embed/error-page/", method="GET", query=f"{query}&title={hostile}", headers={}))
    sent = send(
        SdkRequest(
            urlencode(FORM).encode(),
            path="/api/embed/error-page/",
            query=query,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    )
    drain(world)

    assert script.status == 200
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert about in script.body
    assert "<script>" not in script.body
    assert "\u2028" not in script.body
    assert sent.status == 200
    (entry,) = must(world.owner.get(f"{world.issues}/{world.issue_id('Broken')}/feedback"))["data"]
    assert (entry["name"], entry["email"], entry["message"]) == ("Ann", "ann@example.com", "I pressed <Pay>")


def test_a_wrong_form_or_key_is_refused_with_what_was_expected(world: World) -> None:
    dsn = quote(dsn_of(world), safe="")
    form = urlencode({**FORM, "email": "nobody"}).encode()

    def post(body: bytes, query: str) -> tuple[int, str]:
        reply = send(SdkRequest(body, path="/api/embed/error-page/", query=query, headers={}))
        return reply.status, reply.detail

    assert post(form, f"dsn={dsn}&eventId={'a' * 32}") == (
        400,
        "The form cannot be read: expected email of 1 to 128 characters",
    )
    assert post(form, f"dsn={dsn}&eventId=x")[0] == 400
    assert post(form, f"eventId={'a' * 32}")[0] == 403
    assert post(b"\xff\xfe", f"dsn={dsn}&eventId={'a' * 32}")[0] == 400
