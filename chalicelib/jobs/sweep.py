"""What the sweep does every five minutes. Its steps stand alone, as do the tenants of each: who fails delays nobody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from chalicelib.accounts.signing_keys import rotate_signing_keys
from chalicelib.alerts.enqueue import enqueue_unignored
from chalicelib.alerts.evaluation import evaluate_frequency_rules
from chalicelib.alerts.outbox import list_stale_outbox
from chalicelib.alerts.summaries import send_due_summaries
from chalicelib.errors import NotFound
from chalicelib.issues.store import find_own_issue
from chalicelib.issues.triage import IssueChange, update_issue
from chalicelib.issues.wakeups import Wakeup, forget_wakeup, list_due_wakeups
from chalicelib.jobs.store import close_job, get_job, list_open_jobs
from chalicelib.jobs.turns import work_in_turns
from chalicelib.logs import log, log_exception
from chalicelib.messages import JobMessage, NotificationMessage, send_job, send_notification
from chalicelib.projects.budget_tasks import keep_budgets
from chalicelib.projects.store import find_project
from chalicelib.times import format_time

STUCK_AFTER = timedelta(minutes=10)
MAX_PER_MESSAGE = 100


class SweepFailed(Exception):
    """Some steps failed; each has its own line in the log."""


def sweep_everything(now: datetime) -> None:
    """Do every step. Raises SweepFailed at the end, so that the function's error metric tells."""
    failed = []
    for step in STEPS:
        try:
            step(now)
        except Exception as error:  # noqa: BLE001 - one failing step must leave the others their turn.
            log_exception("sweep_step_failed", error, step=step.__name__)
            failed.append(step.__name__)
    if failed:
        raise SweepFailed(", ".join(failed))


def wake_ignored_issues(now: datetime) -> None:
    """Reopen the issues that were ignored until a time that has come."""
    work_in_turns("wake", list_due_wakeups(now), lambda wakeup: wakeup.project_id, partial(_wake, now=now))


def _wake(wakeup: Wakeup, now: datetime) -> None:
    project = find_project(wakeup.project_id)
    if project is not None and _is_due(wakeup, now):
        issue = update_issue(wakeup.project_id, wakeup.issue_id, IssueChange(status="unresolved"), None, now)
        enqueue_unignored(project.organization_id, issue, since=wakeup.at, now=now)
    forget_wakeup(wakeup)


def resend_stale_notifications(now: datetime) -> None:
    """Send the messages of outbox rows that nobody is telling: theirs was lost, or a receiver was down."""
    stale: dict[str, list[str]] = {}
    for row in list_stale_outbox(now):
        stale.setdefault(row.project_id, []).append(row.id)
    messages = [
        NotificationMessage(project_id, outbox_ids[start : start + MAX_PER_MESSAGE])
        for project_id, outbox_ids in stale.items()
        for start in range(0, len(outbox_ids), MAX_PER_MESSAGE)
    ]
    work_in_turns("resend", messages, lambda message: message.project_id, send_notification)


def resume_jobs(now: datetime) -> None:
    """Send the messages of open jobs that nobody is running."""
    work_in_turns("resume", list_open_jobs(), lambda job: job[0], partial(_resume, now=now))


def _resume(opened: tuple[str, str, str], now: datetime) -> None:
    organization_id, job_id, kind = opened
    try:
        job = get_job(organization_id, job_id)
    except NotFound:
        close_job(job_id)
        return
    if job.state in {"done", "failed"}:
        close_job(job_id)
    elif max(job.leased_until, job.updated_at) < format_time(now - STUCK_AFTER):
        log("job_resumed", job_id=job_id, kind=kind)
        send_job(JobMessage(organization_id, job_id, kind))


def _is_due(wakeup: Wakeup, now: datetime) -> bool:
    """Whether the issue still sleeps and until then: it may have been ignored anew, for longer."""
    issue = find_own_issue(wakeup.project_id, wakeup.issue_id)
    if issue is None or issue.deleted_at or issue.status != "ignored" or issue.ignored_until is None:
        return False
    return issue.ignored_until <= format_time(now)


STEPS: tuple[Callable[[datetime], object], ...] = (
    wake_ignored_issues,
    resend_stale_notifications,
    resume_jobs,
    rotate_signing_keys,
    evaluate_frequency_rules,
    send_due_summaries,
    keep_budgets,
)
