"""How a job runs: claim it, work in slices that each end with saved progress, and hand over before time is up.

A kind of job is a function that does one slice from a position and returns the next. Running a slice twice must be as
good as running it once: a crash between the slice and its saved progress repeats it.
"""

import secrets
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.errors import MiniSentryError
from chalicelib.jobs.store import Job, LeaseLost, claim_job, finish_job, release_job, save_progress
from chalicelib.logs import log, log_exception
from chalicelib.messages import JobMessage, send_job
from chalicelib.projects.costs import charged_to
from chalicelib.times import utc_now

MAX_ATTEMPTS = 5
# They take away the very rows that would say what they cost.
UNCHARGED = frozenset({"erase_project", "erase_organization"})


@dataclass(frozen=True, slots=True)
class Progress:
    """What a slice achieved. *position* of None ends the job, with *result* for the page to show."""

    done: int
    total: int
    position: Any
    result: Any = None


Slice = Callable[[Job, datetime], Progress]


def run_job(
    message: JobMessage, kinds: Mapping[str, Slice], has_time: Callable[[], bool], now: Callable[[], datetime] = utc_now
) -> None:
    """Work on the job until it is finished or time is short; then it goes on in another run.

    A repeated message for a job that is finished or in other hands does nothing.
    """
    holder = secrets.token_hex(8)
    job = claim_job(message.organization_id, message.job_id, holder, now())
    if job is None:
        log("job_not_claimed", job_id=message.job_id, kind=message.kind)
        return
    try:
        with charged_to(job.project_id) if job.project_id and job.kind not in UNCHARGED else nullcontext():
            _run_claimed(job, kinds, holder, has_time, now)
    except LeaseLost:
        log("job_lease_lost", job_id=job.id, kind=job.kind)
    except MiniSentryError as error:
        finish_job(job, holder, now(), error=error.message)
    except Exception as error:
        log_exception("job_failed", error, job_id=job.id, kind=job.kind, attempts=job.attempts)
        if job.attempts < MAX_ATTEMPTS:
            release_job(job, holder, now())
            raise
        finish_job(job, holder, now(), error=f"It failed {job.attempts} times: {type(error).__name__}")


def _run_claimed(
    job: Job, kinds: Mapping[str, Slice], holder: str, has_time: Callable[[], bool], now: Callable[[], datetime]
) -> None:
    work = kinds.get(job.kind)
    if work is None:
        finish_job(job, holder, now(), error=f"Nobody knows how to do a job of the kind {job.kind}")
        return
    while True:
        progress = work(job, now())
        if progress.position is None:
            save_progress(job, holder, now(), done=progress.done, total=progress.total, position=job.position)
            finish_job(job, holder, now(), result=progress.result)
            log("job_done", job_id=job.id, kind=job.kind, done=progress.done)
            return
        job = save_progress(job, holder, now(), done=progress.done, total=progress.total, position=progress.position)
        if not has_time():
            release_job(job, holder, now())
            send_job(JobMessage(job.organization_id, job.id, job.kind))
            return
