"""What came of a project's events, by hour: one row, one addition a batch. A crash may cost a batch's share.

Outcomes (`accepted:event`, `filtered:<reason>`, `dropped:<reason>`) share the row and the names that ingestion
counts its refusals by; `discarded:<reason>:<category>` is what SDKs say they never sent. The worker adds
`level:<level>` and `version:<hash of the release>` for what it grouped, `unit:<name>` for what that used of AWS.
Periods are shown in buckets: hours up to a week, days beyond.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.rows import key_of, query_rows
from chalicelib.config import settings
from chalicelib.times import format_time, parse_time

Outcome = Literal["accepted", "filtered", "limited", "invalid", "dropped"]

OUTCOMES: tuple[Outcome, ...] = ("accepted", "filtered", "limited", "invalid", "dropped")
PREFIX = "outcome:"
UNIT_PREFIX = "unit:"
KEEP_SECONDS = 90 * 24 * 3600


def sum_outcomes(counts: Mapping[str, int]) -> dict[Outcome, int]:
    """The five totals of one hour's counts."""
    totals = dict.fromkeys(OUTCOMES, 0)
    for name, count in counts.items():
        totals[_outcome_of(name)] += count
    return totals


def sum_discarded(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """What SDKs discarded, by reason and then by category."""
    found: dict[str, dict[str, int]] = {}
    for name, count in counts.items():
        if name.startswith(DISCARDED_PREFIX):
            reason, _, category = name.removeprefix(DISCARDED_PREFIX).partition(":")
            found.setdefault(reason, {})[category] = count
    return found


def attribute_of(name: str) -> str:
    """The attribute that holds a count."""
    return f"{PREFIX}{name}" if name.partition(":")[0] in OUTCOMES else name


def _outcome_of(name: str) -> Outcome:
    known: dict[str, Outcome] = {outcome: outcome for outcome in OUTCOMES}
    return known[name.partition(":")[0]]


Period = Literal["24h", "7d", "30d"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LENGTHS = {"24h": DAY, "7d": timedelta(days=7), "30d": timedelta(days=30)}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def bucket_width(period: Period) -> timedelta:
    return DAY if period == "30d" else HOUR


def period_start(period: Period, now: datetime) -> datetime:
    """The start of the first bucket. The last one is the bucket that *now* lies in."""
    width = bucket_width(period)
    return _floor(now, width) - LENGTHS[period] + width


def bucket_starts(period: Period, now: datetime) -> list[str]:
    width = bucket_width(period)
    start = period_start(period, now)
    return [format_time(start + width * number) for number in range(LENGTHS[period] // width)]


def start_of_bucket(at: str, width: timedelta) -> str:
    """The bucket of an hour written as `2026-11-23T06` or as a whole time."""
    whole = f"{at}:00:00Z" if len(at) == len("2026-11-23T06") else at
    return format_time(_floor(parse_time(whole), width))


def _floor(moment: datetime, width: timedelta) -> datetime:
    return EPOCH + (moment - EPOCH) // width * width


LEVEL_PREFIX = "level:"
DISCARDED_PREFIX = "discarded:"
#: Events with frames that lacked a source map.
UNMAPPED = "maps:missing"


@dataclass(frozen=True, slots=True)
class StatisticsHour:
    """*at* is the hour's beginning; *counts* has outcomes and levels by name."""

    at: str
    counts: dict[str, int]


def add_counts(project_id: str, at: str, counts: Mapping[str, int]) -> None:
    """Add *counts* to the hour of *at*, a time or its beginning `yyyy-mm-ddThh`."""
    if not counts:
        return
    names = {f"#n{index}": attribute_of(name) for index, name in enumerate(counts)}
    values = {f":n{index}": {"N": str(count)} for index, count in enumerate(counts.values())}
    additions = ", ".join(f"#n{index} :n{index}" for index in range(len(counts)))
    client("dynamodb").update_item(
        TableName=settings().table_name("hot"),
        Key=key_of((keys.statistics(project_id), at[:13])),
        UpdateExpression=f"SET expires_at = :until, #schema = :schema ADD {additions}",
        ExpressionAttributeNames=names | {"#schema": "schema"},
        ExpressionAttributeValues=values
        | {":until": {"N": str(int(time.time()) + KEEP_SECONDS)}, ":schema": {"N": "1"}},
    )


def get_hours(project_id: str, since: datetime, until: datetime) -> list[StatisticsHour]:
    """Hours in which anything was received, oldest first, from the hour of *since* to the one of *until*."""
    first, last = format_time(since)[:13], format_time(until)[:13]
    rows = query_rows("hot", keys.statistics(project_id), first=first, last=last)
    return [StatisticsHour(f"{row['sk']}:00:00.000Z", _counts(row)) for row in rows]


def _counts(row: Mapping[str, object]) -> dict[str, int]:
    return {name.removeprefix(PREFIX): value for name, value in row.items() if ":" in name and isinstance(value, int)}
