"""The audit log of an organization: who did what to what, when and from where. Written once, never changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, read_page
from chalicelib.http.authentication import Actor
from chalicelib.http.request import caller_address, current_request
from chalicelib.ids import new_time_id
from chalicelib.times import format_time, parse_time, utc_now

MONTHS_SEARCHED = 24


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """*action* is `<noun>.<verb>`, such as `member.remove`. *target* is the id of what it was done to."""

    entry_id: str
    organization_id: str
    actor_id: str
    action: str
    target: str
    created_at: str
    address: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


class AuditRecord(CoreRecord):
    entry_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    actor_id = UnicodeAttribute()
    action = UnicodeAttribute()
    target = UnicodeAttribute(default="")
    created_at = UnicodeAttribute()
    address = UnicodeAttribute(null=True)
    details = JSONAttribute(default=dict)


def record_audit(
    organization_id: str,
    actor_id: str,
    action: str,
    target: str,
    *,
    now: datetime,
    address: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    created_at = format_time(now)
    entry_id = new_time_id(now)
    AuditRecord(
        keys.audit(organization_id, created_at[:7]),
        f"{created_at}#{entry_id}",
        entry_id=entry_id,
        organization_id=organization_id,
        actor_id=actor_id,
        action=action,
        target=target,
        created_at=created_at,
        address=address,
        details=details or {},
    ).save()


def list_audit(
    organization_id: str, now: datetime, limit: int, before: str | None
) -> tuple[list[AuditEntry], str | None]:
    """Up to *limit* entries, newest first, older than the position *before*; and the position to go on from."""
    entries: list[AuditEntry] = []
    position = before
    for month in _months(before[:7] if before else format_time(now)[:7]):
        partition = keys.audit(organization_id, month)
        wanted = limit + 1 - len(entries)
        rows = read_page(AuditRecord, partition, "0", "~", beyond=before, limit=wanted, newest_first=True)
        entries += [_entry(row) for row in rows]
        if len(entries) > limit:
            last = entries[limit - 1]
            position = f"{last.created_at}#{last.entry_id}"
            return entries[:limit], position
    return entries, None


def is_audit_position(position: str) -> bool:
    """Whether *position* can be one that list_audit gave out."""
    try:
        parse_time(position.partition("#")[0])
    except ValueError:
        return False
    return len(position) < 100


def _months(newest: str) -> list[str]:
    year, month = int(newest[:4]), int(newest[5:7])
    ordinals = range(year * 12 + month - 1, year * 12 + month - 1 - MONTHS_SEARCHED, -1)
    return [f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}" for ordinal in ordinals]


def _entry(record: AuditRecord) -> AuditEntry:
    return AuditEntry(**{name: getattr(record, name) for name in AuditEntry.__dataclass_fields__})


def audit(organization_id: str, actor: Actor, action: str, target: str, **details: Any) -> None:
    """Note that *actor* did *action* to *target*. *details* are what changed, never secrets."""
    if actor.token_id is not None:
        details["token_id"] = actor.token_id
    record_audit(
        organization_id,
        actor.user_id,
        action,
        target,
        now=utc_now(),
        address=caller_address(current_request()),
        details=details,
    )
