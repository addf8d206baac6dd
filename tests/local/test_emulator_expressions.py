"""The quick key conditions against the emulator's own evaluation, through real queries."""

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.emulator_expressions import compile_key_condition
from tests.local.emulator import Emulator

SORT_KEYS = ["", "a", "a#1", "a#10", "a#2", "b", "ä", "z", "\U0001f600"]


@pytest.fixture(scope="module")
def table(emulator: Emulator) -> str:
    name = f"table-{uuid.uuid4().hex}"
    emulator.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    for sort_key in SORT_KEYS[1:]:
        emulator.client("dynamodb").put_item(TableName=name, Item={"pk": {"S": "p"}, "sk": {"S": sort_key}})
    return name


@pytest.mark.parametrize(
    ("condition", "operands", "expected"),
    [
        ("pk = :p", {}, SORT_KEYS[1:]),
        ("#pk = :p AND #sk = :a", {":a": "a#1"}, ["a#1"]),
        ("(#pk = :p AND #sk >= :a)", {":a": "b"}, ["b", "z", "ä", "\U0001f600"]),
        ("#pk = :p AND #sk > :a", {":a": "z"}, ["ä", "\U0001f600"]),
        ("#pk = :p AND #sk < :a", {":a": "a#2"}, ["a", "a#1", "a#10"]),
        ("#pk = :p AND #sk <= :a", {":a": "a#1"}, ["a", "a#1"]),
        ("#pk = :p AND #sk BETWEEN :a AND :b", {":a": "a#1", ":b": "b"}, ["a#1", "a#10", "a#2", "b"]),
        ("#pk = :p AND begins_with(#sk, :a)", {":a": "a#"}, ["a#1", "a#10", "a#2"]),
        ("begins_with ( sk , :a ) AND pk=:p", {":a": "ä"}, ["ä"]),
    ],
)
def test_a_query_finds_what_its_condition_says(
    emulator: Emulator, table: str, condition: str, operands: dict[str, str], expected: list[str]
) -> None:
    names = {f"#{key}": key for key in ("pk", "sk") if f"#{key}" in condition}
    arguments: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}

    answer = emulator.client("dynamodb").query(
        TableName=table,
        KeyConditionExpression=condition,
        ExpressionAttributeValues={name: {"S": value} for name, value in ({":p": "p"} | operands).items()},
        **arguments,
    )

    assert [item["sk"]["S"] for item in answer["Items"]] == sorted(expected)


@pytest.mark.parametrize("condition", ["pk = :p AND", "pk = :p AND other = :p", "((pk = :p))"])
def test_what_dynamodb_refuses_is_still_refused(emulator: Emulator, table: str, condition: str) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        emulator.client("dynamodb").query(
            TableName=table, KeyConditionExpression=condition, ExpressionAttributeValues={":p": {"S": "p"}}
        )


@pytest.mark.parametrize(
    "condition", ["pk = :n", "pk = :p OR sk = :p", "NOT pk = :p", "size(pk) = :p", "pk = :missing"]
)
def test_anything_but_plain_strings_is_left_to_the_emulator(condition: str) -> None:
    assert compile_key_condition(condition, {":p": {"S": "p"}, ":n": {"N": "1"}}, {}) is None
