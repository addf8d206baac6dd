"""A note on disk of the messages a pump holds, so that the next pump gives them back when this one was killed.

Lambda's poller outlives a crashing function; ours lives in the same process, and visibility timeouts are long.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from infra.local.pump.queue import Queue


class InFlightNote:
    """The receipt handles of one batch, on disk from its first message until it is settled."""

    def __init__(self, folder: Path, queue_name: str) -> None:
        self._file = folder / f"{queue_name}.{uuid.uuid4().hex}.json"
        self._queue_name = queue_name
        self._handles: list[str] = []

    def add(self, handles: Sequence[str]) -> None:
        self._handles.extend(handles)
        self._file.write_text(json.dumps({"queue": self._queue_name, "handles": self._handles}))

    def settle(self) -> None:
        self._file.unlink(missing_ok=True)


def give_back_left_over(folder: Path, open_queue: Callable[[str], Queue] = Queue) -> int:
    """Return to their queues the messages that a killed pump held; how many there were."""
    count = 0
    for file in folder.glob("*.json"):
        try:
            note = json.loads(file.read_text())
        except ValueError:
            # Killed while writing: those messages come back when their visibility timeout ends.
            note = {"queue": "", "handles": []}
        if note["handles"]:
            open_queue(note["queue"]).give_back(dict.fromkeys(note["handles"], 0))
        count += len(note["handles"])
        file.unlink(missing_ok=True)
    return count
