"""Messages gathered into one batch, by Lambda's rules: full, or its window over, or six megabytes."""

import time
from dataclasses import dataclass, field

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.lambda_poller.queue import Queue
from infra.local.lambda_poller.records import MAX_PAYLOAD_BYTES, Message, size_in_payload
from infra.local.lambda_poller.sources import QueueSource

# How long an empty queue is listened to per call; a stop has to wait for that call.
_IDLE_WAIT_SECONDS = 1
# One call brings ten messages at most. Asking again at once after fewer would bring one or two at a time.
_FULL_ANSWER = 10
_PAUSE_SECONDS = 0.05


@dataclass(slots=True)
class Batch:
    """Messages on their way to one invocation."""

    messages: list[Message] = field(default_factory=list)
    payload_bytes: int = 0

    def add(self, messages: list[Message]) -> None:
        self.messages.extend(messages)
        self.payload_bytes += sum(size_in_payload(message) for message in messages)


def collect_batch(queue: Queue, source: QueueSource) -> Batch | None:
    """The next batch of *source*, or None when the queue stayed empty for a while.

    The window opens with the first message, so that a lone message waits for the window and a flood does not.
    """
    first = queue.receive(source.batch_size, _IDLE_WAIT_SECONDS)
    if not first:
        return None
    batch = Batch()
    batch.add(first)
    closes_at = time.monotonic() + source.window_seconds
    try:
        while not _is_full(batch, source) and (remaining := closes_at - time.monotonic()) > 0:
            _receive_more(queue, source, batch, remaining)
    except (BotoCoreError, ClientError) as error:
        # What arrived already must not wait for its visibility timeout.
        print(f"{source.function_name}: batch closed early: {error}")
    return batch


def _receive_more(queue: Queue, source: QueueSource, batch: Batch, remaining_seconds: float) -> None:
    # SQS waits whole seconds only; within the last one we ask, pause, and ask again.
    messages = queue.receive(source.batch_size - len(batch.messages), wait_seconds=int(remaining_seconds))
    batch.add(messages)
    if len(messages) < _FULL_ANSWER:
        time.sleep(min(_PAUSE_SECONDS, remaining_seconds))


def _is_full(batch: Batch, source: QueueSource) -> bool:
    return len(batch.messages) >= source.batch_size or batch.payload_bytes >= MAX_PAYLOAD_BYTES
