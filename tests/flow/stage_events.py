"""A project on a test stage, events for it, and a queue that delivers them as Lambda's event source mapping would."""

import json
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.aws import clients as aws
from chalicelib.aws.queues import delete_messages
from chalicelib.config import settings
from chalicelib.messages import EventMessage, _encode_event, send_event
from chalicelib.processing.batch import LeftForRedelivery, process_batch
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.store import Project, create_project
from chalicelib.times import format_time

BEGINNING = datetime(2026, 11, 23, 6, tzinfo=UTC)


def make_project(project_id: str = "7", **settings: Any) -> str:
    key = ProjectKey(
        public_key=f"{int(project_id):032x}", key_id="k", project_id=project_id, organization_id="o1", is_active=True
    )
    create_project(
        Project(
            project_id=project_id,
            organization_id="o1",
            slug=f"web-{project_id}",
            name="Web",
            public_key=key.public_key,
            settings=settings,
        ),
        key,
    )
    return project_id


def error_event(kind: str = "ValueError", **fields: Any) -> dict[str, Any]:
    """An error that groups by *kind*."""
    frame = {"filename": f"app/{kind}.py", "function": f"do_{kind}", "lineno": 3, "in_app": True}
    exception = {"type": kind, "value": "it went wrong", "stacktrace": {"frames": [frame]}}
    return {"platform": "python", "level": "error", "exception": {"values": [exception]}, **fields}


def message_of(
    body: Mapping[str, Any] | bytes,
    *,
    project_id: str = "7",
    event_id: str | None = None,
    received_at: datetime = BEGINNING,
    **fields: Any,
) -> EventMessage:
    return EventMessage(
        project_id=project_id,
        organization_id="o1",
        key_id="k",
        event_id=event_id or uuid.uuid4().hex,
        received_at=format_time(received_at),
        kind=fields.pop("kind", "event"),
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
        **fields,
    )


def group_at_once(*messages: EventMessage) -> None:
    """Hand them to the worker as its first delivery would, past the queue, where others may be receiving too."""
    process_batch(
        [
            {
                "messageId": str(uuid.uuid4()),
                "receiptHandle": "none",
                "body": _encode_event(message),
                "attributes": {"ApproximateReceiveCount": "1"},
            }
            for message in messages
        ]
    )


@dataclass
class EventQueue:
    """The events queue, without the pauses: what is not deleted can be received again at once."""

    rng: random.Random = field(default_factory=lambda: random.Random(1))

    def __post_init__(self) -> None:
        sqs = aws.client("sqs")
        self.url = aws.queue_url(settings().queue_name("events"))
        sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": "0", "RedrivePolicy": ""})

    def send(self, *messages: EventMessage) -> None:
        for message in messages:
            send_event(message)

    def deliver(self, at_most: int = 100) -> int:
        """Hand one batch to the worker. Returns how many messages it had; what the worker raises passes through."""
        records = self.receive(at_most)
        if records:
            process_batch(records)
            self.delete(records)
        return len(records)

    def drain(self) -> None:
        """Deliver until nothing is left."""
        while not self.is_empty():
            try:
                self.deliver()
            except LeftForRedelivery:
                continue

    def is_empty(self) -> bool:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = aws.client("sqs").get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return not any(int(found[name]) for name in names)

    def receive(self, at_most: int) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = []
        while len(records) < at_most:
            received = aws.client("sqs").receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=10,
                AttributeNames=["All"],
                VisibilityTimeout=60,
                WaitTimeSeconds=0,
            )
            found = received.get("Messages", [])
            if not found:
                break
            records += [_record(message) for message in found]
        for record in records:
            aws.client("sqs").change_message_visibility(
                QueueUrl=self.url, ReceiptHandle=record["receiptHandle"], VisibilityTimeout=0
            )
        self.rng.shuffle(records)
        return records

    def delete(self, records: list[dict[str, Any]]) -> None:
        delete_messages("events", records)


def dead_letters() -> list[dict[str, Any]]:
    """What was put aside, with its reason."""
    url = aws.queue_url(settings().queue_name("events-dlq"))
    received = aws.client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], VisibilityTimeout=0
    )
    return [
        {"body": message["Body"], "reason": message["MessageAttributes"]["reason"]["StringValue"]}
        for message in received.get("Messages", [])
    ]


def later(seconds: float) -> datetime:
    return BEGINNING + timedelta(seconds=seconds)


def _record(message: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": message["Attributes"]["ApproximateReceiveCount"]},
    }
