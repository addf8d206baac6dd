"""Messages survive the seam, whatever their size, and strangers' messages are named unreadable."""

import random
from dataclasses import replace

import boto3
import pytest

from chalicelib.aws import clients as aws
from chalicelib.config import Settings
from chalicelib.messages import MAX_INLINE_BYTES, EventMessage, UnreadableMessage, read_event, send_event


def message(body: bytes) -> EventMessage:
    return EventMessage(
        project_id="42",
        organization_id="o",
        key_id="k",
        event_id="a" * 32,
        received_at="2026-11-23T06:00:00.000Z",
        kind="event",
        body=body,
    )


def receive(settings: Settings) -> str:
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=settings.queue_name("events"))["QueueUrl"]
    return str(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])


def test_a_small_message_travels_inline(stage: Settings) -> None:
    send_event(message(b'{"message":"hello"}'))

    assert read_event(receive(stage)) == message(b'{"message":"hello"}')


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\0", "\x1f", "\U0001ffff"])
def test_texts_of_strangers_hold_nothing_that_sqs_refuses(
    stage: Settings, monkeypatch: pytest.MonkeyPatch, character: str
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(aws.client("sqs"), "send_message", lambda **call: sent.append(call["MessageBody"]))

    send_event(replace(message(b"{}"), sdk=f"a{character}/1", user_agent=character))

    assert all(one in "\t\n\r" or " " <= one <= "\ufffd" or one >= "\U00010000" for one in sent[0])
    assert read_event(sent[0]).body == b"{}"


def test_a_body_too_large_for_the_queue_travels_by_s3(stage: Settings) -> None:
    incompressible = random.Random(1).randbytes(400_000)

    send_event(message(incompressible))

    text = receive(stage)
    assert len(text) < MAX_INLINE_BYTES
    assert read_event(text).body == incompressible


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"v":2}', '{"v":1}', '{"v":1,"body":"!"}'])
def test_an_unreadable_message_says_so(text: str) -> None:
    with pytest.raises(UnreadableMessage):
        read_event(text)
