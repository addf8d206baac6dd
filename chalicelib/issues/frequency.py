"""Whether an issue had many events or users lately, counted from its chunks and no further than is asked for."""

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from chalicelib.aws import keys
from chalicelib.aws.rows import is_live, query_rows
from chalicelib.events.packs import ChunkEntry, unpack_entries
from chalicelib.issues.store import Issue, list_members

# A chunk is found by its newest event, so that the first one may begin before the window.
ROWS_PER_QUERY = 100


def passes_events(project_id: str, issue: Issue, since: datetime, count: int) -> bool:
    """Whether more than *count* events were received from *since* on."""
    return len(list(islice(_entries(project_id, issue, since), count + 1))) > count


def passes_users(project_id: str, issue: Issue, since: datetime, count: int) -> bool:
    """Whether more than *count* users were met from *since* on."""
    users = set[bytes]()
    for entry in _entries(project_id, issue, since):
        if entry.user_hash is not None:
            users.add(entry.user_hash)
            if len(users) > count:
                return True
    return False


def _entries(project_id: str, issue: Issue, since: datetime) -> Iterator[ChunkEntry]:
    now, since_ms = time.time(), int(since.timestamp() * 1000)
    for member in list_members(project_id, issue.id) if issue.merged_count else [issue]:
        partition = keys.chunks(project_id, member.id, member.generation)
        for row in query_rows("hot", partition, first=keys.batch(since_ms, ""), page_size=ROWS_PER_QUERY):
            if is_live(row, now):
                yield from (entry for entry in unpack_entries(row["entries"]) if entry.received_ms >= since_ms)
