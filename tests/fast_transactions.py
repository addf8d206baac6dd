"""Makes moto copy a table once per transaction instead of once per item of it, for it copies whole tables."""

import copy
from types import SimpleNamespace
from typing import Any

import pytest
from moto.dynamodb import models


def copy_tables_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a transaction's backup of a table is made once. What the transaction does stays moto's own."""
    # One for each transaction under way; a copy is good for that transaction and for nothing after it.
    under_way: list[dict[int, Any]] = []
    transact = models.DynamoDBBackend.transact_write_items

    def deepcopy(value: Any) -> Any:
        if not isinstance(value, models.Table) or not under_way:
            return copy.deepcopy(value)
        copies = under_way[-1]
        if id(value) not in copies:
            copies[id(value)] = copy.deepcopy(value)
        return copies[id(value)]

    def transact_write_items(backend: Any, items: Any) -> None:
        under_way.append({})
        try:
            transact(backend, items)
        finally:
            under_way.pop()

    monkeypatch.setattr(models, "copy", SimpleNamespace(deepcopy=deepcopy))
    monkeypatch.setattr(models.DynamoDBBackend, "transact_write_items", transact_write_items)
