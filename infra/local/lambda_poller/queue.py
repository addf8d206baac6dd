"""One SQS queue as the poller sees it: receive and delete. Failing calls raise botocore's errors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from infra.local.cloud import cloud_client
from infra.local.lambda_poller.records import Message

_MAX_ENTRIES_PER_CALL = 10


@dataclass
class Queue:
    name: str
    client: Any = field(default_factory=lambda: cloud_client("sqs"))

    @cached_property
    def url(self) -> str:
        return str(self.client.get_queue_url(QueueName=self.name)["QueueUrl"])

    @cached_property
    def attributes(self) -> dict[str, str]:
        names = ["QueueArn", "VisibilityTimeout"]
        return dict(self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"])

    @property
    def arn(self) -> str:
        return self.attributes["QueueArn"]

    @property
    def visibility_seconds(self) -> int:
        return int(self.attributes["VisibilityTimeout"])

    def receive(self, limit: int, wait_seconds: int) -> list[Message]:
        """Up to *limit* messages (10 at most), as soon as there is one; none after *wait_seconds*."""
        answer = self.client.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=min(limit, _MAX_ENTRIES_PER_CALL),
            WaitTimeSeconds=wait_seconds,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return list(answer.get("Messages", []))

    def delete(self, handles: Sequence[str]) -> None:
        """Delete what *handles* name; one that is void already does not matter."""
        for chunk in _chunks(handles):
            entries = [{"Id": str(number), "ReceiptHandle": handle} for number, handle in enumerate(chunk)]
            self.client.delete_message_batch(QueueUrl=self.url, Entries=entries)


def _chunks(handles: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(handles), _MAX_ENTRIES_PER_CALL):
        yield handles[start : start + _MAX_ENTRIES_PER_CALL]
