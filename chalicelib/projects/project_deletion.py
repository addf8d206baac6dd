"""How a project ends: a job that will erase it, a tombstone, the end of its keys, and only then the job's start.

A crash in between leaves a queued job, which the sweep starts: it erases what has its tombstone and nothing else.
"""

from chalicelib.jobs.store import create_job
from chalicelib.messages import JobMessage, send_job
from chalicelib.projects.keys import delete_project_key, list_project_keys
from chalicelib.projects.slugs import delete_project
from chalicelib.projects.store import Project
from chalicelib.times import utc_now


def retire_project(project: Project, user_id: str | None) -> str:
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
