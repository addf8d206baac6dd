"""Outbox → people: the Lambda that delivers notifications."""

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.alerts.dispatch import notify
from chalicelib.config import settings
from chalicelib.logs import log_exception
from chalicelib.messages import read_notification
from chalicelib.process_tuning import tune_process
from chalicelib.projects.costs import charged_to
from chalicelib.times import utc_now

worker = Blueprint(__name__)


class NotificationsFailed(Exception):
    """Some rows were not delivered; SQS delivers the batch again, and rows delivered already are skipped."""


@worker.on_sqs_message(queue=settings().queue_name("notifications"), batch_size=10)
def send_notifications(event: SQSEvent) -> None:
    failed = 0
    for record in event:
        try:
            message = read_notification(record.body)
            with charged_to(message.project_id):
                failed += notify(message, utc_now())
        except Exception as error:  # noqa: BLE001 - one bad message must not block the others.
            log_exception("notifications_failed", error)
            failed += 1
    if failed:
        raise NotificationsFailed(f"{failed} rows were not delivered")


tune_process()
