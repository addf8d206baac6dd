"""What a block of code used of AWS: as DynamoDB's answers tell, else by rows; and messages as SQS bills them."""

from typing import Any

import pytest

from chalicelib.aws import clients as aws
from chalicelib.aws.metering import _consumed, _rows, count_mail, count_sqs_requests, metered
from chalicelib.aws.rows import find_row, put_rows
from chalicelib.config import Settings

ROW = {"pk": "a", "sk": "b"}


def test_calls_in_the_block_are_counted_and_others_are_not(stage: Settings) -> None:
    put_rows("hot", [ROW])
    with metered() as usage:
        put_rows("hot", [ROW])
        find_row("hot", ("a", "b"))
        aws.client("s3").put_object(Bucket=stage.bucket_name("events"), Key="k", Body=b"body")
    find_row("hot", ("a", "b"))

    counted = usage.summarize()

    assert counted["write_units"] == 1 + 1
    assert counted["read_units"] == 1
    assert counted["s3_puts"] == 1
    assert counted["worker_ms"] >= 1


@pytest.mark.parametrize(
    ("answer", "units"),
    [
        ({}, 0),
        ({"ConsumedCapacity": {"TableName": "t", "CapacityUnits": 0.5}}, 0.5),
        ({"ConsumedCapacity": [{"CapacityUnits": 12.0}, {"CapacityUnits": 4.0}]}, 16.0),
    ],
)
def test_units_are_what_dynamodb_says(answer: dict[str, Any], units: float) -> None:
    assert _consumed(answer) == units


@pytest.mark.parametrize(
    ("params", "rows"),
    [
        ({"Key": {}}, 1),
        ({"TransactItems": [{}, {}, {}]}, 3),
        ({"RequestItems": {"t": [{}, {}], "u": [{}]}}, 3),
        ({"RequestItems": {"t": {"Keys": [{}, {}]}}}, 2),
    ],
)
def test_an_answer_that_does_not_tell_counts_by_rows(params: dict[str, Any], rows: int) -> None:
    assert _rows(params) == rows


@pytest.mark.parametrize(
    ("new", "repeated", "requests"),
    [
        (["x"], [], 3),
        (["x"] * 100, [], 100 + 10 + 10),
        (["x" * 65_537], [], 2 + 2 + 1),
        ([], ["x"], 2),
    ],
)
def test_messages_cost_their_sending_receiving_and_deleting(new: list[str], repeated: list[str], requests: int) -> None:
    assert count_sqs_requests(new, repeated) == requests


def test_mails_count_towards_the_open_block_only() -> None:
    count_mail()
    with metered() as usage:
        count_mail()
        usage.count_own_message()

    assert usage.whole() == {"mails": 1, "batches": 1, "sqs_requests": 3}
