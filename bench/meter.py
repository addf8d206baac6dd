"""Counts what AWS would bill: listens to botocore's events and sizes every item as DynamoDB does.

Units come out of the calls our own code made, not out of a formula about it. Rules and their sources:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html (units; transactions double;
an update bills the larger of the item before and after; a failed condition bills the item's size) and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html (item sizes).
"""

import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3

from chalicelib.aws.clients import client

WRITE_UNIT_BYTES = 1024
READ_UNIT_BYTES = 4096
SQS_REQUEST_BYTES = 64 * 1024
INDEX_KEYS = ("change_pk", "changed_minute")

Item = Mapping[str, Mapping[str, Any]]


@dataclass
class Bill:
    """What was used so far. *calls* counts requests by `service.Operation`."""

    calls: Counter[str] = field(default_factory=Counter)
    write_units: float = 0.0
    read_units: float = 0.0
    sqs_requests: float = 0.0
    s3_puts: int = 0
    s3_gets: int = 0
    s3_bytes: int = 0
    row_bytes: dict[tuple[str, str, str], int] = field(default_factory=dict)
    write_units_by_row: Counter[str] = field(default_factory=Counter)


class Meter:
    """Of the stage this process works on; attach with `listen()`, read and reset `bill` between runs."""

    def __init__(self) -> None:
        self.bill = Bill()
        self._rows: dict[tuple[str, str, str], tuple[int, tuple[Any, ...]]] = {}
        self._is_paused = False
        self._silent = boto3.client("dynamodb")

    def listen(self) -> None:
        for service in ("dynamodb", "sqs", "s3"):
            events = client(service).meta.events
            events.register_last(f"before-parameter-build.{service}", self._remember_call)
            events.register_last(f"after-call.{service}", self._count_answer)

    def reset(self) -> Bill:
        """The bill so far; counting starts anew. What is stored is still known, so updates stay rightly sized."""
        bill, self.bill = self.bill, Bill()
        return bill

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Count nothing meanwhile. The first update of a row written then is sized by what it leaves behind."""
        self._is_paused = True
        try:
            yield
        finally:
            self._is_paused = False

    def _remember_call(self, params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        context["metered_params"] = params

    def _count_answer(self, model: Any, parsed: Any, context: dict[str, Any], **_: object) -> None:
        if self._is_paused:
            return
        service, params = model.service_model.service_name, context.get("metered_params", {})
        self.bill.calls[f"{service}.{model.name}"] += 1
        count: dict[str, Callable[[str, Any, Any], None]] = {
            "dynamodb": self._count_dynamodb,
            "sqs": self._count_sqs,
            "s3": self._count_s3,
        }
        count[service](model.name, params, parsed)

    def _count_sqs(self, operation: str, params: Any, parsed: Any) -> None:
        bodies = [message.get("Body", "") for message in parsed.get("Messages", [])]
        bodies += [params.get("MessageBody", "")]
        bodies += [entry.get("MessageBody", "") for entry in params.get("Entries", [])]
        if operation not in {"GetQueueUrl", "GetQueueAttributes"}:
            self.bill.sqs_requests += max(1, math.ceil(sum(map(len, bodies)) / SQS_REQUEST_BYTES))

    def _count_s3(self, operation: str, params: Any, _: Any) -> None:
        if operation == "PutObject":
            self.bill.s3_puts += 1
            # A file, or bytes that botocore has wrapped into a stream by now.
            self.bill.s3_bytes += params["Body"].seek(0, os.SEEK_END)
        elif operation == "GetObject":
            self.bill.s3_gets += 1

    def _count_dynamodb(self, operation: str, params: Any, parsed: Any) -> None:
        if operation == "TransactWriteItems":
            for entry in params["TransactItems"]:
                for kind, call in entry.items():
                    self._count_write(kind, call, factor=2)
        elif operation in {"PutItem", "UpdateItem", "DeleteItem"}:
            self._count_write(operation.removesuffix("Item"), params, factor=1)
        elif operation == "BatchWriteItem":
            for table, requests in params["RequestItems"].items():
                for request in requests:
                    for kind, call in request.items():
                        self._count_write(kind.removesuffix("Request"), {"TableName": table, **call}, factor=1)
        else:
            self._count_read(operation, params, parsed)

    def _count_write(self, kind: str, call: Any, factor: int) -> None:
        identity = _identity(call["TableName"], call.get("Item") or call["Key"])
        before, before_index = self._rows.get(identity, (0, ()))
        item = call.get("Item") if kind == "Put" else self._fetch(call["TableName"], call["Key"])
        after = item_bytes(item or {})
        after_index = tuple((item or {}).get(name) for name in INDEX_KEYS)
        units = factor * max(1, math.ceil(max(before, after) / WRITE_UNIT_BYTES))
        if after_index != before_index and any(after_index):
            # A changed index key deletes one index row and writes another; a new one only writes.
            units += 2 if any(before_index) else 1
        self.bill.write_units += units
        self.bill.write_units_by_row[identity[1].partition("#")[0]] += units
        self._rows[identity] = (after, after_index)
        self.bill.row_bytes[identity] = after

    def _fetch(self, table: str, key: Item) -> Item | None:
        """The row as it stands now, read past the meter by a client of its own."""
        item: Item | None = self._silent.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return item

    def _count_read(self, operation: str, params: Any, parsed: Any) -> None:
        if operation == "BatchGetItem":
            for table, items in parsed.get("Responses", {}).items():
                strong = params["RequestItems"].get(table, {}).get("ConsistentRead", False)
                self.bill.read_units += sum(_read_units(item_bytes(item), strong=strong) for item in items)
            return
        found = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else [])
        size = sum(item_bytes(item) for item in found)
        self.bill.read_units += _read_units(size, strong=params.get("ConsistentRead", False))


def item_bytes(item: Item) -> int:
    """The size DynamoDB bills for *item*, given in its wire form."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind in {"S", "B"}:
        return len(content.encode() if isinstance(content, str) else content)
    if kind == "N":
        return len(content) // 2 + 2
    if kind in {"SS", "BS", "NS"}:
        return sum(_value_bytes({kind[0]: member}) for member in content)
    if kind == "L":
        return 3 + sum(1 + _value_bytes(member) for member in content)
    if kind == "M":
        return 3 + sum(1 + len(name) + _value_bytes(member) for name, member in content.items())
    return 1


def _identity(table: str, key: Item) -> tuple[str, str, str]:
    return table, str(key["pk"]["S"]), str(key["sk"]["S"])


def _read_units(size: int, *, strong: bool) -> float:
    return max(1, math.ceil(size / READ_UNIT_BYTES)) * (1.0 if strong else 0.5)
