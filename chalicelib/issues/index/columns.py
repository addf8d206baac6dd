"""A project's issues as parallel columns in memory, one position an issue. Short texts that repeat are shared.

Freed positions are used again; whoever selects positions need not know, as dead ones are dropped afterwards. Hashes of
an issue's few users stand packed in one string of bytes; they are its own, not those of what was merged into it.
"""

from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any

from chalicelib.issues.store import Issue
from chalicelib.issues.users import pack_users
from chalicelib.times import parse_time

NO_HOURS: Mapping[int, int] = {}
COLUMNS = (
    "id",
    "number",
    "title",
    "culprit",
    "type",
    "level",
    "status",
    "platform",
    "first_seen",
    "last_seen",
    "times_seen",
    "users",
    "assignee_id",
    "handled",
    "environments",
    "first_release",
    "last_release",
    "merged_count",
    "search_words",
    "hours",
    "generation",
    "triage_version",
    "few_users",
)
SHARED = frozenset({"type", "level", "status", "platform", "assignee_id", "first_release", "last_release"})


class IssueColumns:
    """Attributes are lists of equal length, named as the issue's own. *live* marks positions in use."""

    def __init__(self) -> None:
        self.positions: dict[str, int] = {}
        self.live = bytearray()
        self.id: list[str] = []
        self.number: list[int] = []
        self.title: list[str] = []
        self.culprit: list[str] = []
        self.type: list[str] = []
        self.level: list[str] = []
        self.status: list[str] = []
        self.platform: list[str] = []
        self.first_seen: list[str] = []
        self.last_seen: list[str] = []
        self.times_seen: list[int] = []
        self.users: list[int] = []
        self.assignee_id: list[str | None] = []
        self.handled: list[bool | None] = []
        self.environments: list[Sequence[str]] = []
        self.first_release: list[str | None] = []
        self.last_release: list[str | None] = []
        self.merged_count: list[int] = []
        self.search_words: list[str] = []
        self.hours: list[Mapping[int, int]] = []
        self.generation: list[int] = []
        self.triage_version: list[int] = []
        self.few_users: list[bytes] = []
        self._free: list[int] = []
        self._search_text: list[str] | None = None
        self._environment_sets: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def search_text(self) -> Sequence[str]:
        """Folded to lower case; built at the first search, since most copies are never searched."""
        if self._search_text is None:
            self._search_text = [self._text_at(position) for position in range(len(self.live))]
        return self._search_text

    def put(self, issue: Issue) -> int:
        """Add the issue or replace what is known of it. Returns its position."""
        position = self.positions.get(issue.id)
        if position is None:
            position = self.positions[issue.id] = self._free.pop() if self._free else self._grow()
            self.live[position] = 1
        for name in COLUMNS:
            getattr(self, name)[position] = self._shared(name, getattr(issue, name))
        self.few_users[position] = pack_users(issue.few_users)
        if self._search_text is not None:
            self._search_text[position] = self._text_at(position)
        return position

    def remove(self, issue_id: str) -> int | None:
        """Forget the issue. Returns the position it had."""
        position = self.positions.pop(issue_id, None)
        if position is not None:
            self.live[position] = 0
            self._free.append(position)
        return position

    def to_lists(self) -> dict[str, list[Any]]:
        """The live positions as JSON-ready columns."""
        live = [position for position, is_live in enumerate(self.live) if is_live]
        lists = {name: list(map(getattr(self, name).__getitem__, live)) for name in COLUMNS}
        return lists | {"few_users": [packed.hex() for packed in lists["few_users"]]}

    @classmethod
    def from_lists(cls, lists: Mapping[str, list[Any]]) -> "IssueColumns":
        """The inverse of to_lists, after a way through JSON."""
        columns = cls()
        for name in COLUMNS:
            shared = (columns._shared(name, value) for value in lists[name])
            setattr(columns, name, list(shared))
        columns.few_users = list(map(bytes.fromhex, lists["few_users"]))
        columns.hours = [{int(hour): count for hour, count in hours.items()} or NO_HOURS for hours in lists["hours"]]
        columns.live = bytearray(b"\1" * len(columns.id))
        columns.positions = {issue_id: position for position, issue_id in enumerate(columns.id)}
        return columns

    def _shared(self, name: str, value: Any) -> Any:
        if name in SHARED:
            return intern(value) if value else value
        if name == "environments":
            return self._environment_sets.setdefault(tuple(value), tuple(value))
        return (value or NO_HOURS) if name == "hours" else value

    def _grow(self) -> int:
        self.live.append(0)
        for name in COLUMNS:
            getattr(self, name).append(None)
        if self._search_text is not None:
            self._search_text.append("")
        return len(self.live) - 1

    def _text_at(self, position: int) -> str:
        parts = (self.title[position], self.culprit[position], self.type[position], self.search_words[position])
        return "\n".join(parts).lower()


def milliseconds(moment: str) -> int:
    return round(parse_time(moment).timestamp() * 1000)
