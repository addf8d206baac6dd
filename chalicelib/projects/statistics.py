"""What came of a project's events, by hour: one row, one addition a batch. A crash may cost a batch's share.

Outcomes (`accepted:event`, `filtered:<reason>`, `dropped:<reason>`) share the row and the names that ingestion
counts its refusals by; the worker adds `level:<level>` for what it grouped and `unit:<name>` for what that used of AWS.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.rows import key_of, query_rows
from chalicelib.config import settings
from chalicelib.projects.outcomes import KEEP_SECONDS, PREFIX, attribute_of
from chalicelib.times import format_time

LEVEL_PREFIX = "level:"


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
