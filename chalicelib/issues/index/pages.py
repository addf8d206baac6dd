"""The issue index of one project: columns with sort orders that are kept and mended, and pages cut from them.

An issue that others were merged into stands here as their union; what was merged away and what was deleted does not.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Literal

from chalicelib.issues.index.changes import CountedIssues
from chalicelib.issues.index.columns import IssueColumns, milliseconds
from chalicelib.issues.priority import rank_priority
from chalicelib.issues.store import Issue, unite

Sort = Literal["last_seen", "first_seen", "times_seen", "users", "priority"]
Select = Callable[[IssueColumns], Iterable[int]]

# A sort key is the sorted value with the issue's number below it, so that no two are equal, in any process.
NUMBER_BITS = 32
RANK_SCALE = 1_000_000


@dataclass(slots=True)
class SortOrder:
    """Positions, highest key first, and positions that have changed since."""

    keys: list[int]
    order: list[int]
    changed: set[int]


@dataclass(frozen=True, slots=True)
class Cut:
    """Positions of one page, the sort key it ends with when there is more, and how many issues match in all."""

    positions: Sequence[int]
    end: int | None
    total: int


class IssueIndex:
    """Not safe for threads: whoever shares it, locks it."""

    def __init__(self, columns: IssueColumns | None = None, families: Iterable[Issue] = ()) -> None:
        self.columns = columns or IssueColumns()
        self.counted = CountedIssues()
        self._orders: dict[Sort, SortOrder] = {}
        self._roots: dict[str, Issue] = {}
        self._merged: dict[str, dict[str, Issue]] = {}
        self._root_of: dict[str, str] = {}
        for issue in families:
            self.put(issue)

    def __len__(self) -> int:
        return len(self.columns)

    def families(self) -> list[Issue]:
        """The rows that merged issues are made of."""
        return [*self._roots.values(), *(issue for family in self._merged.values() for issue in family.values())]

    def roots_of(self, issue_ids: frozenset[str]) -> frozenset[str]:
        """The issues as lists show them: in place of one that was merged away, what it was merged into."""
        merged = self._root_of.keys() & issue_ids
        return (issue_ids - merged).union(map(self._root_of.__getitem__, merged)) if merged else issue_ids

    def put(self, issue: Issue) -> None:
        """Take in what an issue's item says now, be it merged away or deleted."""
        if issue.deleted_at is None and issue.times_seen != self._times_seen(issue.id):
            self.counted.note(issue.id)
        self._leave_family(issue)
        if issue.deleted_at is not None:
            self._roots.pop(issue.id, None)
            self._note(self.columns.remove(issue.id))
        elif issue.merged_into:
            self._note(self.columns.remove(issue.id))
            self._root_of[issue.id] = issue.merged_into
            self._merged.setdefault(issue.merged_into, {})[issue.id] = issue
            self._show_root(issue.merged_into)
        elif issue.merged_count:
            self._roots[issue.id] = issue
            self._show_root(issue.id)
        else:
            self._roots.pop(issue.id, None)
            self._note(self.columns.put(issue))

    def cut(self, select: Select | None, sort: Sort, limit: int, after: int | None) -> Cut:
        """The issues that *select* lets through, in order, from behind the sort key *after*."""
        chosen = self._choose(select)
        order = self._order(sort)
        start = 0
        if after is not None:
            start = bisect_left(order.order, -after + 1, key=lambda position: -order.keys[position])
        rest = order.order[start:] if start else order.order
        found = list(islice(compress(rest, map(chosen.__getitem__, rest)), limit + 1))
        end = order.keys[found[limit - 1]] if len(found) > limit else None
        return Cut(found[:limit], end, chosen.count(1))

    def match(self, select: Select | None, limit: int | None) -> list[str]:
        """The ids of what *select* lets through, in no order."""
        return list(islice(compress(self.columns.id, self._choose(select)), limit))

    def count(self, select: Select | None) -> int:
        return self._choose(select).count(1)

    def _choose(self, select: Select | None) -> bytearray:
        live = self.columns.live
        if select is None:
            return live
        chosen = bytearray(len(live))
        for position in select(self.columns):
            chosen[position] = live[position]
        return chosen

    def _order(self, sort: Sort) -> SortOrder:
        order = self._orders.get(sort)
        if order is None:
            keys = [self._key(sort, position) for position in range(len(self.columns.live))]
            order = self._orders[sort] = SortOrder(keys, [], {*self.columns.positions.values()})
        if order.changed:
            self._mend(sort, order)
        return order

    def _mend(self, sort: Sort, order: SortOrder) -> None:
        order.keys.extend([0] * (len(self.columns.live) - len(order.keys)))
        for position in order.changed:
            order.keys[position] = self._key(sort, position)
        kept = [position for position in order.order if position not in order.changed]
        added = [position for position in order.changed if self.columns.live[position]]
        added.sort(key=order.keys.__getitem__, reverse=True)
        # Two sorted runs: the sort recognizes them and only merges.
        order.order = sorted(kept + added, key=order.keys.__getitem__, reverse=True)
        order.changed = set()

    def _key(self, sort: Sort, position: int) -> int:
        if not self.columns.live[position]:
            return 0
        return self._sorted_value(sort, position) << NUMBER_BITS | self.columns.number[position]

    def _sorted_value(self, sort: Sort, position: int) -> int:
        columns = self.columns
        match sort:
            case "last_seen":
                return milliseconds(columns.last_seen[position])
            case "first_seen":
                return milliseconds(columns.first_seen[position])
            case "times_seen":
                return columns.times_seen[position]
            case "users":
                return columns.users[position]
        rank = rank_priority(
            level=columns.level[position],
            handled=columns.handled[position],
            times_seen=columns.times_seen[position],
            users=columns.users[position],
            last_seen_ms=milliseconds(columns.last_seen[position]),
        )
        return int(rank * RANK_SCALE)

    def _note(self, position: int | None) -> None:
        if position is not None:
            for order in self._orders.values():
                order.changed.add(position)

    def _times_seen(self, issue_id: str) -> int | None:
        """How often the issue itself was seen when it was last put, without what was merged into it."""
        own = self._roots.get(issue_id) or self._merged.get(self._root_of.get(issue_id, ""), {}).get(issue_id)
        if own is not None:
            return own.times_seen
        position = self.columns.positions.get(issue_id)
        return None if position is None else self.columns.times_seen[position]

    def _leave_family(self, issue: Issue) -> None:
        root_id = self._root_of.pop(issue.id, None)
        if root_id is None:
            return
        del self._merged[root_id][issue.id]
        if not self._merged[root_id]:
            del self._merged[root_id]
        self._show_root(root_id)

    def _show_root(self, root_id: str) -> None:
        root = self._roots.get(root_id)
        if root is not None:
            self._note(self.columns.put(unite(root, list(self._merged.get(root_id, {}).values()))))
