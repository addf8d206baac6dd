"""Issues by tag, kept in memory and followed: only what counted events since can have gained a tag.

A tag is posted before its event is counted, so what a copy of the index has seen counted is found here: tags are as
fresh as the index. Rows expire, so everything is read anew every ten minutes.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from threading import Lock

from chalicelib.aws import keys
from chalicelib.aws.rows import find_rows, is_live
from chalicelib.issues.index.changes import CountedIssues
from chalicelib.issues.postings import HAS, MAX_VALUES_LISTED, list_posted_issues, list_tag_values
from chalicelib.search.events import fits_value
from chalicelib.search.predicates import Wildcard

MAX_VALUES_READ = 200
MAX_AGE_SECONDS = 600.0
# A query reads some thirty small rows for the unit that asking about one takes; a hundred fit one call.
MIN_ASKED = 100
ISSUES_PER_ASKED = 4
MAX_SETS_KEPT = 5000
MAX_NAMES_KEPT = 300_000

NO_ISSUES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptNames:
    """Range keys of a partition (issues of a posting, or values of a tag) as of a note of *counted*."""

    names: frozenset[str]
    counted: CountedIssues
    note: int
    read_at: float

    def is_usable(self, counted: CountedIssues, now: float) -> bool:
        return self.counted is counted and now - self.read_at < MAX_AGE_SECONDS


class KeptPartitions:
    """The most recently used partitions, within a number of names."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, KeptNames] = OrderedDict()
        self._names = 0
        self._lock = Lock()

    def find(self, partition: str) -> KeptNames | None:
        with self._lock:
            kept = self._kept.get(partition)
            if kept is not None:
                self._kept.move_to_end(partition)
            return kept

    def keep(self, partition: str, kept: KeptNames) -> None:
        with self._lock:
            before = self._kept.pop(partition, None)
            self._names += len(kept.names) - (len(before.names) if before else 0)
            self._kept[partition] = kept
            while len(self._kept) > MAX_SETS_KEPT or (self._names > MAX_NAMES_KEPT and len(self._kept) > 1):
                self._names -= len(self._kept.popitem(last=False)[1].names)


@cache
def kept_partitions() -> KeptPartitions:
    return KeptPartitions()


def find_tagged_issues(
    project_id: str, key: str, patterns: Sequence[Wildcard], counted: CountedIssues
) -> frozenset[str]:
    """The ids of issues with an event whose tag *key* fits one of *patterns*; without patterns, has the tag at all.

    *counted* is what the project's index has seen: the answer holds all tags of these events. A pattern with a star
    follows the first 200 values that fit it, of 1,000.
    """
    if not patterns:
        return _find_posted([keys.posting(project_id, HAS, key)], counted)
    values = {pattern.literal for pattern in patterns if pattern.is_literal}
    wild = [pattern for pattern in patterns if not pattern.is_literal]
    if wild:
        known = _list_values(project_id, key, counted)
        values |= {value for value in known if any(fits_value(pattern, value) for pattern in wild)}
    return _find_posted(
        [keys.posting(project_id, key, name) for name in islice(sorted(values), MAX_VALUES_READ)], counted
    )


def _list_values(project_id: str, key: str, counted: CountedIssues) -> frozenset[str]:
    """The tag's values, read again as soon as any event was counted: it may have brought a new one."""
    partition, note, now = keys.tag_values(project_id, key), counted.last_note, time.time()
    kept = kept_partitions().find(partition)
    if kept is None or not kept.is_usable(counted, now) or kept.note != note:
        values = list_tag_values(project_id, key, limit=MAX_VALUES_LISTED, consistent=True)
        kept = KeptNames(frozenset(values), counted, note, now)
        kept_partitions().keep(partition, kept)
    return kept.names


def _find_posted(partitions: Iterable[str], counted: CountedIssues) -> frozenset[str]:
    """The issues of any of the postings."""
    note, now = counted.last_note, time.time()
    followed: dict[str, KeptNames] = {}
    asked: list[tuple[str, str]] = []
    for partition in partitions:
        kept = kept_partitions().find(partition)
        news = _list_news(kept, counted, now)
        if kept is None or news is None:
            kept = KeptNames(frozenset(list_posted_issues(partition)), counted, note, now)
            kept_partitions().keep(partition, kept)
        elif news:
            asked += ((partition, issue_id) for issue_id in news)
        followed[partition] = kept
    _follow(followed, asked, note, now)
    sets = [kept.names for kept in followed.values()]
    return sets[0] if len(sets) == 1 else NO_ISSUES.union(*sets)


def _list_news(kept: KeptNames | None, counted: CountedIssues, now: float) -> list[str] | None:
    """Issues that may have gained the posting. None when reading the posting anew is the better way to know."""
    if kept is None or not kept.is_usable(counted, now):
        return None
    noted = counted.list_since(kept.note)
    if noted is None:
        return None
    news = [issue_id for issue_id in noted if issue_id not in kept.names]
    return news if len(news) <= max(MIN_ASKED, len(kept.names) // ISSUES_PER_ASKED) else None


def _follow(followed: dict[str, KeptNames], asked: Sequence[tuple[str, str]], note: int, now: float) -> None:
    """Add what was gained, and keep all of it as of *note*."""
    gained: dict[str, set[str]] = {}
    for (partition, issue_id), row in find_rows("hot", asked, consistent=True).items():
        if is_live(row, now):
            gained.setdefault(partition, set()).add(issue_id)
    for partition, kept in followed.items():
        if kept.note != note:
            names = kept.names.union(gained.get(partition, ()))
            followed[partition] = replace(kept, names=names, note=note)
            kept_partitions().keep(partition, followed[partition])
