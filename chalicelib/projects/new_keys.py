"""A project key as it is born."""

import secrets
import uuid

from chalicelib.config import settings
from chalicelib.projects.model import ProjectKey
from chalicelib.times import format_time, utc_now


def new_key(project_id: str, organization_id: str, name: str, retention_days: int | None = None) -> ProjectKey:
    """A key with its identity, which nothing limits. 32 hex digits, for JavaScript SDKs refuse a hyphen."""
    return ProjectKey(
        public_key=secrets.token_hex(16),
        key_id=str(uuid.uuid4()),
        project_id=project_id,
        organization_id=organization_id,
        is_active=True,
        retention_days=retention_days or settings().retention_days,
        name=name,
        created_at=format_time(utc_now()),
    )
