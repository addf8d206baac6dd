"""Messages that were set aside: shown with their reasons, and sent back to be tried once more."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.config import QueueKind, settings
from infra.deploy.cloud import cloud_client

QUEUES: tuple[QueueKind, ...] = ("events", "notifications", "jobs", "mails")
_DEAD: dict[QueueKind, QueueKind] = {
    "events": "events-dlq",
    "notifications": "notifications-dlq",
    "jobs": "jobs-dlq",
    "mails": "mails-dlq",
}
# Long enough to walk through the queue; afterwards messages that were only looked at come back by themselves.
_LOOK_SECONDS = 120
_UNSAID = "given up after repeated failures; the worker's log of that time says why"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    message_id: str
    receipt_handle: str
    body: str
    reason: str

    @property
    def subject(self) -> str:
        """What the message is about, without its payload."""
        try:
            fields = json.loads(self.body)
        except ValueError:
            return "not JSON"
        known = ("project_id", "event_id", "received_at", "job_id", "kind", "outbox_id")
        return " ".join(f"{name}={fields[name]}" for name in known if isinstance(fields, dict) and fields.get(name))


def list_dead_letters(kind: QueueKind) -> Iterator[DeadLetter]:
    """Every message set aside from the queue *kind*. They stay where they are."""
    url, seen = _url(_DEAD[kind]), []
    try:
        while batch := _receive(url):
            seen += batch
            yield from batch
    finally:
        for letter in seen:
            _release(url, letter)


def redrive(kind: QueueKind, words: str = "") -> int:
    """Send messages whose reason contains *words* back to their queue and return how many.

    A crash in between leaves a message in both places; whoever takes it does so once. One that is set aside again at
    once stays aside, or this would go on for ever.
    """
    source, target = _url(_DEAD[kind]), _url(kind)
    kept, moved = [], set()
    while batch := _receive(source):
        for letter in batch:
            if words not in letter.reason or letter.body in moved:
                kept.append(letter)
                continue
            cloud_client("sqs").send_message(QueueUrl=target, MessageBody=letter.body)
            cloud_client("sqs").delete_message(QueueUrl=source, ReceiptHandle=letter.receipt_handle)
            moved.add(letter.body)
    for letter in kept:
        _release(source, letter)
    return len(moved)


def _receive(url: str) -> list[DeadLetter]:
    answer = cloud_client("sqs").receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=10,
        VisibilityTimeout=_LOOK_SECONDS,
        WaitTimeSeconds=0,
        MessageAttributeNames=["reason"],
    )
    return [_letter(message) for message in answer.get("Messages", [])]


def _letter(message: dict[str, Any]) -> DeadLetter:
    reason = message.get("MessageAttributes", {}).get("reason", {}).get("StringValue", _UNSAID)
    return DeadLetter(message["MessageId"], message["ReceiptHandle"], message["Body"], reason)


def _release(url: str, letter: DeadLetter) -> None:
    cloud_client("sqs").change_message_visibility(
        QueueUrl=url, ReceiptHandle=letter.receipt_handle, VisibilityTimeout=0
    )


def _url(kind: QueueKind) -> str:
    return str(cloud_client("sqs").get_queue_url(QueueName=settings().queue_name(kind))["QueueUrl"])
