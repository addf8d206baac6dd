"""What the emulator still knows after a stop and after kill -9."""

import contextlib
import http.client
import json
import time
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.events.packs import CHANGED
from infra.local.emulator_queues import RETURN_MESSAGES_PATH
from infra.local.snapshots import Snapshots, newest_snapshot
from infra.local.web import call
from tests.local.emulator import Emulator, running_emulator

# A snapshot comes a second after a change and is written within another.
SNAPSHOT_SECONDS = 3.0


def make_everything(emulator: Emulator) -> None:
    emulator.client("dynamodb").create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    emulator.client("sqs").create_queue(QueueName="messages", Attributes={"VisibilityTimeout": "3600"})
    emulator.client("s3").create_bucket(Bucket="objects")
    emulator.client("ssm").put_parameter(Name="/secret", Value="s3cret", Type="SecureString")
    write(emulator, "first")


def write(emulator: Emulator, name: str) -> None:
    emulator.client("dynamodb").put_item(TableName="things", Item={"pk": {"S": name}, "raw": {"B": b"\x00\xff"}})
    emulator.client("s3").put_object(Bucket="objects", Key=name, Body=name.encode())
    emulator.client("sqs").send_message(QueueUrl=url(emulator), MessageBody=name)


def url(emulator: Emulator) -> str:
    return str(emulator.client("sqs").get_queue_url(QueueName="messages")["QueueUrl"])


def things(emulator: Emulator) -> list[str]:
    return sorted(item["pk"]["S"] for item in emulator.client("dynamodb").scan(TableName="things")["Items"])


def receive(emulator: Emulator) -> list[str]:
    answer: dict[str, Any] = emulator.client("sqs").receive_message(QueueUrl=url(emulator), MaxNumberOfMessages=10)
    return sorted(message["Body"] for message in answer.get("Messages", []))


def test_everything_survives_a_stop(tmp_path: Path) -> None:
    with running_emulator(tmp_path) as emulator:
        make_everything(emulator)

    with running_emulator(tmp_path) as emulator:
        item = emulator.client("dynamodb").get_item(TableName="things", Key={"pk": {"S": "first"}})["Item"]
        assert item["raw"]["B"] == b"\x00\xff"
        assert emulator.client("s3").get_object(Bucket="objects", Key="first")["Body"].read() == b"first"
        assert (
            emulator.client("ssm").get_parameter(Name="/secret", WithDecryption=True)["Parameter"]["Value"] == "s3cret"
        )
        assert receive(emulator) == ["first"]


def test_a_kill_costs_the_last_seconds_at_most(tmp_path: Path) -> None:
    with running_emulator(tmp_path) as emulator:
        make_everything(emulator)
        for number in range(5):
            write(emulator, f"later-{number}")
        time.sleep(SNAPSHOT_SECONDS)
        emulator.child.process.kill()  # type: ignore[union-attr]

    with running_emulator(tmp_path) as emulator:
        assert things(emulator) == ["first", *(f"later-{number}" for number in range(5))]


def test_messages_in_flight_when_killed_are_visible_again(tmp_path: Path) -> None:
    with running_emulator(tmp_path) as emulator:
        make_everything(emulator)
        assert receive(emulator) == ["first"]
        write(emulator, "second")
        time.sleep(SNAPSHOT_SECONDS)
        emulator.child.process.kill()  # type: ignore[union-attr]

    with running_emulator(tmp_path) as emulator:
        assert receive(emulator) == ["first", "second"]


def test_a_new_worker_gets_what_a_killed_one_held(emulator: Emulator) -> None:
    sqs = emulator.client("sqs")
    queue_url = sqs.create_queue(QueueName="held", Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]
    sqs.send_message(QueueUrl=queue_url, MessageBody="held")
    assert sqs.receive_message(QueueUrl=queue_url)["Messages"]
    assert "Messages" not in sqs.receive_message(QueueUrl=queue_url)

    assert call("POST", emulator.endpoint + RETURN_MESSAGES_PATH).status == 204

    assert sqs.receive_message(QueueUrl=queue_url)["Messages"][0]["Body"] == "held"


