"""The seam between stations: versioned messages for events, notifications and jobs. Large bodies travel by S3.

A message that cannot be read raises UnreadableMessage, which never succeeds on retry: set it aside.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Literal, TypeVar

import orjson

from chalicelib import zstd
from chalicelib.aws.clients import client, queue_url
from chalicelib.aws.queues import Lane, send_message
from chalicelib.config import settings
from chalicelib.ids import derived_id

MESSAGE_VERSION = 1
# SQS takes 1 MiB and bills each 64 KB; Lambda takes 6 MB per batch, so that large messages would shrink its batches.
MAX_INLINE_BYTES = 256 * 1024
MAX_REASON_LENGTH = 500
# SQS refuses a whole message for one of these; all else it refuses is escaped in JSON.
_REFUSED_BY_SQS = re.compile("[\ufffe\uffff]")

ItemKind = Literal["event", "feedback", "csp"]


class UnreadableMessage(ValueError):
    """The message is not of a version and shape we know; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class EventMessage:
    """One accepted item on its way to grouping.

    *body* is the JSON object as the SDK sent it, uncompressed. *is_sampled* says that the project's budget keeps only a
    sample of raw events by now; counts stay exact. *clock_drift_seconds* are to be added to the SDK's times.
    """

    project_id: str
    organization_id: str
    key_id: str
    event_id: str
    received_at: str
    kind: ItemKind
    body: bytes
    client_ip: str | None = None
    user_agent: str | None = None
    sdk: str | None = None
    retention_days: int = 30
    is_sampled: bool = False
    clock_drift_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class JobMessage:
    """A pointer to a job row; all that matters is in the row, so that a repeated message does no harm."""

    organization_id: str
    job_id: str
    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotificationMessage:
    """Pointers to outbox rows of one project: those of a whole batch, so that a storm costs few messages."""

    project_id: str
    outbox_ids: Sequence[str]


PointerMessage = TypeVar("PointerMessage", JobMessage, NotificationMessage)


def send_event(message: EventMessage) -> None:
    """Put *message* on the events queue. Returns once SQS has it; raises botocore's errors when it does not."""
    text = _encode_event(message)
    if len(text) > MAX_INLINE_BYTES:
        text = _encode_event(message, body_key=_store_body(message))
    _send("events", text, message.project_id)


def read_event(sqs_body: str) -> EventMessage:
    """The message in an SQS record's body, with its own body fetched from S3 when it travelled there."""
    fields = _decode(sqs_body)
    try:
        packed = _fetch_body(fields.pop("body_key")) if "body_key" in fields else base64.b64decode(fields.pop("body"))
        return EventMessage(body=zstd.decompress(packed), **fields)
    except (KeyError, TypeError, ValueError, zstd.ZstdError) as error:
        raise UnreadableMessage(f"not an event message: {error}") from error


def put_aside_event(sqs_body: str, reason: str) -> None:
    """Send a message that can never succeed to the dead-letter queue, with its reason beside it."""
    client("sqs").send_message(
        QueueUrl=queue_url(settings().queue_name("events-dlq")),
        MessageBody=sqs_body,
        MessageAttributes={"reason": {"DataType": "String", "StringValue": reason[:MAX_REASON_LENGTH] or "unknown"}},
    )


def send_job(message: JobMessage) -> None:
    tenant = message.organization_id or str(message.arguments.get("project_id", ""))
    _send("jobs", orjson.dumps({"v": MESSAGE_VERSION, **asdict(message)}).decode(), tenant)


def send_mail_order(message: JobMessage, recipient: str) -> None:
    """Have a mail sent that somebody waits for: these have a queue of their own, in which no long work is ahead."""
    _send("mails", orjson.dumps({"v": MESSAGE_VERSION, **asdict(message)}).decode(), derived_id("mail", recipient))


def read_job(sqs_body: str) -> JobMessage:
    return _read_as(JobMessage, sqs_body)


def send_notification(message: NotificationMessage, delay_seconds: int = 0) -> None:
    text = orjson.dumps({"v": MESSAGE_VERSION, **asdict(message)}).decode()
    _send("notifications", text, message.project_id, delay_seconds)


def read_notification(sqs_body: str) -> NotificationMessage:
    return _read_as(NotificationMessage, sqs_body)


def _encode_event(message: EventMessage, body_key: str | None = None) -> str:
    fields: dict[str, Any] = {"v": MESSAGE_VERSION}
    for name in EventMessage.__dataclass_fields__:
        if name != "body":
            fields[name] = getattr(message, name)
    if not message.clock_drift_seconds:
        # Workers that are a release behind do not know the field, and few clocks are wrong.
        del fields["clock_drift_seconds"]
    if body_key is None:
        packed = _compressor().compress(message.body, zstd.ZstdCompressor.FLUSH_FRAME)
        fields["body"] = base64.b64encode(packed).decode()
    else:
        fields["body_key"] = body_key
    return orjson.dumps(fields).decode()


@cache
def _compressor() -> zstd.ZstdCompressor:
    """Made once, as that takes longer than compressing; threads may share it."""
    return zstd.ZstdCompressor()


def _store_body(message: EventMessage) -> str:
    # The prefix expires by lifecycle after both queues' retention, so that a redriven message still finds its body.
    key = f"inbox/{message.received_at[:10]}/{message.project_id}/{message.event_id}"
    client("s3").put_object(Bucket=settings().bucket_name("events"), Key=key, Body=zstd.compress(message.body))
    return key


def _fetch_body(key: str) -> bytes:
    answer = client("s3").get_object(Bucket=settings().bucket_name("events"), Key=key)
    return bytes(answer["Body"].read())


def _send(lane: Lane, text: str, tenant: str, delay_seconds: int = 0) -> None:
    send_message(lane, _REFUSED_BY_SQS.sub("\ufffd", text), tenant=tenant, delay_seconds=delay_seconds)


def _decode(sqs_body: str) -> dict[str, Any]:
    try:
        fields = orjson.loads(sqs_body)
    except orjson.JSONDecodeError as error:
        raise UnreadableMessage(f"not JSON: {error}") from error
    if not isinstance(fields, dict) or fields.pop("v", None) != MESSAGE_VERSION:
        raise UnreadableMessage(f"expected a JSON object with v={MESSAGE_VERSION}")
    return fields


def _read_as(kind: type[PointerMessage], sqs_body: str) -> PointerMessage:
    try:
        return kind(**_decode(sqs_body))
    except TypeError as error:
        raise UnreadableMessage(f"not a {kind.__name__}: {error}") from error
