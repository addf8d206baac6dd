"""Bookmarks and subscriptions: one row with the user, to list theirs, and one with the issue, to find its followers.

They stay with the issue that was bookmarked or followed. Readers take the ids of all issues that are merged into one,
its own first; what is taken away is taken away from all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, transact

MAX_FOLLOWERS = 500


class BookmarkRecord(CoreRecord):
    issue_id = UnicodeAttribute()
    is_bookmarked = BooleanAttribute(default=False)
    is_subscribed = BooleanAttribute(default=False)


class FollowerRecord(CoreRecord):
    user_id = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Bookmark:
    issue_id: str
    is_bookmarked: bool = False
    is_subscribed: bool = False


def find_bookmark(project_id: str, issue_ids: Sequence[str], user_id: str) -> Bookmark:
    """What the user keeps of any of the issues, as one of the first; nothing when there is no row."""
    found = _find_bookmarks(project_id, issue_ids, user_id)
    return Bookmark(
        issue_ids[0],
        is_bookmarked=any(bookmark.is_bookmarked for bookmark in found),
        is_subscribed=any(bookmark.is_subscribed for bookmark in found),
    )


def list_bookmarks(project_id: str, user_id: str) -> list[Bookmark]:
    """Everything the user keeps in the project, each by the issue that it was kept of."""
    prefix = keys.user_issue(project_id, "")
    return [_bookmark(row) for row in BookmarkRecord.query(keys.user(user_id), BookmarkRecord.sk.startswith(prefix))]


def add_bookmark(project_id: str, issue_id: str, user_id: str) -> None:
    _set_bookmarked(project_id, issue_id, user_id, is_bookmarked=True)


def remove_bookmark(project_id: str, issue_ids: Sequence[str], user_id: str) -> None:
    """Remove the user's bookmarks of all the issues."""
    for bookmark in _find_bookmarks(project_id, issue_ids, user_id):
        if bookmark.is_bookmarked:
            _set_bookmarked(project_id, bookmark.issue_id, user_id, is_bookmarked=False)


def subscribe(project_id: str, issue_id: str, user_id: str) -> None:
    follower = FollowerRecord(keys.issue(project_id, issue_id), keys.watcher(user_id), user_id=user_id)
    with transact() as transaction:
        _set_subscribed(transaction, project_id, issue_id, user_id, is_subscribed=True)
        transaction.save(follower)


def unsubscribe(project_id: str, issue_ids: Sequence[str], user_id: str) -> None:
    """Let the user follow none of the issues any more."""
    for bookmark in _find_bookmarks(project_id, issue_ids, user_id):
        if bookmark.is_subscribed:
            _unsubscribe(project_id, bookmark.issue_id, user_id)


def list_followers(project_id: str, issue_ids: Sequence[str]) -> list[str]:
    """Ids of the users who follow any of the issues, at most MAX_FOLLOWERS. One query an issue."""
    found: dict[str, None] = {}
    for issue_id in issue_ids:
        rows = FollowerRecord.query(
            keys.issue(project_id, issue_id), FollowerRecord.sk.startswith(keys.WATCHERS), limit=MAX_FOLLOWERS
        )
        found |= dict.fromkeys(row.user_id for row in rows)
    return list(found)[:MAX_FOLLOWERS]


def _find_bookmarks(project_id: str, issue_ids: Sequence[str], user_id: str) -> list[Bookmark]:
    wanted = [(keys.user(user_id), keys.user_issue(project_id, issue_id)) for issue_id in issue_ids]
    return [_bookmark(row) for row in BookmarkRecord.batch_get(wanted, consistent_read=True)]


def _set_bookmarked(project_id: str, issue_id: str, user_id: str, *, is_bookmarked: bool) -> None:
    record = BookmarkRecord(keys.user(user_id), keys.user_issue(project_id, issue_id))
    record.update(
        actions=[BookmarkRecord.issue_id.set(issue_id), BookmarkRecord.is_bookmarked.set(is_bookmarked)],
    )


def _unsubscribe(project_id: str, issue_id: str, user_id: str) -> None:
    follower = FollowerRecord(keys.issue(project_id, issue_id), keys.watcher(user_id))
    with transact() as transaction:
        _set_subscribed(transaction, project_id, issue_id, user_id, is_subscribed=False)
        transaction.delete(follower)


def _set_subscribed(
    transaction: TransactWrite, project_id: str, issue_id: str, user_id: str, *, is_subscribed: bool
) -> None:
    record = BookmarkRecord(keys.user(user_id), keys.user_issue(project_id, issue_id))
    transaction.update(
        record,
        actions=[BookmarkRecord.issue_id.set(issue_id), BookmarkRecord.is_subscribed.set(is_subscribed)],
    )


def _bookmark(record: BookmarkRecord) -> Bookmark:
    return Bookmark(record.issue_id, bool(record.is_bookmarked), bool(record.is_subscribed))
