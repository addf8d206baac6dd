"""Which alert rules an outbox row sets off. Pure: rule and row in, yes or no out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from chalicelib.alerts.outbox import OutboxRow
from chalicelib.alerts.store import AlertRule
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


def is_awake(rule: AlertRule, now: datetime) -> bool:
    return rule.is_active and (rule.muted_until is None or rule.muted_until <= format_time(now))


def sets_off(rule: AlertRule, row: OutboxRow, now: datetime) -> bool:
    """Whether *row* is what *rule* waits for. Counting alerts and digests name the one rule they are for."""
    if not is_awake(rule, now):
        return False
    if "rule_id" in row.details:
        return bool(row.details["rule_id"] == rule.id)
    return row.kind in rule.conditions.get("triggers", ()) and fits_conditions(rule, row)


def fits_conditions(rule: AlertRule, row: OutboxRow) -> bool:
    """Whether level, environment and every tag are as the rule wants them; what it does not name may be anything."""
    conditions = rule.conditions
    levels, environments = conditions.get("levels") or (), conditions.get("environments") or ()
    if levels and row.level not in levels:
        return False
    if environments and row.environment not in environments:
        return False
    return all(_has_tag(row.tags, wanted) for wanted in conditions.get("tags") or ())


def frequency_of(rule: AlertRule) -> Frequency | None:
    """What the rule counts, if counting is among its triggers."""
    wanted = rule.conditions.get("frequency")
    if not wanted or "frequency" not in rule.conditions.get("triggers", ()):
        return None
    return Frequency(wanted["count"], wanted["of"], wanted["minutes"])


def _has_tag(tags: Sequence[Sequence[str]], wanted: Mapping[str, Any]) -> bool:
    pattern = parse_wildcard(str(wanted["value"]).lower())
    return any(key == wanted["key"] and pattern.matches(value.lower()) for key, value in tags)
