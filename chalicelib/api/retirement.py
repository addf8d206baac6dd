"""How a project ends: a tombstone, then its keys, so that nothing new arrives, then a job that erases the rest."""

from chalicelib.api.authentication import Actor
from chalicelib.model import utc_now
from chalicelib.queue import JobMessage, send_job
from chalicelib.storage.jobs import create_job
from chalicelib.storage.project_keys import delete_project_key, list_project_keys
from chalicelib.storage.project_slugs import delete_project
from chalicelib.storage.projects import Project


def retire_project(project: Project, actor: Actor) -> str:
    """Delete *project*; the id of the job that erases it. Raises NotFound when somebody else just did."""
    delete_project(project)
    for key in list_project_keys(project.project_id):
        delete_project_key(project.project_id, key.public_key)
    job = create_job(
        project.organization_id,
        "erase_project",
        project_id=project.project_id,
        requested_by=actor.user_id,
        arguments={"project_id": project.project_id},
        now=utc_now(),
    )
    send_job(JobMessage(project.organization_id, job.id, job.kind, job.arguments))
    return job.id
