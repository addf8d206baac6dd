"""One mail to one address: by SES, or kept readable in the stage's own table where there is no mail service."""

from chalicelib.alerts.stored_mails import store_mail
from chalicelib.aws.clients import client
from chalicelib.aws.metering import count_mail
from chalicelib.config import settings
from chalicelib.logs import log

MAX_SUBJECT = 200


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
