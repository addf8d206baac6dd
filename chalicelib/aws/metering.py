"""What AWS bills for the calls of a block of code, as its own answers tell, attributed to whoever opened the block.

DynamoDB says how many units a call consumed, indexes included, when it is asked to. An emulator that does not is
counted one unit a row, two in a transaction.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from chalicelib.aws.clients import client

SQS_REQUEST_BYTES = 64 * 1024
SQS_RECEIVE_SIZE = 10
READS = frozenset({"GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan"})
TRANSACTIONS = frozenset({"TransactGetItems", "TransactWriteItems"})
ASK = "ReturnConsumedCapacity"


@dataclass(slots=True)
class Usage:
    """Units by name, so far."""

    units: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    started_at: float = field(default_factory=time.perf_counter)

    def count_deliveries(self, bodies: Sequence[str], repeated: Sequence[str] = ()) -> None:
        """A batch of messages: the requests that brought them, and what their way through the queue took.

        *repeated* are further messages, delivered before: what brought them has been counted.
        """
        self.units["batches"] += 1
        self.units["requests"] += len(bodies)
        self.units["sqs_requests"] += count_sqs_requests(bodies, repeated)

    def count_own_message(self) -> None:
        """A small message that no request brought: sent, received and deleted, for a run of its own."""
        self.units["batches"] += 1
        self.units["sqs_requests"] += 3

    def whole(self) -> dict[str, int]:
        """Units until now, rounded up."""
        return {name: math.ceil(amount) for name, amount in self.units.items()}

    def summarize(self) -> dict[str, int]:
        """Whole units until now, the worker's milliseconds among them, and the write that will store them."""
        milliseconds = (time.perf_counter() - self.started_at) * 1000
        whole = self.whole()
        return {**whole, "write_units": whole.get("write_units", 0) + 1, "worker_ms": math.ceil(milliseconds)}


_open: ContextVar[Usage | None] = ContextVar("usage", default=None)


@contextmanager
def metered() -> Iterator[Usage]:
    """Count the calls that this thread makes in the block."""
    for service in ("dynamodb", "s3"):
        events = client(service).meta.events
        events.register(f"before-parameter-build.{service}", _before_call, unique_id="metering-before")
        events.register(f"after-call.{service}", _after_call, unique_id="metering-after")
    usage = Usage()
    token = _open.set(usage)
    try:
        yield usage
    finally:
        _open.reset(token)


def count_mail() -> None:
    """Count a mail towards the block that is open, if any."""
    usage = _open.get()
    if usage is not None:
        usage.units["mails"] += 1


def count_sqs_requests(new: Sequence[str], repeated: Sequence[str] = ()) -> int:
    """Requests as SQS bills them, each 64 KB once: to send the *new* messages, to receive and delete all by tens."""
    delivered = [*new, *repeated]
    calls = math.ceil(len(delivered) / SQS_RECEIVE_SIZE)
    sent = sum(math.ceil(len(body) / SQS_REQUEST_BYTES) for body in new)
    received = max(calls, math.ceil(sum(map(len, delivered)) / SQS_REQUEST_BYTES))
    return sent + received + calls


def _before_call(params: dict[str, Any], model: Any, context: dict[str, Any], **_: object) -> None:
    if _open.get() is None:
        return
    if ASK in model.input_shape.members:
        params.setdefault(ASK, "TOTAL")
    context["metering"] = params


def _after_call(parsed: Mapping[str, Any], model: Any, context: Mapping[str, Any], **_: object) -> None:
    usage, params = _open.get(), context.get("metering")
    if usage is None or params is None:
        return
    if model.service_model.service_name == "dynamodb":
        name = "read_units" if model.name in READS else "write_units"
        usage.units[name] += _consumed(parsed) or _rows(params) * (2 if model.name in TRANSACTIONS else 1)
    elif model.name == "PutObject":
        usage.units["s3_puts"] += 1
    elif model.name == "GetObject":
        usage.units["s3_gets"] += 1


def _consumed(answer: Mapping[str, Any]) -> float:
    told = answer.get("ConsumedCapacity") or []
    each = told if isinstance(told, list) else [told]
    return sum(float(table.get("CapacityUnits", 0)) for table in each)


def _rows(params: Mapping[str, Any]) -> int:
    tables = params.get("RequestItems", {}).values()
    in_tables = sum(len(rows.get("Keys", ())) if isinstance(rows, dict) else len(rows) for rows in tables)
    return in_tables or len(params.get("TransactItems", ())) or 1
