"""The Lambda that runs jobs, and the schedule that sweeps up what crashes and time leave behind."""

from collections.abc import Callable
from typing import Any

from chalice import Blueprint, Rate
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.accounts.mails import ACCOUNT_MAIL_JOB, ADDRESS_CHANGE_JOB
from chalicelib.accounts.worker import send_ordered
from chalicelib.artifacts.late_maps import apply_late_maps_slice
from chalicelib.artifacts.tasks import assemble_bundle_slice, compile_release_file_slice
from chalicelib.aws.queues import retry_messages
from chalicelib.config import settings
from chalicelib.issues.index.tasks import write_snapshot
from chalicelib.issues.tasks import update_slice
from chalicelib.jobs.runner import Slice, run_job
from chalicelib.jobs.sweep import sweep_everything
from chalicelib.messages import JobMessage, read_job
from chalicelib.organizations.tasks import erase_organization_slice
from chalicelib.process_tuning import tune_process
from chalicelib.projects.costs import charged_to
from chalicelib.projects.export_tasks import export_slice
from chalicelib.projects.personal_data_tasks import erase_user_slice, export_user_slice
from chalicelib.projects.project_deletion import erase_issues_slice, erase_project_slice
from chalicelib.times import utc_now

# What a slice, the save after it and the hand-over may take together.
RESERVE_MILLISECONDS = 60_000

KINDS: dict[str, Slice] = {
    "apply_late_maps": apply_late_maps_slice,
    "assemble_bundle": assemble_bundle_slice,
    "bulk_update": update_slice,
    "compile_release_file": compile_release_file_slice,
    "erase_issues": erase_issues_slice,
    "erase_organization": erase_organization_slice,
    "erase_project": erase_project_slice,
    "export": export_slice,
    "export_user": export_user_slice,
    "erase_user": erase_user_slice,
}

worker = Blueprint(__name__)


@worker.on_sqs_message(queue=settings().queue_name("jobs"), batch_size=1, maximum_concurrency=settings().concurrency(5))
def run_jobs(event: SQSEvent) -> None:
    """Run what the queue points to. Raises to have it delivered again; SQS sets aside what fails time after time."""
    records = event.to_dict()["Records"]
    for record in records:
        try:
            _run(read_job(record["body"]), _clock(event.context))
        except Exception:
            # The visibility timeout is that of the longest job: an hour and a half.
            retry_messages("jobs", [record])
            raise


@worker.schedule(Rate(5, unit=Rate.MINUTES))
def sweep(event: CloudWatchEvent) -> None:  # noqa: ARG001 - Chalice hands it over by position.
    sweep_everything(utc_now())


def _run(message: JobMessage, has_time: Callable[[], bool]) -> None:
    """Jobs without a row are short, harmless to repeat, and of no interest to anyone watching."""
    if message.kind == "snapshot_index":
        with charged_to(message.arguments["project_id"]):
            write_snapshot(message.arguments["project_id"])
    elif message.kind in {ACCOUNT_MAIL_JOB, ADDRESS_CHANGE_JOB}:
        # Of a release whose mails had no queue of their own.
        send_ordered(message)
    else:
        run_job(message, KINDS, has_time)


def _clock(context: Any) -> Callable[[], bool]:
    """Whether another slice fits. Where nobody stops the function, there always is time."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    return (lambda: remaining() > RESERVE_MILLISECONDS) if callable(remaining) else (lambda: True)


tune_process()
