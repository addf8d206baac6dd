"""How many of a project's events came from which release, by hour; the counts stand beside those of its outcomes.

A release is counted under a short hash: versions are up to 200 characters, and the row is written with each batch.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from chalicelib.projects.statistics import Period, bucket_starts, bucket_width, get_hours, period_start, start_of_bucket

ACCEPTED = "accepted:event"
VERSION_PREFIX = "version:"
HASH_LENGTH = 10
# Whoever has a key can make up versions: what a process adds to an hour's row stays within half a kilobyte.
MAX_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class AdoptionBucket:
    """*events* of *all_events* came from the release."""

    at: str
    events: int
    all_events: int


class CountedVersions:
    """The versions that this process counts in each project's current hour: the first it meets."""

    def __init__(self) -> None:
        self._hour = ""
        self._names: dict[str, set[str]] = {}

    def count(self, project_id: str, hour: str, versions: Iterable[str | None]) -> Counter[str]:
        """What to add to the hour's counts."""
        if hour != self._hour:
            self._hour, self._names = hour, {}
        names = self._names.setdefault(project_id, set())
        counts: Counter[str] = Counter()
        for version, number in Counter(filter(None, versions)).most_common():
            name = count_name(version)
            if name in names or len(names) < MAX_VERSIONS:
                names.add(name)
                counts[name] += number
        return counts


@cache
def counted_versions() -> CountedVersions:
    """This process's versions."""
    return CountedVersions()


def count_name(version: str) -> str:
    """The name under which a release's events are counted."""
    digest = hashlib.sha256(version.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{VERSION_PREFIX}{digest[:HASH_LENGTH]}"


def list_adoption(project_id: str, version: str, period: Period, now: datetime) -> list[AdoptionBucket]:
    """The release's events and all of the project's, by hour up to a week and by day beyond, oldest first."""
    name, width = count_name(version), bucket_width(period)
    totals: dict[str, Counter[str]] = {at: Counter() for at in bucket_starts(period, now)}
    for hour in get_hours(project_id, period_start(period, now), now + timedelta(hours=1)):
        bucket = totals.get(start_of_bucket(hour.at, width))
        if bucket is not None:
            bucket.update({kept: hour.counts.get(kept, 0) for kept in (name, ACCEPTED)})
    return [AdoptionBucket(at, counts[name], counts[ACCEPTED]) for at, counts in totals.items()]


def adoption_shares(project_id: str, versions: Sequence[str], now: datetime) -> dict[str, float]:
    """By version, its share of the events of the last 24 hours, from 0 to 1. Empty when there were none."""
    counts: Counter[str] = Counter()
    for hour in get_hours(project_id, period_start("24h", now), now + timedelta(hours=1)):
        counts.update(hour.counts)
    accepted = counts[ACCEPTED]
    return {version: min(1.0, counts[count_name(version)] / accepted) for version in versions} if accepted else {}
