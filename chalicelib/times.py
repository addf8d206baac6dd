"""The one way a time is written, and the clock."""

from datetime import UTC, datetime


def format_time(moment: datetime) -> str:
    """UTC with milliseconds and a Z. Always 24 characters, so that times compare as strings."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def parse_time(text: str) -> datetime:
    """The inverse of format_time; any ISO 8601 time with a zone will do. Raises ValueError."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"no time: {text}") from None


def utc_now() -> datetime:
    return datetime.now(UTC)
