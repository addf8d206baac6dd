"""What a project has cost this month: its hours' counted units at today's prices, and the count of its side work."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.metering import metered
from chalicelib.config import settings
from chalicelib.logs import log_exception
from chalicelib.projects.costs import Gateway, Spending, current_prices, foresee_month, month_start, price_units
from chalicelib.projects.statistics import UNIT_PREFIX, StatisticsHour, add_counts, get_hours
from chalicelib.times import format_time, parse_time, utc_now


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
