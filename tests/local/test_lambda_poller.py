"""The poller against real queues: batches, redelivery, dead letters, and what a killed poller leaves behind."""

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from infra.local.lambda_poller.batches import collect_batch
from infra.local.lambda_poller.mapping import EventSourceMapping
from infra.local.lambda_poller.queue import Queue
from infra.local.lambda_poller.sources import QueueSource
from tests.local.emulator import Emulator

Event = dict[str, Any]


class Calls:
    """A handler that remembers its events and does as told."""

    def __init__(self, act: Callable[[Event, "Calls"], Any] = lambda *_: None) -> None:
        self.events: list[Event] = []
        self.contexts: list[Any] = []
        self._act = act

    def __call__(self, event: Event, context: Any) -> Any:
        self.events.append(event)
        self.contexts.append(context)
        return self._act(event, self)

    @property
    def bodies(self) -> list[str]:
        return [record["body"] for event in self.events for record in event["Records"]]


@pytest.fixture
def queue(emulator: Emulator) -> Queue:
    return make_queue(emulator, visibility_seconds=60)


def make_queue(emulator: Emulator, visibility_seconds: int, redrive: dict[str, Any] | None = None) -> Queue:
    name = f"test-{uuid.uuid4().hex}"
    attributes = {"VisibilityTimeout": str(visibility_seconds)}
    if redrive:
        attributes["RedrivePolicy"] = json.dumps(redrive)
    client = emulator.client("sqs")
    client.create_queue(QueueName=name, Attributes=attributes)
    return Queue(name, client)


def send(queue: Queue, *bodies: str) -> None:
    for start in range(0, len(bodies), 10):
        entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies[start : start + 10])]
        queue.client.send_message_batch(QueueUrl=queue.url, Entries=entries)


def source(handler: Any, queue: Queue, batch_size: int = 10, window: float = 0, concurrency: int = 2) -> QueueSource:
    return QueueSource("function", handler, queue.name, batch_size, window, concurrency)


@contextmanager
def pumping(source: QueueSource, queue: Queue) -> Iterator[None]:
    mapping = EventSourceMapping(source, queue)
    mapping.start()
    yield
    mapping.begin_stop()
    mapping.join()


def wait_until(is_true: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def left_in(queue: Queue) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    answer = queue.client.get_queue_attributes(QueueUrl=queue.url, AttributeNames=names)
    return sum(int(count) for count in answer["Attributes"].values())


def test_records_look_as_lambda_makes_them(queue: Queue) -> None:
    calls = Calls()
    queue.client.send_message(
        QueueUrl=queue.url,
        MessageBody="hello",
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "event"}},
    )

    with pumping(source(calls, queue), queue):
        wait_until(lambda: bool(calls.events))

    (record,) = calls.events[0]["Records"]
    assert set(record) == {
        "messageId",
        "receiptHandle",
        "body",
        "attributes",
        "messageAttributes",
        "md5OfBody",
        "eventSource",
        "eventSourceARN",
        "awsRegion",
    }
    assert {"ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"} <= set(
        record["attributes"]
    )
    assert record["messageAttributes"] == {
        "kind": {"stringValue": "event", "stringListValues": [], "binaryListValues": [], "dataType": "String"}
    }
    assert record["eventSourceARN"].endswith(queue.name)
    assert calls.contexts[0].get_remaining_time_in_millis() <= 10_000


def test_what_a_handler_takes_is_deleted(queue: Queue) -> None:
    calls = Calls()
    send(queue, *(str(number) for number in range(25)))

    with pumping(source(calls, queue), queue):
        wait_until(lambda: len(calls.bodies) == 25 and left_in(queue) == 0)

    assert sorted(calls.bodies, key=int) == [str(number) for number in range(25)]


def test_a_window_fills_a_batch_of_a_hundred_from_many_receives(queue: Queue) -> None:
    send(queue, *(str(number) for number in range(130)))

    full = collect_batch(queue, source(Calls(), queue, batch_size=100, window=5))
    started = time.monotonic()
    rest = collect_batch(queue, source(Calls(), queue, batch_size=100, window=0.5))

    assert full is not None
    assert rest is not None
    assert (len(full.messages), len(rest.messages)) == (100, 30)
    assert 0.4 < time.monotonic() - started < 1.5


