"""Values that several stations share, and the one way a time is written."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

# What a project's monthly budget allows: everything, a marked sample of it, or nothing until the month ends.
Degrade = Literal["full", "sample", "refuse"]


@dataclass(frozen=True, slots=True)
class ProjectKey:
    """What one read tells about a DSN's public key: whom it speaks for and what it may do."""

    public_key: str
    key_id: str
    project_id: str
    organization_id: str
    is_active: bool
    is_project_active: bool = True
    rate_limit_count: int | None = None
    rate_limit_window_seconds: int | None = None
    allowed_origins: tuple[str, ...] = ()
    retention_days: int = 30
    degrade: Degrade = "full"
    name: str = ""
    created_at: str = ""


def format_time(moment: datetime) -> str:
    """UTC with milliseconds and a Z. Always 24 characters, so that times compare as strings."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def parse_time(text: str) -> datetime:
    """The inverse of format_time; any ISO 8601 time with a zone will do. Raises ValueError."""
    return datetime.fromisoformat(text).astimezone(UTC)


def utc_now() -> datetime:
    return datetime.now(UTC)
