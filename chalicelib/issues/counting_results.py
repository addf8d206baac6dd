"""What became of a batch's events."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.alerts.outbox import OutboxRow
from chalicelib.events.rows import NewEvent
from chalicelib.issues.store import Issue


@dataclass(frozen=True, slots=True)
class Committed:
    """Events that are counted now, with their issue after them and what must be told of it."""

    issue: Issue
    events: Sequence[NewEvent]
    outbox: OutboxRow | None


@dataclass(slots=True)
class CommitResult:
    """*duplicates* were counted before; *late* belong to a deleted issue; *failed* must be delivered again."""

    committed: list[Committed] = field(default_factory=list)
    duplicates: list[NewEvent] = field(default_factory=list)
    late: list[NewEvent] = field(default_factory=list)
    failed: list[NewEvent] = field(default_factory=list)
