"""Alert rules, the outbox row that may trigger them, and whether it does. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from chalicelib.search.predicates import parse_wildcard
from chalicelib.times import format_time

Trigger = Literal["new_issue", "regression", "unignored", "frequency"]
CountOf = Literal["events", "users"]


@dataclass(frozen=True, slots=True)
class Frequency:
    """More than *count* events or users of one issue within *minutes*."""

    count: int
    of: CountOf
    minutes: int


@dataclass(frozen=True, slots=True)
class AlertRule:
    """*conditions* and *actions* are as the API's schemas wrote them; chalicelib.alerts reads them."""

    id: str
    name: str
    created_at: str
    updated_at: str
    is_active: bool = True
    muted_until: str | None = None
    version: int = 1
    conditions: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """*kind* is `new_issue`, `regression`, `unignored` or what an alert rule made of it.

    *attempts* are failed deliveries so far; *rule_ids* are the rules they were for.
    """

    id: str
    project_id: str
    organization_id: str
    kind: str
    issue_id: str
    created_at: str
    event_id: str | None = None
    level: str | None = None
    environment: str | None = None
    release: str | None = None
    times_seen: int | None = None
    tags: list[list[str]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    rule_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The first event of an issue in one more environment: it is new there, or back there.

    *kind* is the trigger, *known* are the environments it was seen in before, or since it was reopened.
    """

    kind: str
    environment: str
    known: list[str]
    event_id: str
    level: str
    release: str | None
    tags: list[list[str]]


def is_awake(rule: AlertRule, now: datetime) -> bool:
    return rule.is_active and (rule.muted_until is None or rule.muted_until <= format_time(now))


def matches_rule(rule: AlertRule, row: OutboxRow, now: datetime) -> bool:
    """Whether *row* triggers *rule*. Frequency alerts and summaries name the one rule they are for."""
    if not is_awake(rule, now):
        return False
    if "rule_id" in row.details:
        return bool(row.details["rule_id"] == rule.id)
    is_first = not row.details.get("is_known_elsewhere") and row.kind in rule.conditions.get("triggers", ())
    return (is_first and matches_conditions(rule, row)) or any(
        _matches_occurrence(rule, Occurrence(**one)) for one in row.details.get("occurrences", ())
    )


def _matches_occurrence(rule: AlertRule, occurrence: Occurrence) -> bool:
    """Whether the issue is new, or back, in the rule's environments with this event. Other rules knew it before."""
    environments = rule.conditions.get("environments") or ()
    if occurrence.kind not in rule.conditions.get("triggers", ()):
        return False
    if not environments or not set(environments).isdisjoint(occurrence.known):
        return False
    return matches_conditions(rule, occurrence)


def matches_conditions(rule: AlertRule, event: OutboxRow | Occurrence) -> bool:
    """Whether level, environment and every tag are as the rule wants them; what it does not name may be anything."""
    conditions = rule.conditions
    levels, environments = conditions.get("levels") or (), conditions.get("environments") or ()
    if levels and event.level not in levels:
        return False
    if environments and event.environment not in environments:
        return False
    return all(_has_tag(event.tags, wanted) for wanted in conditions.get("tags") or ())


def frequency_of(rule: AlertRule) -> Frequency | None:
    """What the rule counts, if counting is among its triggers."""
    wanted = rule.conditions.get("frequency")
    if not wanted or "frequency" not in rule.conditions.get("triggers", ()):
        return None
    return Frequency(wanted["count"], wanted["of"], wanted["minutes"])


def _has_tag(tags: Sequence[Sequence[str]], wanted: Mapping[str, Any]) -> bool:
    pattern = parse_wildcard(str(wanted["value"]).lower())
    return any(key == wanted["key"] and pattern.matches(value.lower()) for key, value in tags)
