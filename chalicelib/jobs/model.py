"""A job's row and what callers see of it; while it is open a second row lists it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.tables import CoreRecord

JobKind = Literal[
    "bulk_update",
    "snapshot_index",
    "erase_organization",
    "erase_project",
    "erase_issues",
    "export",
    "export_user",
    "erase_user",
]
JobState = Literal["queued", "running", "done", "failed"]


class JobRecord(CoreRecord):
    id = UnicodeAttribute()
    kind = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    project_id = UnicodeAttribute(null=True)
    requested_by = UnicodeAttribute(null=True)
    arguments = JSONAttribute(null=True)
    state = UnicodeAttribute(default="queued")
    done = NumberAttribute(default=0)
    total = NumberAttribute(default=0)
    position = JSONAttribute(null=True)
    result = JSONAttribute(null=True)
    error = UnicodeAttribute(null=True)
    attempts = NumberAttribute(default=0)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    leased_until = UnicodeAttribute(default="")
    holder = UnicodeAttribute(null=True)


class OpenJobRecord(CoreRecord):
    organization_id = UnicodeAttribute()
    kind = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Job:
    """*position* is whatever the job's kind needs to go on after a stop; None at the start."""

    id: str
    kind: JobKind
    organization_id: str
    project_id: str | None
    requested_by: str | None
    state: JobState
    done: int
    total: int
    created_at: str
    updated_at: str
    attempts: int = 0
    arguments: dict[str, Any] = field(default_factory=dict)
    position: Any = None
    result: Any = None
    error: str | None = None
    leased_until: str = ""


def job_of(record: JobRecord) -> Job:
    fields = {name: getattr(record, name) for name in Job.__dataclass_fields__}
    fields |= {name: int(fields[name]) for name in ("done", "total", "attempts")}
    return Job(**{**fields, "arguments": record.arguments or {}})
