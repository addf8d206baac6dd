"""Issues by person: the hashes by which an issue counts its users are searched, so finding people costs no write.

Few users stand in the issue's item and so in the index. More have a row, kept here until the index says that there are
more users, or that somebody changed the issue by hand. What an issue met beyond 256 users is not known.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import accumulate, compress
from operator import not_
from threading import Lock

from chalicelib.aws import keys
from chalicelib.aws.encryption import get_data_key
from chalicelib.aws.rows import Key, find_rows
from chalicelib.issues.index.columns import IssueColumns
from chalicelib.issues.index.pages import IssueIndex
from chalicelib.issues.index.sync import shared_indexes
from chalicelib.issues.users import find_user, holds_user, pack_users, shorten_hash

# Those seen last: reading 5,000 rows takes half a second once, and then only what changed is read.
MAX_ROWS_SEARCHED = 5000
MAX_ROWS_KEPT = 10_000

# What changes whenever an issue's set of users does: its generation, its triage version and how many there are.
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class UserRow:
    """An issue that keeps its users in a row."""

    issue_id: str
    stamp: Stamp


class KeptUsers:
    """The packed users of the most recently searched issues that have many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[Stamp, bytes]] = OrderedDict()
        self._lock = Lock()

    def find(self, project_id: str, row: UserRow) -> bytes | None:
        with self._lock:
            stamp, packed = self._kept.get((project_id, row.issue_id), (None, None))
            if stamp != row.stamp:
                return None
            self._kept.move_to_end((project_id, row.issue_id))
            return packed

    def keep(self, project_id: str, row: UserRow, packed: bytes) -> None:
        with self._lock:
            self._kept[project_id, row.issue_id] = row.stamp, packed
            if len(self._kept) > MAX_ROWS_KEPT:
                self._kept.popitem(last=False)


@cache
def kept_users() -> KeptUsers:
    return KeptUsers()


def find_met_roots(project_id: str, identities: Iterable[str]) -> frozenset[str]:
    """The issues, as lists show them, that a person met who is known under any of *identities*."""
    key = get_data_key(project_id)
    hashes = [shorten_hash(key.hash_user(identity)) for identity in identities]
    with shared_indexes().feed(project_id) as feed:
        found = set(_search_few(feed.index, hashes))
        rows = _list_rows(feed.index)
    for row, packed in zip(rows, _know(project_id, rows), strict=True):
        if any(holds_user(packed, short_hash) for short_hash in hashes):
            found.add(row.issue_id)
    with shared_indexes().feed(project_id) as feed:
        return feed.index.roots_of(frozenset(found))


def _search_few(index: IssueIndex, hashes: Collection[bytes]) -> Iterator[str]:
    columns = index.columns
    everyone = b"".join(columns.few_users)
    starts = list(accumulate(map(len, columns.few_users), initial=0))
    for short_hash in hashes:
        place = find_user(everyone, short_hash)
        while place >= 0:
            position = bisect_right(starts, place) - 1
            if columns.live[position]:
                yield columns.id[position]
            place = find_user(everyone, short_hash, starts[position + 1])
    for issue in index.families():
        packed = pack_users(issue.few_users)
        if any(holds_user(packed, short_hash) for short_hash in hashes):
            yield issue.id


def _list_rows(index: IssueIndex) -> list[UserRow]:
    """The issues that keep their users in a row; of very many, those seen last."""
    columns = index.columns
    has_users, is_live, last_seen = columns.users, columns.live, columns.last_seen
    without_few = compress(range(len(is_live)), map(not_, columns.few_users))
    positions = [position for position in without_few if has_users[position] and is_live[position]]
    if len(positions) > MAX_ROWS_SEARCHED:
        positions = nlargest(MAX_ROWS_SEARCHED, positions, key=last_seen.__getitem__)
    rows = {columns.id[position]: _row_at(columns, position) for position in positions}
    # The columns show an issue that others were merged into as their union; each keeps its users on its own.
    for issue in index.families():
        if issue.users and not issue.few_users:
            rows[issue.id] = UserRow(issue.id, (issue.generation, issue.triage_version, issue.users))
    return list(rows.values())


def _row_at(columns: IssueColumns, position: int) -> UserRow:
    stamp = columns.generation[position], columns.triage_version[position], columns.users[position]
    return UserRow(columns.id[position], stamp)


def _know(project_id: str, rows: Sequence[UserRow]) -> Iterator[bytes]:
    """The packed users of each of *rows*, read where they are not known as they are now."""
    known = {row: kept_users().find(project_id, row) for row in rows}
    wanted = {_key(project_id, row): row for row, packed in known.items() if packed is None}
    found = find_rows("hot", list(wanted), consistent=True) if wanted else {}
    for key, row in wanted.items():
        known[row] = pack_users(found.get(key, {}).get("hashes", frozenset()))
        kept_users().keep(project_id, row, known[row] or b"")
    return (known[row] or b"" for row in rows)


def _key(project_id: str, row: UserRow) -> Key:
    return keys.issue_users(project_id, row.issue_id, row.stamp[0]), keys.USERS
