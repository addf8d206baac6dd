"""Mails of a stage that has no mail service: kept for a day, so that whoever runs it locally can read them."""

import secrets
import time
from dataclasses import dataclass

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import HotRecord
from chalicelib.times import format_time, utc_now

KEEP_SECONDS = 24 * 3600
SHOWN = 100


@dataclass(frozen=True, slots=True)
class StoredMail:
    sent_at: str
    recipient: str
    subject: str
    text: str


class MailRecord(HotRecord):
    sent_at = UnicodeAttribute()
    recipient = UnicodeAttribute()
    subject = UnicodeAttribute()
    text = UnicodeAttribute()


def store_mail(recipient: str, subject: str, text: str) -> None:
    sent_at = format_time(utc_now())
    MailRecord(
        keys.MAILS,
        f"{sent_at}#{secrets.token_hex(4)}",
        sent_at=sent_at,
        recipient=recipient,
        subject=subject,
        text=text,
        expires_at=int(time.time()) + KEEP_SECONDS,
    ).save()


def list_mails() -> list[StoredMail]:
    """The newest mails first."""
    rows = MailRecord.query(keys.MAILS, scan_index_forward=False, limit=SHOWN)
    fields = StoredMail.__dataclass_fields__
    return [StoredMail(**{name: getattr(row, name) for name in fields}) for row in rows]
