"""Exports of a project: a job whose result links to JSON lines."""

from chalicelib.api.authentication import Actor
from chalicelib.api.authorization import require_project
from chalicelib.api.job_answers import start_job
from chalicelib.api.resource import Resource
from chalicelib.api.schemas.issues import JobAnswer

routes = Resource(__name__, tag="exports")


@routes.endpoint("POST", "/projects/{project_id}/export", access="event:admin", status=202)
def export_project(project_id: str, actor: Actor) -> JobAnswer:
    """Export a project's issues and events as JSON lines.

    The job's result has links that work for an hour; asking for the job again makes new ones.
    """
    project = require_project(actor, project_id, "admin")
    return start_job(project, "export", actor.user_id, {})
