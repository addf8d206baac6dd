"""Bookmarks and subscriptions: one row with the user, to list theirs, and one with the issue, to find its followers."""

from dataclasses import dataclass

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.storage import keys
from chalicelib.storage.base import CoreRecord, transact

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


def find_bookmark(project_id: str, issue_id: str, user_id: str) -> Bookmark:
    """What the user keeps of the issue; nothing when there is no row."""
    try:
        return _bookmark(BookmarkRecord.get(keys.user(user_id), keys.user_issue(project_id, issue_id)))
    except BookmarkRecord.DoesNotExist:
        return Bookmark(issue_id)


def list_bookmarks(project_id: str, user_id: str) -> list[Bookmark]:
    """Everything the user keeps in the project."""
    prefix = keys.user_issue(project_id, "")
    return [_bookmark(row) for row in BookmarkRecord.query(keys.user(user_id), BookmarkRecord.sk.startswith(prefix))]


def set_bookmarked(project_id: str, issue_id: str, user_id: str, *, is_bookmarked: bool) -> None:
    record = BookmarkRecord(keys.user(user_id), keys.user_issue(project_id, issue_id))
    record.update(
        actions=[BookmarkRecord.issue_id.set(issue_id), BookmarkRecord.is_bookmarked.set(is_bookmarked)],
    )


def subscribe(project_id: str, issue_id: str, user_id: str) -> None:
    follower = FollowerRecord(keys.issue(project_id, issue_id), keys.watcher(user_id), user_id=user_id)
    with transact() as transaction:
        _set_subscribed(transaction, project_id, issue_id, user_id, is_subscribed=True)
        transaction.save(follower)


def unsubscribe(project_id: str, issue_id: str, user_id: str) -> None:
    follower = FollowerRecord(keys.issue(project_id, issue_id), keys.watcher(user_id))
    with transact() as transaction:
        _set_subscribed(transaction, project_id, issue_id, user_id, is_subscribed=False)
        transaction.delete(follower)


def list_followers(project_id: str, issue_id: str) -> list[str]:
    """Ids of the users who follow the issue, at most MAX_FOLLOWERS."""
    rows = FollowerRecord.query(
        keys.issue(project_id, issue_id), FollowerRecord.sk.startswith(keys.WATCHERS), limit=MAX_FOLLOWERS
    )
    return [row.user_id for row in rows]


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
