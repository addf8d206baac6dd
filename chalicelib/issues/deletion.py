"""Removes what hangs on a deleted issue's generation, a bounded number of rows at a time, so that a job can go on.

Packs are left to their expiry: an event without its row cannot be found, and other issues' events share the object.
"""

from itertools import islice

from chalicelib.aws import keys
from chalicelib.aws.rows import Key, Row, delete_rows, query_rows
from chalicelib.events.attachments import delete_attachments
from chalicelib.events.chunks import unpack_entries
from chalicelib.events.rows import event_key
from chalicelib.events.store import find_places


def erase_issue_events(project_id: str, issue_id: str, generation: int, max_rows: int = 1000) -> bool:
    """Remove up to about *max_rows* rows of the generation. Whether nothing is left."""
    chunks = list(islice(query_rows("hot", keys.chunks(project_id, issue_id, generation)), max(1, max_rows // 50)))
    for chunk in chunks:
        _erase_chunk(project_id, chunk, generation)
    if chunks:
        return False
    partitions = (
        keys.aggregate(project_id, issue_id, generation),
        keys.issue_users(project_id, issue_id, generation),
    )
    rows = [row for partition in partitions for row in islice(query_rows("hot", partition), max_rows)]
    delete_rows("hot", [_key(row) for row in rows])
    return len(rows) < max_rows


def _erase_chunk(project_id: str, chunk: Row, generation: int) -> None:
    """Remove the events of a chunk and then the chunk, so that a crash in between leaves it to be found again."""
    event_ids = [entry.event_id for entry in unpack_entries(chunk["entries"])]
    places = find_places(project_id, event_ids)
    # An id may have been sent again since: that event is another generation's.
    old = [event_id for event_id, place in places.items() if place.generation == generation]
    for event_id in old:
        delete_attachments(project_id, event_id)
    delete_rows("hot", [event_key(project_id, event_id) for event_id in old])
    delete_rows("hot", [_key(chunk)])


def _key(row: Row) -> Key:
    return row["pk"], row["sk"]
