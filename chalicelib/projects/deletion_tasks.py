"""The jobs that erase: the events of deleted issues, and everything of a deleted project. Tombstones stay."""

from datetime import datetime

from chalicelib.aws.encryption import erase_data_key
from chalicelib.errors import Conflict
from chalicelib.issues.deletion import erase_issue_events
from chalicelib.issues.store import find_own_issue
from chalicelib.jobs.model import Job
from chalicelib.jobs.runner import Progress
from chalicelib.projects.deletion import erase_discussion, erase_issue_rows, erase_project_rows, list_issue_ids
from chalicelib.projects.store import find_project

ISSUES_A_SLICE = 20


def erase_issues_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    """Erase what is left of deleted issues. The arguments name each with the generation that was deleted."""
    project_id, issues = str(job.project_id), job.arguments["issues"]
    position = job.position or 0
    issue_id, generation = issues[position]
    is_done = erase_issue_events(project_id, issue_id, generation)
    is_done = erase_discussion(project_id, issue_id, job.created_at) and is_done
    position += is_done
    return Progress(position, len(issues), position if position < len(issues) else None)


def erase_project_slice(job: Job, now: datetime) -> Progress:
    """Erase a deleted project. Its data key goes first: from then on nobody can read its events, wherever they lie."""
    project_id = str(job.arguments["project_id"])
    if find_project(project_id) is not None:
        raise Conflict("This project is not deleted, so that nothing of it was erased")
    if job.position is None:
        erase_data_key(project_id, now)
    issue_ids = list_issue_ids(project_id, ISSUES_A_SLICE)
    for issue_id in issue_ids:
        issue = find_own_issue(project_id, issue_id)
        if issue is not None:
            _erase_events(project_id, issue_id, issue.generation)
        erase_issue_rows(project_id, issue_id)
    done = job.done + len(issue_ids)
    if issue_ids:
        return Progress(done, done, done)
    erase_project_rows(project_id)
    return Progress(done, done, None, {"issues": done})


def _erase_events(project_id: str, issue_id: str, generation: int) -> None:
    while not erase_issue_events(project_id, issue_id, generation):
        pass
