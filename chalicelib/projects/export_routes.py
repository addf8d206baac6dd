"""Taking data out, or away: a project's export, and one person's data in it. All of it is done by jobs."""

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.jobs.serializers import JobAnswer, start_job
from chalicelib.organizations.audit import audit
from chalicelib.projects.schemas import PersonBody

routes = Resource(__name__, tag="exports")


@routes.endpoint("POST", "/projects/{project_id}/export", access="event:admin", status=202)
def export_project(project_id: str, actor: Actor) -> JobAnswer:
    """Export a project's issues and events as JSON lines.

    The job's result has links that work for an hour; asking for the job again makes new ones.
    """
    project = require_project(actor, project_id, "admin")
    audit(project.organization_id, actor, "project.export", project_id)
    return start_job(project, "export", actor.user_id, {})


@routes.endpoint("POST", "/projects/{project_id}/users/export", access="event:admin", status=202)
def export_person(project_id: str, actor: Actor, body: PersonBody) -> JobAnswer:
    """Export the events of one person as JSON lines.

    The person is the one whom events name as their user; the job's result has links as a project's export has. The
    files that came with an event are listed with it, and read one at a time.
    """
    project = require_project(actor, project_id, "admin")
    audit(project.organization_id, actor, "person.export", project_id)
    return start_job(project, "export_user", actor.user_id, body.model_dump(exclude_none=True))


@routes.endpoint("POST", "/projects/{project_id}/users/erase", access="event:admin", status=202)
def erase_person(project_id: str, actor: Actor, body: PersonBody) -> JobAnswer:
    """Erase the events of one person for good.

    Their bytes are overwritten where they are stored, and the files that came with them deleted. Counters, which name
    nobody, stay as they are; so does what a title or a tag of the application's own says.
    """
    project = require_project(actor, project_id, "admin")
    audit(project.organization_id, actor, "person.erase", project_id)
    return start_job(project, "erase_user", actor.user_id, body.model_dump(exclude_none=True))
