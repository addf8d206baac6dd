"""A project's deletion: a job that will erase it, a tombstone, the end of its keys, and only then the job's start.

A crash in between leaves a queued job, which the sweep starts: it erases what has its tombstone and nothing else.
Every step may be repeated; the tombstones stay.
"""

from datetime import datetime
from itertools import islice

from chalicelib.artifacts.deletion import erase_project_artifacts
from chalicelib.aws import keys
from chalicelib.aws.encryption import erase_data_key
from chalicelib.aws.rows import Key, delete_rows, query_rows
from chalicelib.errors import Conflict
from chalicelib.issues.deletion import erase_issue_events
from chalicelib.issues.index.snapshots import erase_snapshots
from chalicelib.issues.index.sync import list_changes
from chalicelib.issues.postings import erase_postings
from chalicelib.issues.store import find_own_issue, issue_key
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job, create_job
from chalicelib.messages import JobMessage, send_job
from chalicelib.projects.keys import delete_project_key, list_project_keys
from chalicelib.projects.store import Project, delete_project, find_project
from chalicelib.releases.store import erase_release_rows
from chalicelib.times import utc_now

MAX_ROWS = 1000
# The tombstones of the project and of its data key stay: they tell late events and a restored table that it is gone.
KEPT = frozenset({keys.PROJECT, keys.DATA_KEY})


def erase_discussion(project_id: str, issue_id: str, until: str) -> bool:
    """Remove comments, activity and followers of an issue from before *until*. False when there is more.

    The issue may have come back meanwhile; what belongs to its new life is younger and stays.
    """
    partition = keys.issue(project_id, issue_id)
    rows: list[Key] = []
    for prefix in (keys.COMMENTS, keys.ACTIVITY):
        found = query_rows("core", partition, first=prefix, last=f"{prefix}{until}~")
        rows += [(partition, str(row["sk"])) for row in islice(found, MAX_ROWS)]
    followers = query_rows("core", partition, first=keys.WATCHERS, last=f"{keys.WATCHERS}~")
    issue = find_own_issue(project_id, issue_id)
    if issue is None or issue.deleted_at is not None:
        rows += [(partition, str(row["sk"])) for row in islice(followers, MAX_ROWS)]
        rows.append((partition, keys.ISSUE_TEXT))
    delete_rows("core", rows)
    return len(rows) < MAX_ROWS


def list_issue_ids(project_id: str, limit: int) -> list[str]:
    """Ids of issues that still have a row, deleted ones too."""
    return [issue_id for issue_id, _ in islice(list_changes(project_id, ""), limit)]


def erase_issue_rows(project_id: str, issue_id: str) -> None:
    """Remove everything the core table holds of an issue, its own row last, by which the next run would find it."""
    partition = keys.issue(project_id, issue_id)
    others = [str(row["sk"]) for row in query_rows("core", partition) if row["sk"] != keys.ISSUE]
    delete_rows("core", [(partition, sk) for sk in others])
    delete_rows("core", [issue_key(project_id, issue_id)])


def erase_project_rows(project_id: str) -> None:
    """Remove what the core table holds of a project beside its issues: keys, roles, releases, rules, numbers."""
    for key in list_project_keys(project_id):
        delete_project_key(project_id, key.public_key)
    # Releases name the partitions of their commits and deploys, so that these go before them.
    erase_release_rows(project_id)
    for partition in (keys.issue_numbers(project_id), keys.project(project_id)):
        found = [str(row["sk"]) for row in query_rows("core", partition)]
        delete_rows("core", [(partition, sk) for sk in found if sk not in KEPT])


def start_project_deletion(project: Project, user_id: str | None) -> str:
    """Delete *project* for *user_id*; the id of the job that erases it. Raises NotFound when somebody else just did."""
    job = create_job(
        project.organization_id,
        "erase_project",
        project_id=project.project_id,
        requested_by=user_id,
        arguments={"project_id": project.project_id},
        now=utc_now(),
    )
    delete_project(project)
    for key in list_project_keys(project.project_id):
        delete_project_key(project.project_id, key.public_key)
    send_job(JobMessage(project.organization_id, job.id, job.kind))
    return job.id


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
    if issue_ids or not erase_postings(project_id, MAX_ROWS):
        return Progress(done, done, done)
    erase_project_artifacts(job.organization_id, project_id)
    erase_snapshots(project_id)
    erase_project_rows(project_id)
    return Progress(done, done, None, {"issues": done})


def _erase_events(project_id: str, issue_id: str, generation: int) -> None:
    while not erase_issue_events(project_id, issue_id, generation):
        pass
