"""What people wrote about errors: of a project, and of one issue."""

from chalicelib.events.feedback import Feedback, list_feedback_about, page_feedback
from chalicelib.events.schemas import FeedbackAnswer, FeedbackList
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import PageQuery, Pagination
from chalicelib.issues.store import get_issue, resolve_issue_id, short_id
from chalicelib.projects.store import Project

routes = Resource(__name__, tag="events")


@routes.endpoint("GET", "/projects/{project_id}/feedback", access="event:read")
def list_feedback(project_id: str, actor: Actor, query: PageQuery) -> FeedbackList:
    """List what people wrote through feedback forms and crash-report dialogs, newest first."""
    project = require_project(actor, project_id)
    page = page_feedback(project_id, limit=query.limit, cursor=query.cursor)
    return FeedbackList.model_construct(
        data=[_answer(project, one) for one in page.feedback],
        pagination=Pagination(next_cursor=page.next_cursor, has_more=page.next_cursor is not None),
        total=page.total,
    )


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/feedback", access="event:read")
def list_issue_feedback(project_id: str, issue_id: str, actor: Actor) -> FeedbackList:
    """List what people wrote about an issue's events, among the project's hundred newest messages."""
    project = require_project(actor, project_id)
    issue = get_issue(project_id, resolve_issue_id(project, issue_id))
    found = [_answer(project, one) for one in list_feedback_about(project_id, issue.id)]
    return FeedbackList.model_construct(
        data=found, pagination=Pagination(next_cursor=None, has_more=False), total=len(found)
    )


def _answer(project: Project, feedback: Feedback) -> FeedbackAnswer:
    return FeedbackAnswer.model_construct(
        id=feedback.row.event_id,
        issue_id=feedback.issue.id,
        short_id=short_id(project, feedback.issue.number),
        status=feedback.issue.status,
        message=feedback.text("message") or feedback.issue.title,
        name=feedback.text("name"),
        email=feedback.text("contact_email"),
        url=feedback.text("url"),
        source=feedback.text("source"),
        replay_id=feedback.text("replay_id"),
        about_event_id=feedback.about_event_id,
        about_issue_id=feedback.about_issue_id,
        environment=feedback.row.environment,
        release=feedback.row.release,
        received_at=feedback.row.received_at,
    )
