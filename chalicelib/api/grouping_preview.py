"""A look ahead: how the last events of a project would be grouped by rules that are not saved yet."""

from concurrent.futures import ThreadPoolExecutor

from chalicelib.api.authentication import Actor
from chalicelib.api.authorization import require_project_by_slug
from chalicelib.api.resource import Resource
from chalicelib.api.schemas.grouping_preview import PreviewAnswer, PreviewBody, RegroupedAnswer
from chalicelib.errors import NotFound
from chalicelib.grouping.preview import preview
from chalicelib.project_settings import ProjectSettings
from chalicelib.storage.event_lists import list_project_events
from chalicelib.storage.event_rows import EventRow
from chalicelib.storage.events import StoredEvent, get_event

EVENTS_TRIED = 50
# Reading is waiting: for rows, and for bytes from S3.
READERS = 8

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
    stored = {event.row.event_id: event for event in _read_last_events(project.project_id)}
    tried = preview((event.event for event in stored.values()), current, body.config(current))
    answers = [
        RegroupedAnswer(
            event_id=each.event_id,
            issue_id=stored[each.event_id].row.issue_id,
            title=stored[each.event_id].row.title,
            before=each.before,
            after=each.after,
            method=each.method,
            changed=each.is_moved,
        )
        for each in tried
    ]
    return PreviewAnswer(events=answers, moved=sum(answer.changed for answer in answers))


def _read_last_events(project_id: str) -> list[StoredEvent]:
    rows = list_project_events(project_id, limit=EVENTS_TRIED).events
    with ThreadPoolExecutor(READERS) as readers:
        return [event for event in readers.map(_find_event, rows) if event is not None]


def _find_event(row: EventRow) -> StoredEvent | None:
    try:
        stored = get_event(row.project_id, row.event_id)
    except NotFound:
        return None
    return stored if stored.is_body_kept else None
