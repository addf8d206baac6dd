"""What happened to an issue, and what the asking person keeps of it: bookmark and subscription."""

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.pagination import bad_cursor, decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.ids import time_of
from chalicelib.issues import bookmarks
from chalicelib.issues.activity import list_activity
from chalicelib.issues.schemas import ActivityAnswer, BookmarkAnswer
from chalicelib.issues.serializers import find_people
from chalicelib.issues.store import get_issue, list_family_ids, resolve_issue_id

routes = Resource(__name__, tag="activity")


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/activity", access="event:read")
def show_activity(project_id: str, issue_id: str, actor: Actor, query: PageQuery) -> Page[ActivityAnswer]:
    """List what happened to an issue, newest first: who, what, when, from what to what."""
    issue = get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id))
    before = decode_text_cursor(query.cursor)
    if before is not None and time_of(before) is None:
        raise bad_cursor()
    entries = list_activity(project_id, list_family_ids(issue), before=before, limit=query.limit + 1)
    people = find_people(entry.user_id for entry in entries)
    shown = entries[: query.limit]
    answers = [
        ActivityAnswer(
            id=entry.id,
            type=entry.type,
            user=people.get(entry.user_id or ""),
            data=dict(entry.data),
            created_at=entry.created_at,
        )
        for entry in shown
    ]
    return page_of(answers, shown[-1].id if len(entries) > query.limit else None)


@routes.endpoint("PUT", "/projects/{project_id}/issues/{issue_id}/bookmark", access="event:read")
def bookmark(project_id: str, issue_id: str, actor: Actor) -> BookmarkAnswer:
    """Bookmark an issue for oneself."""
    found = _find_family(project_id, issue_id, actor)
    bookmarks.add_bookmark(project_id, found[0], actor.user_id)
    return _answer(project_id, found, actor)


@routes.endpoint("DELETE", "/projects/{project_id}/issues/{issue_id}/bookmark", access="event:read")
def remove_bookmark(project_id: str, issue_id: str, actor: Actor) -> BookmarkAnswer:
    """Take one's bookmark off an issue."""
    found = _find_family(project_id, issue_id, actor)
    bookmarks.remove_bookmark(project_id, found, actor.user_id)
    return _answer(project_id, found, actor)


@routes.endpoint("PUT", "/projects/{project_id}/issues/{issue_id}/subscription", access="event:read")
def follow(project_id: str, issue_id: str, actor: Actor) -> BookmarkAnswer:
    """Be told of comments on an issue."""
    found = _find_family(project_id, issue_id, actor)
    bookmarks.subscribe(project_id, found[0], actor.user_id)
    return _answer(project_id, found, actor)


@routes.endpoint("DELETE", "/projects/{project_id}/issues/{issue_id}/subscription", access="event:read")
def unfollow(project_id: str, issue_id: str, actor: Actor) -> BookmarkAnswer:
    """Be told no more of an issue."""
    found = _find_family(project_id, issue_id, actor)
    bookmarks.unsubscribe(project_id, found, actor.user_id)
    return _answer(project_id, found, actor)


def _find_family(project_id: str, issue_id: str, actor: Actor) -> list[str]:
    """The ids of the issue, which the actor must be allowed to read, and of what was merged into it."""
    return list_family_ids(get_issue(project_id, resolve_issue_id(require_project(actor, project_id), issue_id)))


def _answer(project_id: str, issue_ids: list[str], actor: Actor) -> BookmarkAnswer:
    kept = bookmarks.find_bookmark(project_id, issue_ids, actor.user_id)
    return BookmarkAnswer(is_bookmarked=kept.is_bookmarked, is_subscribed=kept.is_subscribed)
