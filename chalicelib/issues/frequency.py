"""Whether an issue had many events or users lately, counted from its chunks and no further than is asked for.

What a rule asks of events is asked of each: level and environment are in the chunks, tags in the events' summaries.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import orjson

from chalicelib.aws import keys
from chalicelib.aws.rows import is_live, query_rows
from chalicelib.events.packs import NO_ENVIRONMENT, OTHER_ENVIRONMENT, ChunkEntry, unpack_entries
from chalicelib.events.rows import EventRow
from chalicelib.events.store import event_row, find_places
from chalicelib.issues.store import Issue, list_members
from chalicelib.logs import log
from chalicelib.search.predicates import Wildcard

# A chunk is found by its newest event, so that the first one may begin before the window.
ROWS_PER_QUERY = 100
SUMMARIES_PER_READ = 100
# Tags cost a read of each event. A rule that has looked at this many of an issue's events looks at no more.
MAX_SUMMARIES = 5_000


@dataclass(frozen=True, slots=True)
class EventConditions:
    """What counts: events of these levels and environments with all these tags. Nothing named is anything."""

    levels: frozenset[str] = frozenset()
    environments: frozenset[str] = frozenset()
    tags: tuple[tuple[str, Wildcard], ...] = ()


ANY_EVENT = EventConditions()


def passes_events(
    project_id: str, issue: Issue, since: datetime, count: int, conditions: EventConditions = ANY_EVENT
) -> bool:
    """Whether more than *count* events that meet *conditions* were received from *since* on."""
    return len(list(islice(_matching(project_id, issue, since, conditions), count + 1))) > count


def passes_users(
    project_id: str, issue: Issue, since: datetime, count: int, conditions: EventConditions = ANY_EVENT
) -> bool:
    """Whether more than *count* users were met by events that meet *conditions* from *since* on."""
    users = set[bytes]()
    for entry in _matching(project_id, issue, since, conditions):
        if entry.user_hash is not None:
            users.add(entry.user_hash)
            if len(users) > count:
                return True
    return False


def _matching(project_id: str, issue: Issue, since: datetime, conditions: EventConditions) -> Iterator[ChunkEntry]:
    undecided: list[ChunkEntry] = []
    for entry, names in _entries(project_id, issue, since):
        if conditions.levels and entry.level not in conditions.levels:
            continue
        is_in_environment = _is_in_environment(entry, names, conditions.environments)
        if is_in_environment is None or (is_in_environment and conditions.tags):
            undecided.append(entry)
        elif is_in_environment:
            yield entry
    if len(undecided) > MAX_SUMMARIES:
        log("frequency_not_counted_in_full", issue_id=issue.id, events=len(undecided), looked_at=MAX_SUMMARIES)
    for start in range(0, min(len(undecided), MAX_SUMMARIES), SUMMARIES_PER_READ):
        entries = undecided[start : start + SUMMARIES_PER_READ]
        summaries = find_places(project_id, [entry.event_id for entry in entries])
        for entry in entries:
            place = summaries.get(entry.event_id)
            if place is not None and _meets(event_row(project_id, place), conditions):
                yield entry


def _is_in_environment(entry: ChunkEntry, names: list[str] | None, wanted: frozenset[str]) -> bool | None:
    """None when the chunk cannot tell: it is older than its list of names, or has too many of them."""
    if not wanted:
        return True
    if names is None or entry.environment == OTHER_ENVIRONMENT:
        return None
    return entry.environment != NO_ENVIRONMENT and names[entry.environment - 1] in wanted


def _meets(event: EventRow, conditions: EventConditions) -> bool:
    if conditions.environments and event.environment not in conditions.environments:
        return False
    fields: Mapping[str, Any] = {
        "environment": event.environment,
        "level": event.level,
        "release": event.release,
        "transaction": event.transaction,
        "user": event.user,
    }
    values = {name: str(value) for name, value in fields.items() if value} | dict(event.tags)
    return all(name in values and pattern.matches(values[name].lower()) for name, pattern in conditions.tags)


def _entries(project_id: str, issue: Issue, since: datetime) -> Iterator[tuple[ChunkEntry, list[str] | None]]:
    now, since_ms = time.time(), int(since.timestamp() * 1000)
    for member in list_members(project_id, issue.id) if issue.merged_count else [issue]:
        partition = keys.chunks(project_id, member.id, member.generation)
        for row in query_rows("hot", partition, first=keys.batch(since_ms, ""), page_size=ROWS_PER_QUERY):
            if is_live(row, now):
                names = orjson.loads(row["environments"]) if "environments" in row else None
                for entry in unpack_entries(row["entries"]):
                    if entry.received_ms >= since_ms:
                        yield entry, names
