"""Comments on issues: rows beside the issue, oldest first. A comment's id tells its time, and so its key."""

from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.errors import NotFound
from chalicelib.model import format_time
from chalicelib.storage import keys
from chalicelib.storage.base import CoreRecord
from chalicelib.storage.commits import refusing
from chalicelib.time_ids import new_time_id, time_of


class CommentRecord(CoreRecord):
    id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    content = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Comment:
    id: str
    user_id: str
    content: str
    created_at: str
    updated_at: str


def add_comment(project_id: str, issue_id: str, *, user_id: str, content: str, now: datetime) -> Comment:
    comment = Comment(new_time_id(now), user_id, content, format_time(now), format_time(now))
    record = _record(project_id, issue_id, comment.id)
    record.id, record.user_id, record.content = comment.id, user_id, content
    record.created_at, record.updated_at = comment.created_at, comment.updated_at
    record.save()
    return comment


def list_comments(project_id: str, issue_id: str, *, after: str | None = None, limit: int = 25) -> list[Comment]:
    """Up to *limit* comments, oldest first, from the one after the id *after*."""
    begin = keys.comment(time_of(after) or "", after) if after else keys.COMMENTS
    rows = CommentRecord.query(
        keys.issue(project_id, issue_id), CommentRecord.sk.between(begin, keys.COMMENTS_END), limit=limit + 1
    )
    comments = [_comment(row) for row in rows]
    return [comment for comment in comments if comment.id != after][:limit]


def get_comment(project_id: str, issue_id: str, comment_id: str) -> Comment:
    """Raises NotFound, also for ids that were never ours."""
    try:
        record = _record(project_id, issue_id, comment_id)
        record.refresh(consistent_read=True)
    except CommentRecord.DoesNotExist:
        raise _missing() from None
    return _comment(record)


def edit_comment(project_id: str, issue_id: str, comment_id: str, *, content: str, now: datetime) -> Comment:
    """Raises NotFound when it was deleted meanwhile."""
    record = _record(project_id, issue_id, comment_id)
    with refusing(_missing()):
        record.update(
            actions=[CommentRecord.content.set(content), CommentRecord.updated_at.set(format_time(now))],
            condition=CommentRecord.pk.exists(),
        )
    return _comment(record)


def delete_comment(project_id: str, issue_id: str, comment_id: str) -> None:
    """Raises NotFound when it is gone already."""
    record = _record(project_id, issue_id, comment_id)
    with refusing(_missing()):
        record.delete(condition=CommentRecord.pk.exists())


def _record(project_id: str, issue_id: str, comment_id: str) -> CommentRecord:
    created_at = time_of(comment_id)
    if created_at is None:
        raise _missing()
    return CommentRecord(keys.issue(project_id, issue_id), keys.comment(created_at, comment_id))


def _comment(record: CommentRecord) -> Comment:
    return Comment(record.id, record.user_id, record.content, record.created_at, record.updated_at)


def _missing() -> NotFound:
    return NotFound("This issue has no such comment")
