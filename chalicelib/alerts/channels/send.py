"""Sends one notification to one address by its channel. Raises SendFailed."""

from collections.abc import Callable, Mapping
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.alerts.audience import Delivery
from chalicelib.alerts.channels.discord import discord_body
from chalicelib.alerts.channels.email import mail_subject, mail_text, send_mail
from chalicelib.alerts.channels.google_chat import google_chat_body
from chalicelib.alerts.channels.mattermost import mattermost_body
from chalicelib.alerts.channels.ntfy import ntfy_body, ntfy_headers, ntfy_url
from chalicelib.alerts.channels.opsgenie import opsgenie_body, opsgenie_headers
from chalicelib.alerts.channels.pagerduty import pagerduty_body
from chalicelib.alerts.channels.slack import slack_body
from chalicelib.alerts.channels.teams import teams_body
from chalicelib.alerts.channels.telegram import telegram_body
from chalicelib.alerts.channels.webhook import webhook_body, webhook_headers
from chalicelib.alerts.http_client import SendFailed, post
from chalicelib.alerts.notifications import Notification

# What SES will refuse again, however often it is asked.
REFUSED_BY_SES = {"MessageRejected", "MailFromDomainNotVerifiedException", "InvalidParameterValue"}
JSON = {"Content-Type": "application/json"}


#: Channels whose address says everything; how each writes a notification.
BODIES: Mapping[str, Callable[[Notification], bytes]] = {
    "slack": slack_body,
    "discord": discord_body,
    "teams": teams_body,
    "mattermost": mattermost_body,
    "google_chat": google_chat_body,
    "telegram": telegram_body,
}


def send(delivery: Delivery, notification: Notification, now: datetime) -> None:
    match delivery.channel:
        case "mail":
            _send_mail(delivery.target, notification)
        case "ntfy":
            body = ntfy_body(notification, delivery.target)
            post(ntfy_url(delivery.target), body, ntfy_headers(delivery.secret))
        case "pagerduty":
            post(delivery.target, pagerduty_body(notification, delivery.secret), JSON)
        case "opsgenie":
            post(delivery.target, opsgenie_body(notification), opsgenie_headers(delivery.secret))
        case "webhook":
            body = webhook_body(notification)
            headers = webhook_headers(notification, delivery.id, body, delivery.secret, int(now.timestamp()))
            post(delivery.target, body, headers)
        case channel:
            post(delivery.target, BODIES[channel](notification), JSON)


def _send_mail(to: str, notification: Notification) -> None:
    try:
        send_mail(to, mail_subject(notification), mail_text(notification))
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise SendFailed(code, is_temporary=code not in REFUSED_BY_SES) from error
    except BotoCoreError as error:
        raise SendFailed(type(error).__name__, is_temporary=True) from error
