"""Mails that somebody waits for: a forgotten password, a new address, an invitation. The Lambda that sends them.

One at a time, and again within seconds where that failed; after the eighth try SQS sets the message aside.
"""

from typing import cast

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.accounts.mails import (
    ACCOUNT_MAIL_JOB,
    ADDRESS_CHANGE_JOB,
    WRITTEN_MAIL_JOB,
    AccountMail,
    send_account_mail,
    send_address_change,
    send_written_mail,
)
from chalicelib.aws.queues import Record, delete_messages, retry_messages
from chalicelib.config import settings
from chalicelib.logs import log_exception
from chalicelib.messages import JobMessage, read_job
from chalicelib.process_tuning import tune_process

worker = Blueprint(__name__)


class MailsFailed(Exception):
    """Some mails were not sent; each comes again by itself."""


@worker.on_sqs_message(queue=settings().queue_name("mails"), batch_size=5, maximum_concurrency=2)
def send_mails(event: SQSEvent) -> None:
    records = event.to_dict()["Records"]
    failed = [record for record in records if not _send_safely(record)]
    if failed:
        delete_messages("mails", [record for record in records if record not in failed])
        retry_messages("mails", failed)
        raise MailsFailed(f"{len(failed)} of {len(records)} mails were not sent")


def _send_safely(record: Record) -> bool:
    try:
        send_ordered(read_job(record["body"]))
    except Exception as error:  # noqa: BLE001 - one bad mail must not block the others.
        log_exception("mail_failed", error)
        return False
    return True


def send_ordered(message: JobMessage) -> None:
    """Send what the message asks for. One of a kind that nobody knows is an error."""
    arguments = message.arguments
    if message.kind == ACCOUNT_MAIL_JOB:
        send_account_mail(cast("AccountMail", arguments["mail"]), arguments["email"])
    elif message.kind == ADDRESS_CHANGE_JOB:
        send_address_change(arguments["user_id"], arguments["email"])
    elif message.kind == WRITTEN_MAIL_JOB:
        send_written_mail(arguments["email"], arguments["subject"], arguments["text"])
    else:
        raise ValueError(f"no mail of the kind {message.kind}")


tune_process()
