"""Files that came with events: listed with their event, and read one at a time."""

import base64

from chalicelib.errors import TooLarge
from chalicelib.events.attachments import get_attachment, read_attachment
from chalicelib.events.schemas import AttachmentContent
from chalicelib.events.serializers import answer_attachment
from chalicelib.events.store import get_event
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource

# Lambda answers with at most 6 MB, and base64 takes a third more than the file has.
MAX_SHOWN_BYTES = 4 * 1024 * 1024

routes = Resource(__name__, tag="events")


@routes.endpoint(
    "GET",
    "/projects/{project_id}/events/{event_id}/attachments/{attachment_id}",
    access="event:read",
    errors=(TooLarge,),
)
def show_attachment(project_id: str, event_id: str, attachment_id: str, actor: Actor) -> AttachmentContent:
    """Show a file that came with an event, as base64. What is inside came from an SDK: save it, never render it."""
    require_project(actor, project_id)
    get_event(project_id, event_id)
    file = get_attachment(project_id, event_id, attachment_id)
    if file.size_bytes > MAX_SHOWN_BYTES:
        raise TooLarge(f"The file has {file.size_bytes} bytes; at most {MAX_SHOWN_BYTES} can be shown")
    content = read_attachment(project_id, event_id, attachment_id)
    return AttachmentContent.model_construct(
        **dict(answer_attachment(file)), content_base64=base64.b64encode(content).decode()
    )
