"""A look ahead: how the last events of a project would be grouped by rules that are not saved yet."""

from chalicelib.events.lists import list_project_events
from chalicelib.events.store import read_bodies
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project_by_slug
from chalicelib.http.resource import Resource
from chalicelib.processing.grouping.preview import preview
from chalicelib.projects.grouping_preview_schemas import PreviewAnswer, PreviewBody, RegroupedAnswer
from chalicelib.projects.settings import ProjectSettings

EVENTS_TRIED = 50

routes = Resource(__name__, tag="Project settings")


@routes.endpoint(
    "POST", "/organizations/{org_slug}/projects/{project_slug}/settings/grouping-preview", access="project:admin"
)
def preview_grouping(actor: Actor, org_slug: str, project_slug: str, body: PreviewBody) -> PreviewAnswer:
    """Try grouping rules on the last events of a project, without saving anything.

    Each of up to 50 events is grouped by the rules in force and by the ones proposed.
    """
    _, project = require_project_by_slug(actor, org_slug, project_slug, "admin")
    current = ProjectSettings.model_validate(project.settings).grouping
    rows = {row.event_id: row for row in list_project_events(project.project_id, limit=EVENTS_TRIED).events}
    bodies = read_bodies(project.project_id, rows)
    tried = preview((bodies[event_id] for event_id in rows if event_id in bodies), current, body.config(current))
    answers = [
        RegroupedAnswer(
            event_id=each.event_id,
            issue_id=rows[each.event_id].issue_id,
            title=rows[each.event_id].title,
            before=each.before,
            after=each.after,
            method=each.method,
            changed=each.is_moved,
        )
        for each in tried
    ]
    return PreviewAnswer(events=answers, moved=sum(answer.changed for answer in answers))
