"""The job that applies one change to many issues, a slice of the list at a time."""

from datetime import datetime

from chalicelib.jobs.bulk_changes import change_or_skip, decode_bulk_change
from chalicelib.jobs.runner import Progress
from chalicelib.storage.job_files import delete_file, get_issue_ids
from chalicelib.storage.jobs import Job

SLICE = 100


def update_slice(job: Job, now: datetime) -> Progress:
    """Change the next issues. The position is how many of the list were worked through and how many of them changed."""
    key, project_id = job.arguments["issue_ids_key"], str(job.project_id)
    seen, changed = job.position or (0, 0)
    bulk = decode_bulk_change(job.arguments)
    issue_ids = get_issue_ids(key)
    for issue_id in issue_ids[seen : seen + SLICE]:
        changed += change_or_skip(project_id, issue_id, bulk, job.requested_by, now)
    seen = min(seen + SLICE, len(issue_ids))
    if seen < len(issue_ids):
        return Progress(seen, len(issue_ids), (seen, changed))
    delete_file(key)
    return Progress(seen, seen, None, {"updated": changed})
