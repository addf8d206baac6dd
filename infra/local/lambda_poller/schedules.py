"""Scheduled functions: called shortly after the start and then at their rate, one at a time."""

import threading
import time
import traceback
import uuid
from datetime import UTC, datetime
from typing import Any

from infra.local.lambda_context import LambdaContext
from infra.local.lambda_poller.sources import ScheduleSource

_TIMEOUT_SECONDS = 300.0
# The stack may have slept for days: what is due is done soon after it wakes, yet not while it still starts.
_FIRST_CALL_SECONDS = 5.0


class Schedule:
    """Calls *source* again and again, in a thread of its own."""

    def __init__(self, source: ScheduleSource, first_call_seconds: float = _FIRST_CALL_SECONDS) -> None:
        self._source = source
        self._first_call_seconds = first_call_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=source.function_name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def begin_stop(self) -> None:
        self._stopping.set()

    def join(self) -> None:
        self._thread.join(timeout=5)

    def _run(self) -> None:
        due_at = time.monotonic() + min(self._first_call_seconds, self._source.every_seconds)
        while not self._stopping.wait(max(0.0, due_at - time.monotonic())):
            due_at += self._source.every_seconds
            self._call()

    def _call(self) -> None:
        try:
            self._source.handler(
                _build_event(self._source), LambdaContext(self._source.function_name, _TIMEOUT_SECONDS)
            )
        except Exception:  # noqa: BLE001 - the next call must come whatever this one did
            traceback.print_exc()


def _build_event(source: ScheduleSource) -> dict[str, Any]:
    # https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html shows the shape.
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "us-east-1",
        "resources": [f"arn:aws:events:us-east-1:000000000000:rule/{source.function_name}"],
        "detail": {},
    }
