"""What a project's key may do, as its DSN's one read tells it."""

from dataclasses import dataclass
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