def test_a_client_that_left_receives_nothing(emulator: Emulator) -> None:
    """A killed worker's long poll must not hide the next message for a whole visibility timeout."""
    sqs = emulator.client("sqs")
    queue_url = sqs.create_queue(QueueName="left", Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]
    body = json.dumps({"QueueUrl": queue_url, "WaitTimeSeconds": 20}).encode()
    connection = http.client.HTTPConnection(emulator.endpoint.removeprefix("http://"))
    headers = {"X-Amz-Target": "AmazonSQS.ReceiveMessage", "Content-Type": "application/x-amz-json-1.0"}
    connection.request("POST", "/", body, headers)
    time.sleep(0.3)
    connection.close()
    time.sleep(0.3)

    sqs.send_message(QueueUrl=queue_url, MessageBody="for the living")
    time.sleep(0.3)

    assert sqs.receive_message(QueueUrl=queue_url, WaitTimeSeconds=1)["Messages"][0]["Body"] == "for the living"


class FakePersistence:
    """The emulator's persistence module, as far as snapshots need it."""

    @staticmethod
    def _state_format_version(_name: str) -> int:
        return 2

    @staticmethod
    def _json_default(value: object) -> object:
        raise TypeError(value)


def test_a_snapshot_that_fails_halfway_leaves_the_last_one(tmp_path: Path) -> None:
    """Killed or out of disk in the middle: `current` still names a whole state."""
    Snapshots(tmp_path, FakePersistence, dict).save_at_end({"a": lambda: {"n": 1}, "b": lambda: {"n": 1}})

    failing = Snapshots(tmp_path, FakePersistence, dict)
    with contextlib.suppress(TypeError):
        failing.save_at_end({"a": lambda: {"n": 2}, "b": lambda: {"n": {1, 2}}})

    current = newest_snapshot(tmp_path)
    assert '"n": 1' in (current / "a.json").read_text()
    assert '"n": 1' in (current / "b.json").read_text()


def test_replaced_snapshots_are_removed(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, FakePersistence, dict)

    for number in range(3):
        snapshots.save_at_end({"a": lambda number=number: {"n": number}})  # type: ignore[misc]

    assert len([entry for entry in tmp_path.iterdir() if not entry.is_symlink()]) == 1
    assert '"n": 2' in (newest_snapshot(tmp_path) / "a.json").read_text()
    assert newest_snapshot(tmp_path).is_symlink()


def test_what_this_run_never_touched_is_carried_over(tmp_path: Path) -> None:
    Snapshots(tmp_path, FakePersistence, dict).save_at_end({"a": lambda: {"n": 1}, "b": lambda: {"n": 1}})

    Snapshots(tmp_path, FakePersistence, dict).save_at_end({"a": lambda: {"n": 2}, "b": lambda: None})

    assert '"n": 2' in (newest_snapshot(tmp_path) / "a.json").read_text()
    assert '"n": 1' in (newest_snapshot(tmp_path) / "b.json").read_text()


def test_an_object_is_replaced_only_as_it_was_read(tmp_path: Path) -> None:
    """Erasing bytes in a pack relies on S3's conditional writes."""
    with running_emulator(tmp_path) as emulator:
        s3 = emulator.client("s3")
        s3.create_bucket(Bucket="objects")
        read = s3.put_object(Bucket="objects", Key="pack", Body=b"first")["ETag"]
        s3.put_object(Bucket="objects", Key="pack", Body=b"second", IfMatch=read)

        with pytest.raises(ClientError) as refusal:
            s3.put_object(Bucket="objects", Key="pack", Body=b"third", IfMatch=read)

        assert refusal.value.response["Error"]["Code"] in CHANGED
        assert s3.get_object(Bucket="objects", Key="pack")["Body"].read() == b"second"
