"""Which issues counted events, in the order in which a copy of the index learned of it.

Who keeps something that only counted events can change need ask again only about the issues counted since.
"""

from collections import OrderedDict
from itertools import takewhile
from threading import Lock

MAX_NOTED = 20_000


class CountedIssues:
    """Issues with the number of their last note; numbers only grow. Safe for threads."""

    def __init__(self) -> None:
        self._notes: OrderedDict[str, int] = OrderedDict()
        self._forgotten = 0
        self._lock = Lock()
        self.last_note = 0

    def note(self, issue_id: str) -> None:
        with self._lock:
            self.last_note += 1
            self._notes[issue_id] = self.last_note
            self._notes.move_to_end(issue_id)
            if len(self._notes) > MAX_NOTED:
                self._forgotten = self._notes.popitem(last=False)[1]

    def list_since(self, note: int) -> list[str] | None:
        """The issues noted after *note*. None when that is too long ago to tell."""
        with self._lock:
            if note < self._forgotten:
                return None
            return [issue_id for issue_id, _ in takewhile(lambda noted: noted[1] > note, reversed(self._notes.items()))]
