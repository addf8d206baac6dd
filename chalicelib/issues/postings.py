"""Postings: which issues carry a tag, and which keys and values a project has seen. Put once, never counted.

Bounded: an issue posts at most 30 values a key, and none for users; readers follow 20,000 issues of a value.
Rows expire with their events, so a tag that goes on is put again each week.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from itertools import islice
from threading import Lock

from chalicelib.aws import keys
from chalicelib.aws.rows import Key, Row, delete_rows, is_live, query_rows
from chalicelib.events.rows import NewEvent

MAX_VALUES_PER_ISSUE = 30
MAX_VALUES_LISTED = 1000
MAX_ISSUES_READ = 20_000
MAX_KEPT = 100_000
MS_PER_WEEK = 7 * 86_400_000
SECONDS_PER_WEEK = 7 * 86_400
# Users would cost a row each; issues know their users in other ways.
USER = "user"
# A tag's key cannot hold a blank, so this posting, which answers "has this tag", cannot collide with one.
HAS = "has this"


class KeptPostings:
    """The rows this process knows to be there, and how many values an issue has posted for a key."""

    def __init__(self) -> None:
        self._rows: OrderedDict[tuple[int, Key], None] = OrderedDict()
        self._values: OrderedDict[tuple[int, str, str], int] = OrderedDict()
        self._lock = Lock()

    def claim(self, week: int, row: Key) -> bool:
        """Whether the row is news to this process; it is not from now on."""
        with self._lock:
            if (week, row) in self._rows:
                return False
            self._rows[week, row] = None
            if len(self._rows) > MAX_KEPT:
                self._rows.popitem(last=False)
            return True

    def has_room(self, week: int, issue_id: str, key: str) -> bool:
        with self._lock:
            count = self._values.get((week, issue_id, key), 0) + 1
            self._values[week, issue_id, key] = count
            if len(self._values) > MAX_KEPT:
                self._values.popitem(last=False)
            return count <= MAX_VALUES_PER_ISSUE


@cache
def kept_postings() -> KeptPostings:
    return KeptPostings()


def new_postings(project_id: str, issue_id: str, events: Iterable[NewEvent], now_ms: int, expires_at: int) -> list[Row]:
    """The rows to put for the tags of *events* that this process has not put this week.

    To be put before the events are counted, so that whoever sees them counted finds their tags.
    """
    week = now_ms // MS_PER_WEEK
    rows: list[Row] = []
    for key, value in dict.fromkeys(tag for event in events for tag in event.tags if all(tag) and tag[0] != USER):
        posting = keys.posting(project_id, key, value), issue_id
        if not kept_postings().claim(week, posting) or not kept_postings().has_room(week, issue_id, key):
            continue
        has_key = keys.posting(project_id, HAS, key), issue_id
        listed = (keys.tag_keys(project_id), key), (keys.tag_values(project_id, key), value)
        wanted = [posting, *(row for row in (has_key, *listed) if kept_postings().claim(week, row))]
        rows += ({"pk": pk, "sk": sk, "expires_at": expires_at + SECONDS_PER_WEEK} for pk, sk in wanted)
    return rows


def list_tag_keys(project_id: str) -> list[str]:
    """The keys of the tags that events of the project carry, in alphabetical order."""
    return _range_keys(keys.tag_keys(project_id), MAX_VALUES_LISTED)


def list_tag_values(
    project_id: str, key: str, prefix: str = "", limit: int = 100, *, consistent: bool = False
) -> list[str]:
    """Values of a tag that begin with *prefix*, in alphabetical order."""
    return _range_keys(keys.tag_values(project_id, key), limit, prefix, consistent=consistent)


def erase_postings(project_id: str, max_rows: int) -> bool:
    """Remove up to about *max_rows* rows of a project that is gone. Whether nothing is left.

    What names a row goes after it, so that a crash leaves nothing that cannot be found again.
    """
    left = max_rows
    for listed in query_rows("hot", keys.tag_keys(project_id)):
        key = str(listed["sk"])
        for value in query_rows("hot", keys.tag_values(project_id, key)):
            left -= _erase_partition(keys.posting(project_id, key, str(value["sk"])))
            delete_rows("hot", [(value["pk"], value["sk"])])
            if left <= 0:
                return False
        left -= _erase_partition(keys.posting(project_id, HAS, key))
        delete_rows("hot", [(listed["pk"], key)])
    return True


def _erase_partition(partition: str) -> int:
    """How many rows were removed, and one for having looked."""
    rows = [(str(row["pk"]), str(row["sk"])) for row in query_rows("hot", partition)]
    delete_rows("hot", rows)
    return len(rows) + 1


def list_posted_issues(partition: str) -> list[str]:
    """The issues of one posting, read consistently."""
    return _range_keys(partition, MAX_ISSUES_READ, consistent=True)


def _range_keys(partition: str, limit: int, prefix: str = "", *, consistent: bool = False) -> list[str]:
    now = time.time()
    rows = query_rows(
        "hot",
        partition,
        first=prefix or None,
        last=f"{prefix}\U0010ffff",
        page_size=min(limit, 1000),
        consistent=consistent,
    )
    return [str(row["sk"]) for row in islice((row for row in rows if is_live(row, now)), max(0, limit))]
