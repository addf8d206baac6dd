"""What a project has cost this month: its counted units at the dated prices of prices.json, and what its budget allows.

Spent are the list prices of what a project's events, files, notifications and jobs used: requests, function time,
messages, mails, rows and bytes. Storage is charged in full when it is written, for as long as it will be kept. What a
stage costs that nobody sends to, and what people's own requests cost, belongs to no project and is left out; so are
AWS's free tiers.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.metering import metered
from chalicelib.config import settings
from chalicelib.logs import log_exception
from chalicelib.projects.model import Degrade
from chalicelib.projects.statistics import UNIT_PREFIX, StatisticsHour, add_counts, get_hours
from chalicelib.times import format_time, parse_time, utc_now

Gateway = Literal["rest", "http"]

PRICES_FILE = Path(__file__).with_name("prices.json")
MILLION = 1_000_000
GIGABYTE = 1_000_000_000
DAYS_PER_MONTH = 30.4
# An accepted request writes nothing that could carry its time: this is what the bench measures, at 1 GB of memory.
INGEST_GB_SECONDS = 0.01
WORKER_GIGABYTES = 1.0

STEPS: tuple[Degrade, ...] = ("full", "sample", "refuse")
# The share of the budget from which each step applies.
SAMPLE_FROM = 0.8
REFUSE_FROM = 1.0
# A step ends only this much below where it began, so that a budget raised by a cent does not flap.
SLACK = 0.05
# The last days say best how the month goes on; at its beginning, less than this is too little to go by.
PACE = timedelta(days=7)
SHORTEST_PACE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Prices:
    """Dollars by name, as listed on the day *as_of*."""

    as_of: str
    currency: str
    dollars: Mapping[str, float]

    def per_million(self, name: str) -> float:
        return self.dollars[f"{name}_per_million"] / MILLION


@dataclass(frozen=True, slots=True)
class Spending:
    """Dollars of a month so far, by service, and at its end if the last days are what the rest will be like."""

    month: str
    by_service: Mapping[str, float]
    projected: float
    units: Mapping[str, int]

    @property
    def total(self) -> float:
        return sum(self.by_service.values())


@cache
def current_prices() -> Prices:
    """The price table that came with this release."""
    content = json.loads(PRICES_FILE.read_text())
    return Prices(content["as_of"], content["currency"], content["prices"])


def price_units(
    units: Mapping[str, float], prices: Prices, *, gateway: Gateway, retention_days: int
) -> dict[str, float]:
    """Dollars by service for *units* as the hourly statistics count them."""
    months = retention_days / DAYS_PER_MONTH

    def used(name: str) -> float:
        return units.get(name, 0)

    gb_seconds = used("requests") * INGEST_GB_SECONDS + used("worker_ms") / 1000 * WORKER_GIGABYTES
    return {
        "gateway": used("requests") * prices.per_million(f"{gateway}_api"),
        "lambda": (used("requests") + used("batches")) * prices.per_million("lambda_requests")
        + gb_seconds * prices.dollars["lambda_arm64_per_million_gb_seconds"] / MILLION,
        "sqs": used("sqs_requests") * prices.dollars["sqs_per_million_64kb"] / MILLION,
        "dynamodb": used("write_units") * prices.dollars["dynamodb_write_units_per_million"] / MILLION
        + used("read_units") * prices.dollars["dynamodb_read_units_per_million"] / MILLION
        + used("row_bytes") / GIGABYTE * prices.dollars["dynamodb_per_gb_month"] * months,
        "s3": used("s3_puts") * prices.per_million("s3_put")
        + used("s3_gets") * prices.per_million("s3_get")
        + used("stored_bytes") / GIGABYTE * prices.dollars["s3_per_gb_month"] * months,
        "mail": used("mails") * prices.per_million("ses_mails"),
    }


def foresee_month(hours: Iterable[tuple[datetime, float]], now: datetime) -> float:
    """Dollars at the month's end: what was spent, and the rest of the month at the pace of the last days.

    *hours* are this month's, by their beginning.
    """
    spent_by_hour = list(hours)
    pace = max(SHORTEST_PACE, min(PACE, now - month_start(now)))
    lately = sum(dollars for at, dollars in spent_by_hour if at > now - pace - timedelta(hours=1))
    return sum(dollars for _, dollars in spent_by_hour) + lately * ((month_end(now) - now) / pace)


def next_step(spent: float, budget: float | None, current: Degrade) -> Degrade:
    """What *budget* allows when *spent* of it is gone. *current* is this month's step; a month begins with `full`."""
    if budget is None:
        return "full"
    share = spent / budget if budget > 0 else float("inf")
    begins: tuple[tuple[Degrade, float], ...] = (("refuse", REFUSE_FROM), ("sample", SAMPLE_FROM))
    for step, begins_at in begins:
        is_in_force = STEPS.index(current) >= STEPS.index(step)
        if share >= begins_at - (SLACK if is_in_force else 0):
            return step
    return "full"


def month_start(now: datetime) -> datetime:
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month_end(now: datetime) -> datetime:
    return month_start(month_start(now) + timedelta(days=32))


def read_spending(project_id: str, retention_days: int, now: datetime) -> Spending:
    """One query of at most 744 small rows."""
    gateway, prices = _gateway(), current_prices()
    units: Counter[str] = Counter()
    by_hour: list[tuple[datetime, float]] = []
    for hour in get_hours(project_id, month_start(now), now + timedelta(hours=1)):
        used = _units(hour)
        units.update(used)
        dollars = price_units(used, prices, gateway=gateway, retention_days=retention_days)
        by_hour.append((parse_time(hour.at), sum(dollars.values())))
    return Spending(
        month=format_time(now)[:7],
        by_service=price_units(units, prices, gateway=gateway, retention_days=retention_days),
        projected=foresee_month(by_hour, now),
        units=units,
    )


@contextmanager
def charged_to(project_id: str) -> Iterator[None]:
    """Count what the block, run for one message, uses towards the project's cost; done or not, it has been used."""
    with metered() as usage:
        usage.count_own_message()
        try:
            yield
        finally:
            _charge(project_id, usage.summarize())


def _charge(project_id: str, units: dict[str, int]) -> None:
    try:
        add_counts(project_id, format_time(utc_now()), {f"{UNIT_PREFIX}{name}": count for name, count in units.items()})
    except (ClientError, BotoCoreError) as error:
        log_exception("units_lost", error, project_id=project_id)


def _units(hour: StatisticsHour) -> dict[str, int]:
    return {
        name.removeprefix(UNIT_PREFIX): count for name, count in hour.counts.items() if name.startswith(UNIT_PREFIX)
    }


def _gateway() -> Gateway:
    """Where DSNs point: with an ingest edge, at an HTTP API of its own."""
    return "http" if settings().ingest_url != settings().public_url else "rest"
