"""Outbox → people: the Lambda that delivers notifications, all messages of a batch at once within one deadline."""

import time
from concurrent.futures import ThreadPoolExecutor

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.alerts.delivery import MAX_BATCH_SECONDS
from chalicelib.alerts.dispatch import notify
from chalicelib.aws.queues import Record, delete_messages, retry_messages
from chalicelib.config import settings
from chalicelib.logs import log_exception
from chalicelib.messages import read_notification
from chalicelib.process_tuning import tune_process
from chalicelib.projects.costs import charged_to
from chalicelib.times import utc_now

worker = Blueprint(__name__)


class NotificationsFailed(Exception):
    """Some rows were not delivered; SQS delivers their messages again, and rows delivered already are skipped."""


@worker.on_sqs_message(
    queue=settings().queue_name("notifications"), batch_size=10, maximum_concurrency=settings().concurrency(4)
)
def send_notifications(event: SQSEvent) -> None:
    records = event.to_dict()["Records"]
    deadline = time.monotonic() + MAX_BATCH_SECONDS
    with ThreadPoolExecutor(len(records), thread_name_prefix="notify") as pool:
        taken = list(pool.map(lambda record: _notify_safely(record, deadline), records))
    failed = [record for record, is_taken in zip(records, taken, strict=True) if not is_taken]
    if failed:
        delete_messages("notifications", [record for record in records if record not in failed])
        retry_messages("notifications", failed)
        raise NotificationsFailed(f"{len(failed)} of {len(records)} messages were not delivered")


def _notify_safely(record: Record, deadline: float) -> bool:
    try:
        message = read_notification(record["body"])
        with charged_to(message.project_id):
            return notify(message, utc_now(), deadline) == 0
    except Exception as error:  # noqa: BLE001 - one bad message must not block the others.
        log_exception("notifications_failed", error)
        return False


tune_process()
