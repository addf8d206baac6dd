"""Queue → issue: the Lambda that takes batches of events."""

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.config import settings
from chalicelib.process_tuning import tune_process
from chalicelib.processing.batch import process_batch

worker = Blueprint(__name__)


@worker.on_sqs_message(
    queue=settings().queue_name("events"),
    batch_size=100,
    maximum_batching_window_in_seconds=1,
    maximum_concurrency=settings().concurrency(100),
)
def group_events(event: SQSEvent) -> None:
    """Group a batch. What raises here is delivered again."""
    process_batch(event.to_dict()["Records"])


tune_process()
