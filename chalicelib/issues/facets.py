"""How an issue's events spread over hours, levels and tag values. Approximate: a crash may cost a batch's share.

Each worker keeps its own row per issue and day and puts it whole, so that workers never wait for each other; readers
add the rows up. A tag keeps 100 values, the rest counts as `other`.
"""

import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from threading import local

import orjson

from chalicelib import zstd
from chalicelib.aws import keys
from chalicelib.aws.rows import Row, find_row, is_live, query_rows, replace_value
from chalicelib.events.rows import NewEvent
from chalicelib.issues.store import Issue, list_members
from chalicelib.times import format_time

MAX_VALUES = 100
MAX_KEYS = 50
MAX_KEPT_DAYS = 1000
SHARD_BYTES = 5


@dataclass(frozen=True, slots=True)
class Facet:
    """*values* from the most frequent on; *other* counts the events whose value was not kept."""

    total: int
    values: list[tuple[str, int]]
    other: int


@dataclass(frozen=True, slots=True)
class HourCount:
    """*at* is the hour's beginning."""

    at: str
    count: int
    by_level: dict[str, int]


@dataclass(slots=True)
class DayCounts:
    """One worker's share of an issue's day. *shard* is new for each, so that no other row is overwritten."""

    shard: str = field(default_factory=lambda: secrets.token_hex(SHARD_BYTES))
    hours: dict[str, Counter[str]] = field(default_factory=dict)
    facets: dict[str, Counter[str]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def count(self, event: NewEvent) -> None:
        self.hours.setdefault(event.received_at[11:13], Counter())[event.level] += 1
        for key, value in event.tags:
            self.add(key, value, 1)

    def add(self, key: str, value: str, amount: int) -> None:
        values = self.facets.get(key)
        if values is None:
            if len(self.facets) >= MAX_KEYS:
                return
            values = self.facets[key] = Counter()
        if value in values or len(values) < MAX_VALUES:
            values[value] += amount
        else:
            self.others[key] += amount

    def pack(self) -> bytes:
        return zstd.compress(orjson.dumps([self.hours, self.facets, self.others]), 1)

    def absorb(self, packed: bytes) -> None:
        hours, facets, others = orjson.loads(zstd.decompress(packed))
        for hour, levels in hours.items():
            self.hours.setdefault(hour, Counter()).update(levels)
        for key, values in facets.items():
            for value, amount in values.items():
                self.add(key, value, amount)
        self.others.update(others)


DayKey = tuple[str, str]


class KeptDays(local):
    """The days this thread counts in. Forgetting one is safe: it goes on in another row."""

    def __init__(self) -> None:
        self.days: OrderedDict[DayKey, DayCounts] = OrderedDict()

    def get(self, key: DayKey) -> DayCounts:
        day = self.days.get(key)
        if day is None:
            day = self.days[key] = DayCounts()
            if len(self.days) > MAX_KEPT_DAYS:
                self.days.popitem(last=False)
        else:
            self.days.move_to_end(key)
        return day


@cache
def kept_days() -> KeptDays:
    return KeptDays()


def count_facets(issue: Issue, events: Iterable[NewEvent], expires_at: int) -> list[Row]:
    """Count *events* in, and return the rows to put for it."""
    partition = keys.aggregate(issue.project_id, issue.id, issue.generation)
    counted: dict[str, DayCounts] = {}
    for event in events:
        date = event.received_at[:10]
        counted[date] = kept_days().get((partition, date))
        counted[date].count(event)
    return [
        {"pk": partition, "sk": f"{date}#{day.shard}", "body": day.pack(), "expires_at": expires_at}
        for date, day in counted.items()
    ]


def forget_facet_values(issue: Issue, key: str, values: AbstractSet[str]) -> None:
    """Count *values* of a tag among the others, so that nothing names them any more.

    A worker that is still counting the day may put them back with its next batch.
    """
    partition = keys.aggregate(issue.project_id, issue.id, issue.generation)
    for row in query_rows("hot", partition):
        _forget_in_day(row, key, values)


def _forget_in_day(row: Row | None, key: str, values: AbstractSet[str]) -> None:
    """Others may be changing the day just now, so each change is made to what is there."""
    while row is not None:
        day = DayCounts(shard="")
        day.absorb(row["body"])
        found = [value for value in values if value in day.facets.get(key, ())]
        if not found:
            return
        day.others[key] += sum(day.facets[key].pop(value) for value in found)
        if replace_value("hot", row, "body", day.pack()):
            return
        row = find_row("hot", (row["pk"], row["sk"]))


def get_facets(project_id: str, issue: Issue) -> dict[str, Facet]:
    """The tags of the issue's events, all its fingerprints together."""
    total = DayCounts()
    for _, body in _read_bodies(project_id, issue, first=None, last=None):
        total.absorb(body)
    return {key: _facet(values, total.others[key]) for key, values in sorted(total.facets.items())}


def get_hourly(project_id: str, issue: Issue, since: datetime, until: datetime) -> list[HourCount]:
    """Hours with events, oldest first, that begin at or after *since* and before *until*."""
    first, last = format_time(since), format_time(until)
    hours: dict[str, Counter[str]] = {}
    for date, body in _read_bodies(project_id, issue, first=first[:10], last=f"{last[:10]}~"):
        for hour, levels in orjson.loads(zstd.decompress(body))[0].items():
            hours.setdefault(f"{date}T{hour}:00:00.000Z", Counter()).update(levels)
    return [HourCount(at, levels.total(), dict(levels)) for at, levels in sorted(hours.items()) if first <= at < last]


def _read_bodies(project_id: str, issue: Issue, first: str | None, last: str | None) -> Iterator[tuple[str, bytes]]:
    now = time.time()
    for member in _members(project_id, issue):
        partition = keys.aggregate(project_id, member.id, member.generation)
        for row in query_rows("hot", partition, first=first, last=last):
            if is_live(row, now):
                yield str(row["sk"])[:10], row["body"]


def _members(project_id: str, issue: Issue) -> Sequence[Issue]:
    return list_members(project_id, issue.id) if issue.merged_count else [issue]


def _facet(values: Counter[str], other: int) -> Facet:
    return Facet(values.total() + other, values.most_common(), other)