def test_large_messages_are_spread_over_invocations(queue: Queue) -> None:
    """Lambda takes six megabytes; ten messages may be ten."""
    calls = Calls()
    for _ in range(10):
        queue.client.send_message(QueueUrl=queue.url, MessageBody="x" * 900_000)

    with pumping(source(calls, queue, batch_size=100, window=0.5, concurrency=1), queue):
        wait_until(lambda: len(calls.bodies) == 10 and left_in(queue) == 0)

    assert [len(event["Records"]) for event in calls.events] == [6, 4]


def test_a_lone_message_is_handled_within_a_second_or_two(queue: Queue) -> None:
    calls = Calls()
    with pumping(source(calls, queue, batch_size=100, window=1), queue):
        time.sleep(0.5)
        sent_at = time.monotonic()
        send(queue, "lone")
        wait_until(lambda: bool(calls.events))
        took = time.monotonic() - sent_at

    assert took < 1.6


def test_a_failed_batch_comes_again_with_its_count(emulator: Emulator) -> None:
    def fail_twice(event: Event, calls: Calls) -> None:
        if len(calls.events) <= 2:
            raise RuntimeError("not yet")

    calls = Calls(fail_twice)
    queue = make_queue(emulator, visibility_seconds=1)
    send(queue, "stubborn")

    with pumping(source(calls, queue), queue):
        wait_until(lambda: len(calls.events) == 3 and left_in(queue) == 0, seconds=20)

    counts = [event["Records"][0]["attributes"]["ApproximateReceiveCount"] for event in calls.events]
    assert counts == ["1", "2", "3"]


def test_what_failed_stays_away_for_its_visibility_timeout_unless_the_handler_changes_it(emulator: Emulator) -> None:
    """As on AWS: a handler that wants a message back sooner says so."""

    def fail(event: Event, calls: Calls) -> None:
        for record in event["Records"]:
            if record["body"] == "soon":
                queue.client.change_message_visibility(
                    QueueUrl=queue.url, ReceiptHandle=record["receiptHandle"], VisibilityTimeout=1
                )
        raise RuntimeError("not yet")

    queue = make_queue(emulator, visibility_seconds=60)
    calls = Calls(fail)
    send(queue, "late")
    send(queue, "soon")

    with pumping(source(calls, queue, batch_size=1), queue):
        wait_until(lambda: calls.bodies.count("soon") == 3)

    assert calls.bodies.count("late") == 1


def test_only_what_the_handler_left_comes_again(emulator: Emulator) -> None:
    """Our handlers delete what they committed and raise for the rest."""
    queue = make_queue(emulator, visibility_seconds=1)

    def commit_all_but_one(event: Event, calls: Calls) -> None:
        done = [record["receiptHandle"] for record in event["Records"] if record["body"] != "bad"]
        queue.delete(done)
        if len(done) < len(event["Records"]) and len(calls.events) == 1:
            raise RuntimeError("one is left")

    calls = Calls(commit_all_but_one)
    send(queue, "good", "bad", "fine")

    with pumping(source(calls, queue, window=0.3), queue):
        wait_until(lambda: len(calls.events) == 2 and left_in(queue) == 0)

    assert sorted(calls.bodies) == ["bad", "bad", "fine", "good"]


def test_poison_ends_in_the_dead_letter_queue(emulator: Emulator) -> None:
    def always_fail(event: Event, calls: Calls) -> None:
        raise RuntimeError("never")

    calls = Calls(always_fail)
    dead = make_queue(emulator, visibility_seconds=30)
    queue = make_queue(emulator, 1, {"deadLetterTargetArn": dead.arn, "maxReceiveCount": 2})
    send(queue, "poison")

    with pumping(source(calls, queue), queue):
        wait_until(lambda: left_in(dead) == 1, seconds=20)

    assert calls.bodies == ["poison", "poison"]
    assert dead.receive(1, 1)[0]["Body"] == "poison"


def test_a_slow_message_does_not_delay_others(queue: Queue) -> None:
    release = threading.Event()

    def stall_on_slow(event: Event, calls: Calls) -> None:
        if event["Records"][0]["body"] == "slow":
            release.wait(10)

    calls = Calls(stall_on_slow)
    with pumping(source(calls, queue, batch_size=1), queue):
        send(queue, "slow")
        wait_until(lambda: calls.bodies == ["slow"])
        send(queue, "quick")
        wait_until(lambda: "quick" in calls.bodies, seconds=5)
        release.set()
