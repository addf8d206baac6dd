"""Which changed issues a copy of the index has read, and which it must read again. Pure.

The feed names the minute of an issue's last change. While more may be counted in that minute, the feed cannot tell
whether an issue changed again after it was read, so it waits to be read again: those read longest ago come first.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from threading import Lock

from chalicelib.times import format_time

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


# By how much clocks differ, and the longest that a call takes which was stamped when it began: three attempts that
# time out after 20 s each, the pauses between them, and one that succeeds (aws.py).
CLOCK_SKEW = timedelta(seconds=2)
LONGEST_CALL = timedelta(seconds=70)
SETTLING = CLOCK_SKEW + LONGEST_CALL


class ReadChanges:
    """Not safe for threads: whoever shares it, locks it."""

    def __init__(self) -> None:
        self._minutes: dict[str, str] = {}
        # When those that must be read again were read, in that order.
        self._waiting: dict[str, float] = {}

    def find_unread(self, changes: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Those of *changes* that were never read for their minute."""
        known = self._minutes.get
        return {issue_id: minute for issue_id, minute in changes if known(issue_id, "") < minute}

    def list_waiting(self, limit: int | None) -> list[str]:
        return list(islice(self._waiting, limit))

    def note(self, unread: Mapping[str, str], again: Iterable[str], read_at: float) -> None:
        """Note that issues were read at or after *read_at*. What was settled by then is not read again."""
        self._minutes.update(unread)
        unsettled_from = minute_before(read_at, SETTLING)
        for issue_id in {**unread, **dict.fromkeys(again)}:
            self._waiting.pop(issue_id, None)
            if self._minutes.get(issue_id, "") >= unsettled_from:
                self._waiting[issue_id] = read_at

    def unnote(self, issue_ids: Iterable[str]) -> None:
        """Have issues read again as soon as the feed names them."""
        for issue_id in issue_ids:
            self._minutes.pop(issue_id, None)

    def forget_before(self, minute: str) -> None:
        """Forget what was read for minutes that nobody asks the feed about any more."""
        self._minutes = {issue_id: read for issue_id, read in self._minutes.items() if read >= minute}

    def complete_at(self, read_at: float) -> float:
        """Since when every issue is known, the last reading having begun at *read_at*."""
        return next(iter(self._waiting.values()), read_at)


def minute_before(moment: float, ago: timedelta) -> str:
    """The minute of the feed that it was, *ago* before *moment*."""
    return format_time(datetime.fromtimestamp(moment, UTC) - ago)[:16]
