"""Jobs as the API shows them, and how one is started."""

from collections.abc import Sequence
from typing import Any, Literal

from chalicelib.http.schemas import Answer
from chalicelib.ids import new_time_id
from chalicelib.issues.bulk_changes import BulkChange, DeletedIssue, encode_bulk_change
from chalicelib.jobs.files import LINK_LIFETIME_SECONDS, link_to, part_key, put_issue_ids
from chalicelib.jobs.store import Job, JobKind, create_job
from chalicelib.messages import JobMessage, send_job
from chalicelib.projects.store import Project
from chalicelib.times import utc_now


class JobAnswer(Answer):
    """*result* and *error* are there once it is finished."""

    id: str
    kind: str
    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: int
    project_id: str | None
    result: object = None
    error: str | None = None
    created_at: str
    updated_at: str


def start_job(project: Project, kind: JobKind, user_id: str, arguments: dict[str, Any], total: int = 0) -> JobAnswer:
    """Store a job for *project* and put it on the queue."""
    job = create_job(
        project.organization_id,
        kind,
        project_id=project.project_id,
        requested_by=user_id,
        arguments=arguments,
        now=utc_now(),
        total=total,
    )
    send_job(JobMessage(job.organization_id, job.id, job.kind))
    return answer_job(job)


def start_bulk_job(project: Project, user_id: str, bulk: BulkChange, issue_ids: Sequence[str]) -> JobAnswer:
    """A job that applies *bulk* to the issues as they were selected now, whatever they become meanwhile."""
    key = put_issue_ids(project.organization_id, new_time_id(utc_now()), issue_ids)
    arguments = {"issue_ids_key": key, **encode_bulk_change(bulk)}
    return start_job(project, "bulk_update", user_id, arguments, total=len(issue_ids))


def start_erasure(project: Project, user_id: str, deleted: Sequence[DeletedIssue]) -> None:
    """A job that erases what deleted issues leave behind."""
    if deleted:
        start_job(project, "erase_issues", user_id, {"issues": [list(each) for each in deleted]}, total=len(deleted))


def answer_job(job: Job, *, links: int = 0, from_part: int = 0) -> JobAnswer:
    """The job as the page shows it, an export with up to *links* of its parts from *from_part* on.

    Links are made anew each time, for they expire; whoever has one reads the file.
    """
    fields = {name: getattr(job, name) for name in JobAnswer.model_fields}
    parts = _count_parts(job)
    if parts is not None:
        shown = range(from_part, min(parts, from_part + links))
        fields["result"] = {
            "lines": job.result["lines"],
            "parts": parts,
            "links": [link_to(part_key(job.organization_id, job.id, number)) for number in shown],
            "expires_in": LINK_LIFETIME_SECONDS,
        }
    return JobAnswer(**fields)


def _count_parts(job: Job) -> int | None:
    """How many files the job wrote; None for one that writes none. Older rows list their keys."""
    result = job.result if isinstance(job.result, dict) else {}
    return result.get("parts", len(result["keys"]) if "keys" in result else None)
