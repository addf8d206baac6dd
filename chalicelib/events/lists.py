"""Lists of events, newest first: an issue's from its chunks, a project's from its stream.

Chunks overlap in time, so they are merged: an event is shown once no chunk left unread can hold a newer one. A cursor
names the last event shown and the chunk to go on from. A strange cursor ends in BadRequest.
"""

import heapq
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from chalicelib.aws import keys
from chalicelib.aws.rows import Row, is_live, query_rows
from chalicelib.errors import BadRequest
from chalicelib.events.packs import StreamEntry, unpack_entries, unpack_stream
from chalicelib.events.rows import EventRow
from chalicelib.events.store import event_row, find_places, is_current
from chalicelib.issues.store import Issue, find_own_issues, list_members

MAX_SCANNED = 1000
READ_AHEAD = 100
ROWS_PER_QUERY = 25
MAX_NEIGHBOUR_ROWS = 25


@dataclass(frozen=True, slots=True)
class EventPage:
    events: list[EventRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Position:
    """After which event a page goes on, and the newest row that may hold events after it."""

    entry: StreamEntry
    row_ms: int

    def encode(self) -> str:
        return f"{self.row_ms}-{self.entry.received_ms}-{self.entry.event_id}"


def list_issue_events(project_id: str, issue: Issue, limit: int = 25, cursor: str | None = None) -> EventPage:
    """Events of the issue and of what was merged into it."""
    members = list_members(project_id, issue.id) if issue.merged_count else [issue]
    by_id = {member.id: member for member in members}
    partitions = [keys.chunks(project_id, member.id, member.generation) for member in members]
    return _page(project_id, _Source(partitions, by_id), limit, cursor)


def list_project_events(project_id: str, limit: int = 25, cursor: str | None = None) -> EventPage:
    """Events of the whole project. Those of deleted issues are left out."""
    partitions = [keys.stream(project_id, shard) for shard in range(keys.STREAM_SHARDS)]
    return _page(project_id, _Source(partitions, None), limit, cursor)


def find_newest_event_id(project_id: str, issue: Issue) -> str | None:
    page = list_issue_events(project_id, issue, limit=1)
    return page.events[0].event_id if page.events else None


def find_oldest_event_id(project_id: str, issue: Issue) -> str | None:
    """The oldest event that has not expired."""
    members = list_members(project_id, issue.id) if issue.merged_count else [issue]
    partitions = [keys.chunks(project_id, member.id, member.generation) for member in members]
    rows = (row for name in partitions for row in islice(_live_rows(name, newest_first=False), MAX_NEIGHBOUR_ROWS))
    entries = sorted(entry for row in rows for entry in _entries(row))
    places = find_places(project_id, [entry.event_id for entry in entries[:READ_AHEAD]])
    return next((entry.event_id for entry in entries if entry.event_id in places), None)


def get_neighbours(project_id: str, issue: Issue, event_id: str) -> tuple[str | None, str | None]:
    """The ids of the issue's events before (older) and after (newer) this one."""
    place = find_places(project_id, [event_id]).get(event_id)
    if place is None:
        return None, None
    members = list_members(project_id, issue.id) if issue.merged_count else [issue]
    here = StreamEntry(place.received_ms, event_id)
    around: set[StreamEntry] = set()
    for member in members:
        partition = keys.chunks(project_id, member.id, member.generation)
        start = keys.batch(place.received_ms, "")
        newer = _live_rows(partition, newest_first=False, first=start)
        older = _live_rows(partition, newest_first=True, last=start)
        for row in (*islice(newer, MAX_NEIGHBOUR_ROWS), *islice(older, MAX_NEIGHBOUR_ROWS)):
            around.update(_entries(row))
    before = max((entry for entry in around if entry < here), default=None)
    after = min((entry for entry in around if entry > here), default=None)
    return before.event_id if before else None, after.event_id if after else None


@dataclass(frozen=True, slots=True)
class _Source:
    """Partitions to merge; *members* are the issues whose events count, or None for all that are not deleted."""

    partitions: list[str]
    members: Mapping[str, Issue] | None


def _page(project_id: str, source: _Source, limit: int, cursor: str | None) -> EventPage:
    after = _parse_cursor(cursor) if cursor else None
    entries = _merge(source.partitions, after)
    events: list[EventRow] = []
    last: Position | None = None
    scanned = 0
    while scanned < MAX_SCANNED:
        batch = list(islice(entries, min(READ_AHEAD, limit + 1)))
        if not batch:
            return EventPage(events, None)
        scanned += len(batch)
        shown = dict(_read_rows(project_id, source, [position.entry.event_id for position in batch]))
        for position in batch:
            row = shown.get(position.entry.event_id)
            if row is not None:
                if len(events) == limit:
                    return EventPage(events, last.encode() if last else None)
                events.append(row)
            last = position
    return EventPage(events, last.encode() if last else None)


def _read_rows(project_id: str, source: _Source, event_ids: list[str]) -> Iterator[tuple[str, EventRow]]:
    places = find_places(project_id, event_ids)
    members = source.members
    if members is None:
        members = find_own_issues(project_id, {place.issue_id for place in places.values()})
    for event_id, place in places.items():
        if is_current(place, members.get(place.issue_id)):
            yield event_id, event_row(project_id, place)


def _merge(partitions: Iterable[str], after: Position | None) -> Iterator[Position]:
    """Entries of all partitions, newest first, those up to *after* left out."""
    last = keys.batch(after.row_ms, "\U0010ffff") if after else None
    rows = heapq.merge(*(_live_rows(name, newest_first=True, last=last) for name in partitions), key=_sk, reverse=True)
    waiting: list[tuple[int, int, int]] = []
    seen: set[int] = set()
    for row in rows:
        row_ms = int(_sk(row)[:13])
        yield from _take(waiting, seen, after, until_ms=row_ms)
        for entry in _entries(row):
            heapq.heappush(waiting, (-entry.received_ms, -int(entry.event_id, 16), row_ms))
    yield from _take(waiting, seen, after, until_ms=-1)


def _take(
    waiting: list[tuple[int, int, int]], seen: set[int], after: Position | None, until_ms: int
) -> Iterator[Position]:
    while waiting and -waiting[0][0] > until_ms:
        received_ms, number, _ = heapq.heappop(waiting)
        entry = StreamEntry(-received_ms, f"{-number:032x}")
        if number in seen or (after is not None and entry >= after.entry):
            continue
        seen.add(number)
        row_ms = max([row_ms for _, _, row_ms in waiting], default=0)
        yield Position(entry, max(row_ms, entry.received_ms))


def _live_rows(
    partition: str, *, newest_first: bool, first: str | None = None, last: str | None = None
) -> Iterator[Row]:
    now = time.time()
    rows = query_rows("hot", partition, first=first, last=last, newest_first=newest_first, page_size=ROWS_PER_QUERY)
    return (row for row in rows if is_live(row, now))


def _entries(row: Row) -> Iterator[StreamEntry]:
    if str(row["pk"]).startswith("S#"):
        return unpack_stream(row["entries"])
    return (StreamEntry(entry.received_ms, entry.event_id) for entry in unpack_entries(row["entries"]))


def _sk(row: Row) -> str:
    return str(row["sk"])


def _parse_cursor(cursor: str) -> Position:
    row_ms, _, rest = cursor.partition("-")
    received_ms, _, event_id = rest.partition("-")
    if not (row_ms.isdecimal() and received_ms.isdecimal() and len(event_id) == 32):
        raise BadRequest("The cursor is not one of ours")
    return Position(StreamEntry(int(received_ms), event_id), int(row_ms))
