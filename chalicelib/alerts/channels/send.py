"""One notice to one address, by its channel. Ends well or in SendFailed."""

from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.alerts.audience import Delivery
from chalicelib.alerts.channels.email import send_mail
from chalicelib.alerts.channels.messages import (
    discord_body,
    mail_subject,
    mail_text,
    slack_body,
    webhook_body,
    webhook_headers,
)
from chalicelib.alerts.http_client import SendFailed, post
from chalicelib.alerts.notifications import Notice

# What SES will refuse again, however often it is asked.
REFUSED_BY_SES = {"MessageRejected", "MailFromDomainNotVerifiedException", "InvalidParameterValue"}
JSON = {"Content-Type": "application/json"}


def send(delivery: Delivery, notice: Notice, now: datetime) -> None:
    match delivery.channel:
        case "mail":
            _send_mail(delivery.target, notice)
        case "slack":
            post(delivery.target, slack_body(notice), JSON)
        case "discord":
            post(delivery.target, discord_body(notice), JSON)
        case "webhook":
            body = webhook_body(notice)
            headers = webhook_headers(notice, delivery.id, body, delivery.secret, int(now.timestamp()))
            post(delivery.target, body, headers)


def _send_mail(to: str, notice: Notice) -> None:
    try:
        send_mail(to, mail_subject(notice), mail_text(notice))
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise SendFailed(code, is_temporary=code not in REFUSED_BY_SES) from error
    except BotoCoreError as error:
        raise SendFailed(type(error).__name__, is_temporary=True) from error
