"""Comments on an issue: everyone who reads may read them, who writes may write, and only authors change their own."""

from chalicelib.errors import Forbidden
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.pagination import bad_cursor, decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.ids import time_of
from chalicelib.issues.activity import new_activity, record_activity
from chalicelib.issues.commenting import comment_and_tell
from chalicelib.issues.comments import (
    Comment,
    delete_comment,
    edit_comment,
    get_comment,
    list_comments,
)
from chalicelib.issues.schemas import CommentAnswer, CommentBody, Person
from chalicelib.issues.serializers import find_people
from chalicelib.issues.store import Issue, get_issue, list_family_ids, resolve_issue_id
from chalicelib.times import utc_now

routes = Resource(__name__, tag="comments")


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/comments", access="event:read")
def show_comments(project_id: str, issue_id: str, actor: Actor, query: PageQuery) -> Page[CommentAnswer]:
    """List an issue's comments, oldest first."""
    issue = get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id))
    after = decode_text_cursor(query.cursor)
    if after is not None and time_of(after) is None:
        raise bad_cursor()
    comments = list_comments(project_id, list_family_ids(issue), after=after, limit=query.limit + 1)
    people = find_people(comment.user_id for comment in comments)
    shown = comments[: query.limit]
    is_last = len(comments) <= query.limit
    return page_of([_answer(issue.id, comment, people) for comment in shown], None if is_last else shown[-1].id)


@routes.endpoint("POST", "/projects/{project_id}/issues/{issue_id}/comments", access="event:write", status=201)
def write_comment(project_id: str, issue_id: str, actor: Actor, body: CommentBody) -> CommentAnswer:
    """Comment on an issue.

    Whom it mentions follows the issue from now on, and is told; so are those who follow it already.
    """
    project = require_project(actor, project_id, "write")
    issue = get_issue(project_id, resolve_issue_id(project, issue_id))
    comment = comment_and_tell(project, issue, actor.user_id, body.content)
    return _answer(issue.id, comment, find_people([actor.user_id]))


@routes.endpoint("PUT", "/projects/{project_id}/issues/{issue_id}/comments/{comment_id}", access="event:write")
def change_comment(project_id: str, issue_id: str, comment_id: str, actor: Actor, body: CommentBody) -> CommentAnswer:
    """Edit one's own comment."""
    issue, comment = _own_comment(project_id, issue_id, comment_id, actor)
    edited = edit_comment(project_id, comment.issue_id, comment_id, content=body.content, now=utc_now())
    return _answer(issue.id, edited, find_people([actor.user_id]))


@routes.endpoint("DELETE", "/projects/{project_id}/issues/{issue_id}/comments/{comment_id}", access="event:write")
def remove_comment(project_id: str, issue_id: str, comment_id: str, actor: Actor) -> None:
    """Delete one's own comment."""
    issue, comment = _own_comment(project_id, issue_id, comment_id, actor)
    delete_comment(project_id, comment.issue_id, comment_id)
    entry = new_activity("comment_deleted", actor.user_id, utc_now(), {"comment_id": comment_id})
    record_activity(project_id, issue.id, entry)


def _own_comment(project_id: str, issue_id: str, comment_id: str, actor: Actor) -> tuple[Issue, Comment]:
    """The issue that shows the comment, and the comment. Raises Forbidden for another's."""
    project = require_project(actor, project_id, "write")
    issue = get_issue(project_id, resolve_issue_id(project, issue_id))
    comment = get_comment(project_id, list_family_ids(issue), comment_id)
    if comment.user_id != actor.user_id:
        raise Forbidden("Only its author may change a comment")
    return issue, comment


def _answer(issue_id: str, comment: Comment, people: dict[str, Person]) -> CommentAnswer:
    return CommentAnswer(
        id=comment.id,
        issue_id=issue_id,
        user=people.get(comment.user_id),
        content=comment.content,
        created_at=comment.created_at,
        updated_at=comment.updated_at,
    )
