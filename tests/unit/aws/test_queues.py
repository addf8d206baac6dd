"""Messages carry their tenant, and what failed comes again in seconds, then by the visibility timeout."""

import random
from typing import Any

import pytest

from chalicelib.aws import clients as aws
from chalicelib.aws import queues
from chalicelib.aws.queues import count_tries, delete_messages, retry_messages, return_messages, send_message
from chalicelib.config import Settings
from chalicelib.messages import JobMessage, NotificationMessage, send_event, send_job, send_notification
from tests.flow.faults import Faults, injected, throttled
from tests.flow.stage_events import error_event, message_of


def receive(stage: Settings, lane: Any) -> list[dict[str, Any]]:
    answer = aws.client("sqs").receive_message(
        QueueUrl=aws.queue_url(stage.queue_name(lane)),
        MaxNumberOfMessages=10,
        AttributeNames=["All"],
        VisibilityTimeout=600,
    )
    return [
        {"body": one["Body"], "receiptHandle": one["ReceiptHandle"], "attributes": one["Attributes"]}
        for one in answer.get("Messages", [])
    ]


def test_events_notifications_and_jobs_name_their_tenant(stage: Settings) -> None:
    send_event(message_of(error_event(), project_id="7"))
    send_notification(NotificationMessage("8", ["row"]))
    send_job(JobMessage("o1", "job", "export"))
    send_job(JobMessage("", "snapshot-9", "snapshot_index", {"project_id": "9"}))
    send_job(JobMessage("", "j", "other"))

    groups = {
        lane: sorted(record["attributes"]["MessageGroupId"] for record in receive(stage, lane))
        for lane in ("events", "notifications", "jobs")
    }

    assert groups == {"events": ["7"], "notifications": ["8"], "jobs": ["9", "nobody", "o1"]}


def test_what_failed_comes_again(stage: Settings) -> None:
    for number in range(3):
        send_message("jobs", str(number), tenant="o1")
    first, second, third = receive(stage, "jobs")

    delete_messages("jobs", [first])
    retry_messages("jobs", [second])

    assert [record["body"] for record in receive(stage, "jobs")] == [second["body"]]
    return_messages("jobs", [third])
    assert [record["body"] for record in receive(stage, "jobs")] == [third["body"]]


def test_after_the_last_pause_the_visibility_timeout_decides(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "RETRY_SECONDS", {"jobs": (0,)})
    send_message("jobs", "stubborn", tenant="o1")
    for tries in (1, 2):
        (record,) = receive(stage, "jobs")
        assert count_tries(record) == tries
        retry_messages("jobs", [record])

    assert receive(stage, "jobs") == []


def test_a_retry_that_sqs_refuses_is_left_to_the_visibility_timeout(stage: Settings) -> None:
    send_message("jobs", "one", tenant="o1")
    records = receive(stage, "jobs")

    with injected(Faults(random.Random(0), rate=1.0, kinds=(throttled,))):
        retry_messages("jobs", records)

    assert receive(stage, "jobs") == []
