"""What the API left to the mail Lambda."""

from typing import Any

from chalicelib import config
from chalicelib.accounts.mails import send_account_mail
from chalicelib.alerts.channels.email import list_mails
from chalicelib.aws.clients import client, queue_url
from chalicelib.messages import read_job


def sent_jobs(stage: config.Settings) -> list[Any]:
    url = queue_url(stage.queue_name("mails"))
    messages = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [read_job(message["Body"]) for message in messages]


def mailed_token(mail: Any, email: str) -> str:
    send_account_mail(mail, email)
    return token_in(list_mails()[0].text)


def token_in(text: str) -> str:
    return text.partition("?token=")[2].split()[0]
