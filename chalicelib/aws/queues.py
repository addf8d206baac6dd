"""Messages on our queues: sent for a tenant, deleted when done, and given back for another try in seconds.

Every message carries its tenant as the group that SQS's fair queues share receives among: one tenant's backlog does not
delay another's messages. Standard queues order nothing by it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client, queue_url
from chalicelib.config import settings
from chalicelib.logs import log_exception

Lane = Literal["events", "notifications", "jobs", "mails"]
Record = dict[str, Any]

MAX_ENTRIES_PER_CALL = 10
# What a queue takes as a group: letters, digits and punctuation, at most 128. Our ids are that.
NOBODY = "nobody"
#: After each try, in how many seconds the next one comes. After the last of them the visibility timeout decides, so
#: that an outage of half an hour sends nothing to the dead letters.
RETRY_SECONDS: dict[Lane, tuple[int, ...]] = {
    "events": (10, 60),
    "notifications": (10, 60),
    "jobs": (10, 60, 300, 900),
    "mails": (5, 15, 60),
}


def send_message(lane: Lane, body: str, *, tenant: str, delay_seconds: int = 0) -> None:
    """Put *body* on a queue. Returns once SQS has it; raises botocore's errors when it does not."""
    client("sqs").send_message(
        QueueUrl=_url(lane), MessageBody=body, DelaySeconds=delay_seconds, MessageGroupId=tenant or NOBODY
    )


def delete_messages(lane: Lane, records: Iterable[Record]) -> None:
    """Tell SQS that these are done. One that it does not delete comes again as a duplicate."""
    for chunk in _chunks([record["receiptHandle"] for record in records]):
        entries = [{"Id": str(number), "ReceiptHandle": handle} for number, handle in enumerate(chunk)]
        client("sqs").delete_message_batch(QueueUrl=_url(lane), Entries=entries)


def retry_messages(lane: Lane, records: Iterable[Record]) -> None:
    """Have SQS deliver what failed again: in seconds at first, and not only after its visibility timeout."""
    pauses = RETRY_SECONDS[lane]
    due: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        if count_tries(record) <= len(pauses):
            due[pauses[count_tries(record) - 1]].append(record)
    for seconds, again in due.items():
        return_messages(lane, again, seconds)


def return_messages(lane: Lane, records: Iterable[Record], seconds: int = 0) -> None:
    """Have SQS deliver messages again in *seconds*. Where that fails, their visibility timeout does it."""
    for chunk in _chunks([record["receiptHandle"] for record in records]):
        entries = [
            {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": seconds}
            for number, handle in enumerate(chunk)
        ]
        try:
            client("sqs").change_message_visibility_batch(QueueUrl=_url(lane), Entries=entries)
        except (BotoCoreError, ClientError) as error:
            log_exception("messages_not_returned", error, lane=lane)


def count_tries(record: Record) -> int:
    """How often SQS has delivered the message, this time included. It counts whatever becomes of who receives it."""
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))


def _chunks(handles: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(handles), MAX_ENTRIES_PER_CALL):
        yield handles[start : start + MAX_ENTRIES_PER_CALL]


def _url(lane: Lane) -> str:
    return queue_url(settings().queue_name(lane))
