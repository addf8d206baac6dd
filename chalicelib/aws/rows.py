"""Rows on DynamoDB's wire, as plain dicts: for what every event touches, where a model's CPU would outweigh the work.

None and empty sets are left out, as DynamoDB has no empty sets. Throttling past botocore's retries raises ClientError.
"""

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.aws.tables import SCHEMA_VERSION
from chalicelib.config import TableKind, settings

Row = dict[str, Any]
WireItem = dict[str, Any]
Key = tuple[str, str]

MAX_BATCH_GET = 100
MAX_BATCH_PUT = 25
ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 0.02


def encode_value(value: Any) -> dict[str, Any]:
    """A value with its DynamoDB type. Sets hold strings or bytes, never both."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": repr(value)}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, set | frozenset):
        return {"BS" if isinstance(next(iter(value)), bytes) else "SS": sorted(value)}
    raise TypeError(f"no DynamoDB type for {type(value).__name__}")


def encode_row(row: Mapping[str, Any]) -> WireItem:
    encoded = {name: encode_value(value) for name, value in row.items() if value is not None and value != frozenset()}
    encoded.setdefault("schema", {"N": str(SCHEMA_VERSION)})
    return encoded


def decode_row(item: Mapping[str, Any]) -> Row:
    return {name: _decode_value(value) for name, value in item.items()}


def key_of(key: Key) -> WireItem:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def is_live(row: Mapping[str, Any], now: float) -> bool:
    """Whether a row of the hot table still counts: DynamoDB may remove it days after it expired."""
    return float(row.get("expires_at", now + 1)) > now


def find_row(table: TableKind, key: Key, *, consistent: bool = True) -> Row | None:
    answer = client("dynamodb").get_item(
        TableName=settings().table_name(table), Key=key_of(key), ConsistentRead=consistent
    )
    return decode_row(answer["Item"]) if "Item" in answer else None


def find_rows(table: TableKind, keys: Sequence[Key], *, consistent: bool = False) -> dict[Key, Row]:
    """The rows that exist, by key. Reads a hundred at a time."""
    found: dict[Key, Row] = {}
    name = settings().table_name(table)
    for start in range(0, len(keys), MAX_BATCH_GET):
        wanted: list[WireItem] = [key_of(key) for key in keys[start : start + MAX_BATCH_GET]]
        for pause in _pauses():
            answer = client("dynamodb").batch_get_item(
                RequestItems={name: {"Keys": wanted, "ConsistentRead": consistent}}
            )
            for item in answer["Responses"].get(name, []):
                row = decode_row(item)
                found[row["pk"], row["sk"]] = row
            wanted = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys", [])
            if not wanted:
                break
            time.sleep(pause)
        else:
            raise TimeoutError(f"{name} left {len(wanted)} keys unread")
    return found


def put_rows(table: TableKind, rows: Sequence[Row]) -> None:
    """Write rows over whatever is there, 25 at a time and in no order. No two may share a key."""
    name = settings().table_name(table)
    for start in range(0, len(rows), MAX_BATCH_PUT):
        wanted: list[WireItem] = [
            {"PutRequest": {"Item": encode_row(row)}} for row in rows[start : start + MAX_BATCH_PUT]
        ]
        _write_batch(name, wanted)


def replace_value(table: TableKind, row: Row, name: str, value: Any) -> bool:
    """Set *name* in a row that was read. False when somebody changed or removed it since: read it again."""
    try:
        client("dynamodb").update_item(
            TableName=settings().table_name(table),
            Key=key_of((str(row["pk"]), str(row["sk"]))),
            UpdateExpression="SET #name = :new",
            ConditionExpression="#name = :known",
            ExpressionAttributeNames={"#name": name},
            ExpressionAttributeValues={":new": encode_value(value), ":known": encode_value(row[name])},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def delete_rows(table: TableKind, keys: Sequence[Key]) -> None:
    name = settings().table_name(table)
    for start in range(0, len(keys), MAX_BATCH_PUT):
        _write_batch(name, [{"DeleteRequest": {"Key": key_of(key)}} for key in keys[start : start + MAX_BATCH_PUT]])


def query_rows(
    table: TableKind,
    pk: str,
    *,
    first: str | None = None,
    last: str | None = None,
    newest_first: bool = False,
    page_size: int | None = None,
    consistent: bool = False,
) -> Iterator[Row]:
    """Rows of a partition in order of their range key, from *first* to *last* (inclusive), read page by page."""
    arguments: dict[str, Any] = {
        "TableName": settings().table_name(table),
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {
            ":pk": {"S": pk},
            ":first": {"S": first or " "},
            ":last": {"S": last or "\U0010ffff"},
        },
        "ScanIndexForward": not newest_first,
        "ConsistentRead": consistent,
    }
    if page_size is not None:
        arguments["Limit"] = page_size
    while True:
        answer = client("dynamodb").query(**arguments)
        yield from map(decode_row, answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return
        arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def pause_before_retry(attempt: int) -> None:
    """Sleep with full jitter, longer each time, so that colliding writers spread out."""
    time.sleep(random.uniform(0, min(1.0, FIRST_PAUSE_SECONDS * 2**attempt)))


def _write_batch(table_name: str, wanted: list[WireItem]) -> None:
    for pause in _pauses():
        answer = client("dynamodb").batch_write_item(RequestItems={table_name: wanted})
        wanted = answer.get("UnprocessedItems", {}).get(table_name, [])
        if not wanted:
            return
        time.sleep(pause)
    raise TimeoutError(f"{table_name} left {len(wanted)} rows unwritten")


def _pauses() -> Iterable[float]:
    return (random.uniform(0, min(1.0, FIRST_PAUSE_SECONDS * 2**attempt)) for attempt in range(ATTEMPTS))


def _decode_value(value: Mapping[str, Any]) -> Any:
    for kind, content in value.items():
        if kind == "N":
            return int(content) if content.lstrip("-").isdecimal() else float(content)
        if kind in {"SS", "BS"}:
            return frozenset(content)
        return content
    raise ValueError("a DynamoDB value without a type")
