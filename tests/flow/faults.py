"""What goes wrong between a process and AWS: calls that never arrive, lost replies, conflicts, sudden death."""

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from botocore.endpoint import Endpoint
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from bench.prove.schedules import SCHEDULES, SEEDED

URL = "https://aws.test"


def seeds(usual: int) -> range:
    """The seeds of one of the tests that `make prove` runs with more; they share what it asks for."""
    asked = int(os.environ.get(SCHEDULES, "0"))
    return range(-(-asked // sum(map(len, SEEDED.values()))) or usual)


class Crash(BaseException):
    """The process is gone. Nothing may catch it, as nothing could."""


@dataclass
class Http:
    status_code: int = 400
    content: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


def never_sent(call: Callable[[], Any], request: Any) -> Any:
    return None, EndpointConnectionError(endpoint_url=URL)


def reply_lost(call: Callable[[], Any], request: Any) -> Any:
    call()
    return None, ReadTimeoutError(endpoint_url=URL)


def crash_before(call: Callable[[], Any], request: Any) -> Any:
    raise Crash


def crash_after(call: Callable[[], Any], request: Any) -> Any:
    call()
    raise Crash


def conflict(call: Callable[[], Any], request: Any) -> Any:
    """Another transaction touches one of the rows. Emulators never say so."""
    count = len(json.loads(request.body)["TransactItems"])
    reasons = [{"Code": "None"} for _ in range(count)]
    reasons[count // 2] = {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}
    return _error("TransactionCanceledException", CancellationReasons=reasons), None


def throttled(call: Callable[[], Any], request: Any) -> Any:
    return _error("ThrottlingException"), None


Fault = Callable[[Callable[[], Any], Any], Any]
ANYWHERE: tuple[Fault, ...] = (never_sent, reply_lost, crash_before, crash_after, throttled)


@dataclass
class Faults:
    """Injects a fault into each call with probability *rate*, or exactly into call number *only_at*."""

    rng: random.Random
    rate: float = 0.0
    kinds: tuple[Fault, ...] = ANYWHERE
    only_at: int | None = None
    is_on: bool = True
    calls: list[str] = field(default_factory=list)

    def choose(self, operation: str) -> Fault | None:
        self.calls.append(operation)
        if not self.is_on:
            return None
        if self.only_at is not None:
            is_possible = self.kinds[0] is not conflict or operation == "TransactWriteItems"
            return self.kinds[0] if len(self.calls) - 1 == self.only_at and is_possible else None
        if self.rng.random() >= self.rate:
            return None
        kinds = (*self.kinds, conflict, conflict) if operation == "TransactWriteItems" else self.kinds
        return self.rng.choice(kinds)


@contextmanager
def injected(faults: Faults) -> Iterator[Faults]:
    """Every call of every client goes through *faults* on its way. Pauses before retries are left out."""
    original = Endpoint._do_get_response

    def get_response(self: Endpoint, request: Any, operation_model: Any, context: Any) -> Any:
        fault = faults.choose(operation_model.name)
        call = lambda: original(self, request, operation_model, context)  # noqa: E731 - handed on as it is
        return call() if fault is None else fault(call, request)

    with mock.patch.object(Endpoint, "_do_get_response", get_response), mock.patch("time.sleep"):
        yield faults


def _error(code: str, **fields: Any) -> tuple[Http, dict[str, Any]]:
    metadata = {"HTTPStatusCode": 400, "HTTPHeaders": {}, "RetryAttempts": 0, "RequestId": "test"}
    return Http(), {"Error": {"Code": code, "Message": code}, "ResponseMetadata": metadata, **fields}
