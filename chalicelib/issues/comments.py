"""Comments on issues: rows beside the issue, oldest first. A comment's id tells its time, and so its key.

A comment stays with the issue it was written on. Readers take the ids of all issues that are merged into one.
"""

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, read_page
from chalicelib.aws.transactions import refusing
from chalicelib.errors import NotFound
from chalicelib.ids import new_time_id, time_of
from chalicelib.times import format_time

# At the start or after something that cannot belong to an address, so that mail addresses in the text mention nobody.
# The alternatives begin differently at each character, which keeps matching linear.
MENTION = re.compile(r"(?<![\w.+\-@])@([\w.+\-]{1,64}(?:@[\w.\-]{1,190})?)")
MAX_MENTIONS = 20


def find_mentions(content: str) -> list[str]:
    """The names mentioned, in lower case and each once, without the leading @ and a sentence's end."""
    names = (found.rstrip(".-").lower() for found in MENTION.findall(content))
    return list(dict.fromkeys(name for name in names if name))[:MAX_MENTIONS]


def resolve_mentions(names: Sequence[str], people: Mapping[str, tuple[str, str]]) -> list[str]:
    """Ids of the *people* (id → name and address) that *names* mean. A name that fits several people means none."""
    by_handle: dict[str, set[str]] = {}
    for user_id, (name, email) in people.items():
        address = email.lower()
        for handle in {address, address.partition("@")[0], "".join(name.lower().split())}:
            by_handle.setdefault(handle, set()).add(user_id)
    found = (by_handle.get(name, set()) for name in names)
    return list(dict.fromkeys(next(iter(ids)) for ids in found if len(ids) == 1))


class CommentRecord(CoreRecord):
    id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    content = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Comment:
    """*issue_id* is the issue that it was written on."""

    id: str
    issue_id: str
    user_id: str
    content: str
    created_at: str
    updated_at: str


def add_comment(project_id: str, issue_id: str, *, user_id: str, content: str, now: datetime) -> Comment:
    comment = Comment(new_time_id(now), issue_id, user_id, content, format_time(now), format_time(now))
    record = _record(project_id, issue_id, comment.id)
    record.id, record.user_id, record.content = comment.id, user_id, content
    record.created_at, record.updated_at = comment.created_at, comment.updated_at
    record.save()
    return comment


def list_comments(
    project_id: str, issue_ids: Sequence[str], *, after: str | None = None, limit: int = 25
) -> list[Comment]:
    """Up to *limit* comments of all the issues, oldest first, from the one after the id *after*. One query an issue."""
    found = [_read_comments(project_id, issue_id, after, limit) for issue_id in issue_ids]
    return list(islice(heapq.merge(*found, key=lambda comment: comment.id), limit))


def get_comment(project_id: str, issue_ids: Sequence[str], comment_id: str) -> Comment:
    """The comment, whichever of the issues has it. Raises NotFound, also for ids that were never ours."""
    places = [(place.pk, place.sk) for place in (_record(project_id, each, comment_id) for each in issue_ids)]
    for record in CommentRecord.batch_get(places, consistent_read=True):
        return _comment(record)
    raise _missing()


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


def _read_comments(project_id: str, issue_id: str, after: str | None, limit: int) -> Iterator[Comment]:
    beyond = keys.comment(time_of(after) or "", after) if after else None
    partition = keys.issue(project_id, issue_id)
    rows = read_page(CommentRecord, partition, keys.COMMENTS, keys.COMMENTS_END, beyond=beyond, limit=limit)
    return map(_comment, rows)


def _comment(record: CommentRecord) -> Comment:
    issue_id = str(record.pk).rpartition("#")[2]
    return Comment(record.id, issue_id, record.user_id, record.content, record.created_at, record.updated_at)


def _missing() -> NotFound:
    return NotFound("This issue has no such comment")
