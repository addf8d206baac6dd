"""What is written beside an issue."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.errors import NotFound
from chalicelib.issues import activity, bookmarks, comments

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROJECT, ISSUE, ANN, BOB = "7", "issue-1", "ann", "bob"


pytestmark = pytest.mark.usefixtures("stage")


def add(content: str, minute: int) -> comments.Comment:
    at = NOW + timedelta(minutes=minute)
    return comments.add_comment(PROJECT, ISSUE, user_id=ANN, content=content, now=at)


def test_comments_are_listed_oldest_first_page_by_page() -> None:
    added = [add(f"comment {number}", number) for number in range(5)]

    first = comments.list_comments(PROJECT, [ISSUE], limit=2)
    rest = comments.list_comments(PROJECT, [ISSUE], after=first[-1].id, limit=10)

    assert [*first, *rest] == added


def test_a_comment_can_be_edited_and_keeps_its_place() -> None:
    comment = add("first", 0)

    edited = comments.edit_comment(PROJECT, ISSUE, comment.id, content="better", now=NOW + timedelta(hours=1))

    assert edited.content == "better"
    assert edited.created_at == comment.created_at < edited.updated_at
    assert comments.get_comment(PROJECT, [ISSUE], comment.id) == edited


def test_a_deleted_comment_stays_deleted() -> None:
    comment = add("first", 0)
    comments.delete_comment(PROJECT, ISSUE, comment.id)

    with pytest.raises(NotFound):
        comments.edit_comment(PROJECT, ISSUE, comment.id, content="back", now=NOW)
    with pytest.raises(NotFound):
        comments.delete_comment(PROJECT, ISSUE, comment.id)
    assert comments.list_comments(PROJECT, [ISSUE]) == []


@pytest.mark.parametrize("comment_id", ["", "nonsense", "6fa459ea-ee8a-4ca4-894e-db77e160355e"])
def test_ids_that_were_never_ours_are_not_found(comment_id: str) -> None:
    with pytest.raises(NotFound):
        comments.get_comment(PROJECT, [ISSUE], comment_id)


def test_a_comment_is_not_found_from_another_project() -> None:
    comment = add("first", 0)

    with pytest.raises(NotFound):
        comments.get_comment("8", [ISSUE], comment.id)


def test_activity_is_listed_newest_first_and_repeats_change_nothing() -> None:
    entries = [activity.new_activity("status_change", ANN, NOW + timedelta(minutes=n), {"n": n}) for n in range(4)]
    for entry in [*entries, entries[0]]:
        activity.record_activity(PROJECT, ISSUE, entry)

    first = activity.list_activity(PROJECT, [ISSUE], limit=3)
    rest = activity.list_activity(PROJECT, [ISSUE], before=first[-1].id, limit=3)

    assert [*first, *rest] == entries[::-1]


def test_comments_and_activity_keep_apart() -> None:
    add("first", 0)
    activity.record_activity(PROJECT, ISSUE, activity.new_activity("assignment", None, NOW, {}))

    assert len(comments.list_comments(PROJECT, [ISSUE])) == 1
    assert len(activity.list_activity(PROJECT, [ISSUE])) == 1


def test_a_bookmark_and_a_subscription_do_not_disturb_each_other() -> None:
    bookmarks.add_bookmark(PROJECT, ISSUE, ANN)
    bookmarks.subscribe(PROJECT, ISSUE, ANN)
    bookmarks.subscribe(PROJECT, ISSUE, BOB)
    bookmarks.remove_bookmark(PROJECT, [ISSUE], ANN)

    assert bookmarks.find_bookmark(PROJECT, [ISSUE], ANN) == bookmarks.Bookmark(ISSUE, False, True)
    assert bookmarks.list_bookmarks(PROJECT, BOB) == [bookmarks.Bookmark(ISSUE, False, True)]
    assert set(bookmarks.list_followers(PROJECT, [ISSUE])) == {ANN, BOB}


def test_who_unsubscribes_is_no_follower() -> None:
    bookmarks.subscribe(PROJECT, ISSUE, ANN)

    bookmarks.unsubscribe(PROJECT, [ISSUE], ANN)

    assert bookmarks.list_followers(PROJECT, [ISSUE]) == []
    assert not bookmarks.find_bookmark(PROJECT, [ISSUE], ANN).is_subscribed
