"""One event source mapping: batches to the handler, deleted when it returns, left to come again when it raises."""

import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.handler_time import counted
from infra.local.lambda_context import LambdaContext
from infra.local.lambda_poller.batches import Batch, collect_batch
from infra.local.lambda_poller.queue import Queue
from infra.local.lambda_poller.records import Message, build_event, split_by_payload
from infra.local.lambda_poller.sources import QueueSource

# Handlers of small batches wait for mail servers and webhooks; those of large ones compute, and several of them in one
# process would only take turns.
_SMALL_BATCH = 10
_WAITING_HANDLERS = 4
_COMPUTING_HANDLERS = 1
# What waits in memory is invisible to others: no more than what is wanted next.
_BATCHES_AHEAD = 1
_OUTAGE_PAUSE_SECONDS = 0.5
# AWS asks for a visibility timeout of six times the function's; the templates follow, so that one tells the other.
_VISIBILITY_PER_TIMEOUT = 6


class EventSourceMapping:
    """Drives *source* until stopped.

    After a failure Lambda leaves a message until its visibility timeout ends, and so does this: handlers that want it
    sooner change the timeout themselves, here as on AWS.
    """

    def __init__(self, source: QueueSource, queue: Queue) -> None:
        self._source = source
        self._queue = queue
        self._stopping = threading.Event()
        handlers = _WAITING_HANDLERS if source.batch_size <= _SMALL_BATCH else _COMPUTING_HANDLERS
        concurrency = max(1, min(source.maximum_concurrency, handlers))
        self._free = threading.Semaphore(concurrency + _BATCHES_AHEAD)
        self._workers = ThreadPoolExecutor(concurrency, thread_name_prefix=source.function_name)
        self._receiver = threading.Thread(target=self._receive, name=f"{source.function_name}-receiver", daemon=True)

    def start(self) -> None:
        self._receiver.start()

    def begin_stop(self) -> None:
        """Receive nothing more; handlers that run go on."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until nothing runs any more."""
        self._receiver.join()
        self._workers.shutdown(wait=True)

    def _receive(self) -> None:
        while not self._stopping.is_set():
            if not self._free.acquire(timeout=_OUTAGE_PAUSE_SECONDS):
                continue
            batch = self._next_batch()
            if batch is None:
                self._free.release()
            else:
                self._workers.submit(self._invoke, batch)

    def _next_batch(self) -> Batch | None:
        try:
            return collect_batch(self._queue, self._source)
        except (BotoCoreError, ClientError) as error:
            print(f"{self._source.function_name}: cannot receive from {self._queue.name}: {error}")
            time.sleep(_OUTAGE_PAUSE_SECONDS)
            return None

    def _invoke(self, batch: Batch) -> None:
        try:
            for messages in split_by_payload(batch.messages):
                self._call_and_settle(messages)
        except (BotoCoreError, ClientError) as error:
            # The messages come back by their timeout or with the next worker; handlers take repeats.
            print(f"{self._source.function_name}: cannot settle {len(batch.messages)} messages: {error}")
        finally:
            self._free.release()

    def _call_and_settle(self, messages: list[Message]) -> None:
        if self._call_handler(messages):
            self._queue.delete([message["ReceiptHandle"] for message in messages])

    def _call_handler(self, messages: list[Message]) -> bool:
        context = LambdaContext(self._source.function_name, self._queue.visibility_seconds / _VISIBILITY_PER_TIMEOUT)
        try:
            with counted(self._source.function_name):
                self._source.handler(build_event(messages, self._queue.arn), context)
        except Exception:  # noqa: BLE001 - Lambda survives any handler, and so does its stand-in
            traceback.print_exc()
            return False
        return True
