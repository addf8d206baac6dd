"""The job that applies one change to many issues, a slice of the list at a time."""

from datetime import datetime

from chalicelib.issues.bulk_changes import DeletedIssue, change_issues_now, decode_bulk_change
from chalicelib.jobs.files import delete_file, get_issue_ids
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job, create_job
from chalicelib.messages import JobMessage, send_job

SLICE = 100


def update_slice(job: Job, now: datetime) -> Progress:
    """Change the next issues. The position is how many of the list were worked through and how many of them changed."""
    key, project_id = job.arguments["issue_ids_key"], str(job.project_id)
    seen, changed = job.position or (0, 0)
    bulk = decode_bulk_change(job.arguments)
    issue_ids = get_issue_ids(key)
    outcome = change_issues_now(project_id, issue_ids[seen : seen + SLICE], bulk, job.requested_by, now)
    changed += outcome.changed
    if outcome.deleted:
        _erase_apart(job, outcome.deleted, now)
    seen = min(seen + SLICE, len(issue_ids))
    if seen < len(issue_ids):
        return Progress(seen, len(issue_ids), (seen, changed))
    delete_file(key)
    return Progress(seen, seen, None, {"updated": changed})


def _erase_apart(job: Job, deleted: list[DeletedIssue], now: datetime) -> None:
    """Start a job for what the deleted issues leave behind, which may be far more than a slice can take."""
    started = create_job(
        job.organization_id,
        "erase_issues",
        project_id=job.project_id,
        requested_by=job.requested_by,
        arguments={"issues": [list(each) for each in deleted]},
        now=now,
        total=len(deleted),
    )
    send_job(JobMessage(started.organization_id, started.id, started.kind))
