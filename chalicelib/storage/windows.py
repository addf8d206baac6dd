"""How many events and users an issue had lately, counted from its chunks, no further than is asked for."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.storage import keys
from chalicelib.storage.chunks import ChunkEntry, unpack_entries
from chalicelib.storage.issues import Issue, list_members
from chalicelib.storage.rows import is_live, query_rows

# Chunks are found by their newest event; one that began earlier holds at most a worker's batch.
ROWS_PER_QUERY = 100


@dataclass(frozen=True, slots=True)
class WindowCount:
    events: int
    users: int


def count_window(project_id: str, issue: Issue, since: datetime, *, enough: int) -> WindowCount:
    """Events received from *since* on, and the users among them. Stops counting when both pass *enough*."""
    since_ms = int(since.timestamp() * 1000)
    events, users = 0, set[bytes]()
    for entry in _entries(project_id, issue, since_ms):
        if entry.received_ms < since_ms:
            continue
        events += 1
        if entry.user_hash is not None:
            users.add(entry.user_hash)
        if events > enough and len(users) > enough:
            break
    return WindowCount(events, len(users))


def _entries(project_id: str, issue: Issue, since_ms: int) -> Iterator[ChunkEntry]:
    now = time.time()
    for member in list_members(project_id, issue.id) if issue.merged_count else [issue]:
        partition = keys.chunks(project_id, member.id, member.generation)
        for row in query_rows("hot", partition, first=keys.batch(since_ms, ""), page_size=ROWS_PER_QUERY):
            if is_live(row, now):
                yield from unpack_entries(row["entries"])
