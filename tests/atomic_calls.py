"""Makes single calls to moto atomic, as DynamoDB's are; moto itself lets threads interleave inside one update."""

from threading import Lock
from typing import Any

import pytest

from chalicelib.aws.clients import client


def make_calls_atomic(monkeypatch: pytest.MonkeyPatch, service: str = "dynamodb") -> None:
    """From here on one call of *service* at a time; what happens between calls still interleaves."""
    lock = Lock()
    api = client(service)
    call = api._make_api_call

    def locked(*arguments: Any) -> Any:
        with lock:
            return call(*arguments)

    monkeypatch.setattr(api, "_make_api_call", locked)
