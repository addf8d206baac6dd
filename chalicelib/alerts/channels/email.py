"""One mail to one address: by SES, or kept readable for a day in a stage without mail service."""

import secrets
import time
from dataclasses import dataclass

from pynamodb.attributes import UnicodeAttribute

from chalicelib.alerts.notifications import Notification
from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.metering import count_mail
from chalicelib.aws.tables import HotRecord
from chalicelib.config import settings
from chalicelib.logs import log
from chalicelib.times import format_time, utc_now

MAX_SUBJECT = 200


def mail_subject(notification: Notification) -> str:
    return f"{notification.headline}: {notification.title}" if notification.title else notification.headline


def mail_text(notification: Notification) -> str:
    facts = [f"{name}: {value}" for name, value in notification.facts]
    parts = [notification.headline, notification.title, notification.text, "\n".join(facts), notification.url]
    return "\n\n".join(part for part in parts if part) + "\n"


def send_mail(to: str, subject: str, text: str, html: str | None = None) -> None:
    """Send it. Raises botocore's errors when SES refuses; the caller decides whether that may be tried again."""
    one_line = " ".join(subject.split())[:MAX_SUBJECT]
    if settings().mail_transport == "ses":
        _send_by_ses(to, one_line, text, html)
    else:
        store_mail(to, one_line, text)
    count_mail()
    log("mail_sent", transport=settings().mail_transport, subject_length=len(one_line))


def _send_by_ses(to: str, subject: str, text: str, html: str | None) -> None:
    body = {"Text": {"Data": text, "Charset": "UTF-8"}}
    if html is not None:
        body["Html"] = {"Data": html, "Charset": "UTF-8"}
    client("ses").send_email(
        Source=settings().mail_from,
        Destination={"ToAddresses": [to]},
        Message={"Subject": {"Data": subject, "Charset": "UTF-8"}, "Body": body},
    )


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
