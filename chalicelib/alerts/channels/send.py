"""Sends one notification to one address by its channel. Raises SendFailed."""

from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.alerts.audience import Delivery
from chalicelib.alerts.channels.discord import discord_body
from chalicelib.alerts.channels.email import mail_subject, mail_text, send_mail
from chalicelib.alerts.channels.slack import slack_body
from chalicelib.alerts.channels.webhook import webhook_body, webhook_headers
from chalicelib.alerts.http_client import SendFailed, post
from chalicelib.alerts.notifications import Notification

# What SES will refuse again, however often it is asked.
REFUSED_BY_SES = {"MessageRejected", "MailFromDomainNotVerifiedException", "InvalidParameterValue"}
JSON = {"Content-Type": "application/json"}


def send(delivery: Delivery, notification: Notification, now: datetime) -> None:
    match delivery.channel:
        case "mail":
            _send_mail(delivery.target, notification)
        case "slack":
            post(delivery.target, slack_body(notification), JSON)
        case "discord":
            post(delivery.target, discord_body(notification), JSON)
        case "webhook":
            body = webhook_body(notification)
            headers = webhook_headers(notification, delivery.id, body, delivery.secret, int(now.timestamp()))
            post(delivery.target, body, headers)


def _send_mail(to: str, notification: Notification) -> None:
    try:
        send_mail(to, mail_subject(notification), mail_text(notification))
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise SendFailed(code, is_temporary=code not in REFUSED_BY_SES) from error
    except BotoCoreError as error:
        raise SendFailed(type(error).__name__, is_temporary=True) from error
