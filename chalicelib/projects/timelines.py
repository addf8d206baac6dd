"""Periods and their buckets: hours up to a week, days beyond. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from chalicelib.times import format_time, parse_time

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
