"""Which deliveries of an outbox row are done, and how much a rule told in an hour. Rows that expire."""

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import HotRecord

KEEP_SECONDS = 7 * 24 * 3600
HOUR_SECONDS = 3600


class DeliveryRecord(HotRecord):
    """Its presence says that the delivery is done."""


class NoticeCountRecord(HotRecord):
    used = NumberAttribute(default=0)


class FiringRecord(HotRecord):
    fired_at = UnicodeAttribute()


def list_delivered(outbox_id: str) -> set[str]:
    return {row.sk for row in DeliveryRecord.query(keys.delivery(outbox_id), consistent_read=True)}


def mark_delivered(outbox_id: str, delivery_id: str, now: datetime) -> None:
    DeliveryRecord(keys.delivery(outbox_id), delivery_id, expires_at=int(now.timestamp()) + KEEP_SECONDS).save()


def count_notices(rule_id: str, notices: int, now: datetime) -> int:
    """Count *notices* of the rule in this hour, and tell how many it has now."""
    hour = int(now.timestamp()) // HOUR_SECONDS
    record = NoticeCountRecord(keys.limit(f"notices#{rule_id}"), str(hour))
    expires_at = NoticeCountRecord.expires_at.set((hour + 2) * HOUR_SECONDS)
    record.update(actions=[NoticeCountRecord.used.add(notices), expires_at])
    return int(record.used)


def last_fired(rule_id: str, issue_id: str) -> str | None:
    """When the rule last counted enough of this issue; None when it is too long ago to matter."""
    try:
        return str(FiringRecord.get(keys.limit(f"fired#{rule_id}"), issue_id, consistent_read=True).fired_at)
    except FiringRecord.DoesNotExist:
        return None


def mark_fired(rule_id: str, issue_id: str, fired_at: str, now: datetime) -> None:
    record = FiringRecord(keys.limit(f"fired#{rule_id}"), issue_id, fired_at=fired_at)
    record.expires_at = int(now.timestamp()) + KEEP_SECONDS
    record.save()
