"""Makes moto's DynamoDB cheaper where most of the tests' time went, and changes nothing it answers."""

import copy
from threading import Lock
from types import SimpleNamespace
from typing import Any

import pytest
from moto.core.serialize import ResponseSerializer
from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

# Their values are compared and sent as they are kept.
_COMPARED_AS_KEPT = ("S", "B")
_SENT_AS_KEPT = frozenset({"S", "N", "BOOL", "NULL", "SS", "NS"})


def speed_up_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on until *monkeypatch* ends."""
    _back_up_what_is_written(monkeypatch)
    _compare_texts_directly(monkeypatch)
    _send_plain_values_as_they_are(monkeypatch)


def _back_up_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy the partitions a transaction writes to, where moto copies every table whole for each item of it.

    One transaction at a time, as moto would put back what others wrote in the meantime.
    """
    lock = Lock()
    # The partitions of the transaction under way, by table.
    written: dict[str, set[DynamoType]] = {}
    transact = models.DynamoDBBackend.transact_write_items

    def deepcopy(value: Any) -> Any:
        is_table = isinstance(value, Table) and value.name in written
        return _back_up(value, written[value.name]) if is_table else copy.deepcopy(value)

    def transact_write_items(backend: Any, items: Any) -> None:
        with lock:
            for item in items:
                (write,) = item.values()
                table = backend.tables[write["TableName"]]
                key = write.get("Key") or write["Item"]
                written.setdefault(table.name, set()).add(DynamoType(key[table.hash_key_attr]))
            try:
                transact(backend, items)
            finally:
                written.clear()

    monkeypatch.setattr(models, "copy", SimpleNamespace(deepcopy=deepcopy))
    monkeypatch.setattr(models.DynamoDBBackend, "transact_write_items", transact_write_items)


def _back_up(table: Table, written: set[DynamoType]) -> Table:
    """The table as it is, whatever is done to its partitions *written* from now on."""
    kept = copy.copy(table)
    kept.items = copy.copy(table.items)
    for partition in written & kept.items.keys():
        kept.items[partition] = copy.deepcopy(kept.items[partition])
    return kept


def _compare_texts_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query compares every item of the table; moto asks five questions about types before it compares two texts."""
    equals, is_less = DynamoType.__eq__, DynamoType.__lt__

    def equals_fast(one: DynamoType, other: DynamoType) -> bool:
        if one.type != other.type:
            return False
        return one.value == other.value if one.type in _COMPARED_AS_KEPT else equals(one, other)

    def differs_fast(one: DynamoType, other: DynamoType) -> bool:
        return not equals_fast(one, other)

    def is_less_fast(one: DynamoType, other: DynamoType) -> bool:
        if one.type in _COMPARED_AS_KEPT and other.type in _COMPARED_AS_KEPT:
            return bool(one.value < other.value)
        return is_less(one, other)

    monkeypatch.setattr(DynamoType, "__eq__", equals_fast)
    monkeypatch.setattr(DynamoType, "__ne__", differs_fast)
    monkeypatch.setattr(DynamoType, "__lt__", is_less_fast)


def _send_plain_values_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto looks for each of the ten members of an attribute's value under twenty names."""
    serialize = ResponseSerializer._serialize_type_structure

    def serialize_fast(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if (
            shape.name == "AttributeValue"
            and key
            and type(value) is dict
            and len(value) == 1
            and not value.keys() - _SENT_AS_KEPT
        ):
            self._default_serialize(serialized, value, shape, key)
        else:
            serialize(self, serialized, value, shape, key)

    monkeypatch.setattr(ResponseSerializer, "_serialize_type_structure", serialize_fast)
