"""Leases of rate-limit tokens: many senders share one counter per key and window, and never pass its limit together."""

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.aws import keys
from chalicelib.aws.tables import SCHEMA_VERSION, HotRecord

KEEP_SECONDS = 3600


class LeaseRecord(HotRecord):
    used = NumberAttribute()


def take_lease(project_id: str, key_id: str, window: int, *, tokens: int, limit: int, ends_at: int) -> int:
    """Up to *tokens* of the window's *limit*, now this process's own; 0 when none is left until *ends_at*.

    One conditional write; near the end of the limit two more calls find out what is left and take that.
    """
    record = LeaseRecord(keys.limit(f"{project_id}#{key_id}"), str(window))
    wanted = min(tokens, limit)
    while wanted > 0:
        if _take(record, wanted, limit, ends_at + KEEP_SECONDS):
            return wanted
        record.refresh(consistent_read=True)
        wanted = min(wanted, limit - int(record.used))
    return 0


def _take(record: LeaseRecord, tokens: int, limit: int, expires_at: int) -> bool:
    try:
        record.update(
            actions=[
                LeaseRecord.used.add(tokens),
                LeaseRecord.schema.set(SCHEMA_VERSION),
                LeaseRecord.expires_at.set(expires_at),
            ],
            condition=LeaseRecord.used.does_not_exist() | (LeaseRecord.used <= limit - tokens),
        )
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True
