"""What became of everything received, counted per project and hour beside that hour's statistics.

A count is named `<outcome>:<reason or category>`, as in `dropped:session`; its attribute carries a prefix, so that
the row's other writers need not know it. What the hour used of AWS is counted beside it, as `unit:<name>`.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.operand import Path

from chalicelib.aws import keys
from chalicelib.aws.tables import SCHEMA_VERSION, HotRecord, table_connection

Outcome = Literal["accepted", "filtered", "limited", "invalid", "dropped"]

OUTCOMES: tuple[Outcome, ...] = ("accepted", "filtered", "limited", "invalid", "dropped")
PREFIX = "outcome:"
UNIT_PREFIX = "unit:"
KEEP_SECONDS = 90 * 24 * 3600
HOUR_SECONDS = 3600


class OutcomeRecord(HotRecord):
    """The statistics row of an hour, as far as outcomes go; its counts are attributes named at run time."""


def add_outcomes(project_id: str, hour: str, counts: Mapping[str, int], now: float) -> None:
    """Add *counts* to the hour `yyyy-mm-ddThh`, in one write."""
    if not counts:
        return
    actions: list[Any] = [Path([attribute_of(name)]).add(count) for name, count in counts.items()]
    actions.append(OutcomeRecord.schema.set(SCHEMA_VERSION))
    actions.append(OutcomeRecord.expires_at.set(int(now) + KEEP_SECONDS))
    OutcomeRecord(keys.statistics(project_id), hour).update(actions=actions)


def list_outcomes(project_id: str, since_hour: str, until_hour: str) -> dict[str, dict[str, int]]:
    """Counts by name, by hour, both ends included; hours without any are left out."""
    hours: dict[str, dict[str, int]] = {}
    last_key = None
    while True:
        answer = _query(project_id, since_hour, until_hour, last_key)
        for row in answer["Items"]:
            hours.setdefault(row["sk"]["S"], {}).update(_counts(row))
        last_key = answer.get("LastEvaluatedKey")
        if last_key is None:
            return {hour: counts for hour, counts in hours.items() if counts}


def sum_outcomes(counts: Mapping[str, int]) -> dict[Outcome, int]:
    """The five totals of one hour's counts."""
    totals = dict.fromkeys(OUTCOMES, 0)
    for name, count in counts.items():
        totals[_outcome_of(name)] += count
    return totals


def attribute_of(name: str) -> str:
    """The attribute that holds a count."""
    return f"{PREFIX}{name}" if name.partition(":")[0] in OUTCOMES else name


def _query(project_id: str, since_hour: str, until_hour: str, last_key: Any) -> dict[str, Any]:
    table = table_connection(OutcomeRecord.Meta.table_name)
    hours: Any = UnicodeAttribute(attr_name="sk").between(since_hour, until_hour)
    return table.query(keys.statistics(project_id), range_key_condition=hours, exclusive_start_key=last_key)


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    return {name.removeprefix(PREFIX): int(value["N"]) for name, value in row.items() if name.startswith(PREFIX)}


def _outcome_of(name: str) -> Outcome:
    known: dict[str, Outcome] = {outcome: outcome for outcome in OUTCOMES}
    return known[name.partition(":")[0]]
