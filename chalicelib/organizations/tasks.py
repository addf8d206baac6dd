"""The job that erases a deleted organization: who belonged to it, and its projects, each by a job of its own.

The tombstone stays, and so does the audit log: they tell late requests, and whoever restores a table, that it is gone.
"""

from contextlib import suppress
from datetime import datetime

from chalicelib.artifacts.deletion import erase_organization_artifacts, erase_project_artifacts
from chalicelib.errors import Conflict, NotFound
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job
from chalicelib.organizations.invitations import erase_invitations
from chalicelib.organizations.members import erase_members
from chalicelib.organizations.store import find_organization
from chalicelib.projects.project_deletion import start_project_deletion
from chalicelib.projects.store import list_projects

PROJECTS_A_SLICE = 10


def erase_organization_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    """End the next projects. What is left is looked up each time, so that a repeated slice ends nothing twice."""
    organization_id = job.organization_id
    if find_organization(organization_id) is not None:
        raise Conflict("This organization is not deleted, so that nothing of it was erased")
    erase_members(organization_id)
    erase_invitations(organization_id)
    left = list_projects(organization_id)
    for project in left[:PROJECTS_A_SLICE]:
        erase_project_artifacts(organization_id, project.project_id)
        # Its own deletion may just have been asked for.
        with suppress(NotFound):
            start_project_deletion(project, job.requested_by)
    total = max(job.total, len(left))
    done = total - len(left[PROJECTS_A_SLICE:])
    if done >= total:
        erase_organization_artifacts(organization_id)
    return Progress(done, total, done) if done < total else Progress(done, total, None, {"projects": done})
