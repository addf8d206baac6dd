"""Comments over HTTP: who may, what they set off, how they are listed."""

import pytest

from chalicelib.alerts.channels.email import list_mails
from tests.triage_world import World, must, tell_notifications


@pytest.fixture
def commented(world: World) -> World:
    world.send()
    must(world.owner.post(f"{world.issues}/WEB-1/comments", {"content": "  First!  "}))
    return world


def path(world: World) -> str:
    return f"{world.issues}/WEB-1/comments"


def test_a_comment_is_kept_with_its_author(commented: World) -> None:
    (comment,) = commented.owner.get(path(commented)).body["data"]

    assert comment["content"] == "First!"
    assert comment["user"]["email"] == "owner@example.com"
    assert comment["issue_id"] == commented.issue_id()


def test_only_its_author_changes_or_deletes_a_comment(commented: World) -> None:
    bob = commented.add_member("bob@example.com")
    (comment,) = bob.get(path(commented)).body["data"]
    one = f"{path(commented)}/{comment['id']}"

    assert bob.put(one, {"content": "Mine"}).status == 403
    assert bob.delete(one).status == 403
    assert commented.owner.put(one, {"content": "Better"}).body["content"] == "Better"
    assert commented.owner.delete(one).status == 204
    assert commented.owner.delete(one).status == 404
    assert commented.owner.get(path(commented)).body["data"] == []


def test_a_comment_without_text_is_refused(commented: World) -> None:
    for content in ("", "   ", "x" * 10_001, "nul \x00", 7, None):
        assert commented.owner.post(path(commented), {"content": content}).status == 400


def test_a_comment_that_never_was_is_not_found(commented: World) -> None:
    for comment_id in ("nonsense", "6fa459ea-ee8a-4ca4-894e-db77e160355e"):
        assert commented.owner.put(f"{path(commented)}/{comment_id}", {"content": "x"}).status == 404


def test_comments_are_walked_page_by_page(commented: World) -> None:
    for number in range(4):
        must(commented.owner.post(path(commented), {"content": f"Number {number}"}))

    first = must(commented.owner.get(path(commented), limit=3))
    rest = must(commented.owner.get(path(commented), limit=3, cursor=first["pagination"]["next_cursor"]))

    contents = [comment["content"] for comment in [*first["data"], *rest["data"]]]
    assert contents == ["First!", "Number 0", "Number 1", "Number 2", "Number 3"]
    assert rest["pagination"] == {"next_cursor": None, "has_more": False}
    assert commented.owner.get(path(commented), cursor="Zm9v").status == 400


def test_whom_a_comment_mentions_follows_the_issue_and_is_told(commented: World) -> None:
    bob = commented.add_member("bob@example.com")
    must(commented.owner.post(path(commented), {"content": "@bob@example.com what do you think?"}))
    must(bob.post(path(commented), {"content": "Looking."}))
    tell_notifications()

    assert bob.get(f"{commented.issues}/WEB-1").body["is_subscribed"]
    mails = [(mail.recipient, mail.subject) for mail in list_mails() if "WEB-1" in mail.subject]
    assert sorted(recipient for recipient, _ in mails) == ["bob@example.com", "owner@example.com"]
    assert any("mentioned you on WEB-1" in subject for _, subject in mails)


def test_who_may_not_read_the_project_is_told_nothing(commented: World) -> None:
    commented.add_member("bob@example.com")
    must(commented.owner.put("/organizations/acme/projects/web", {"default_access": "none"}))

    must(commented.owner.post(path(commented), {"content": "@bob@example.com secret"}))
    tell_notifications()

    assert not [mail for mail in list_mails() if mail.recipient == "bob@example.com" and "WEB-1" in mail.subject]


def test_comments_show_in_the_activity(commented: World) -> None:
    (entry,) = commented.owner.get(f"{commented.issues}/WEB-1/activity").body["data"]

    assert entry["type"] == "comment"


def test_an_assignee_is_told_unless_it_is_oneself(commented: World) -> None:
    bob = commented.add_member("bob@example.com")
    issue = f"{commented.issues}/WEB-1"

    must(commented.owner.put(issue, {"assignee_id": commented.owner.user["id"]}))
    must(commented.owner.put(issue, {"assignee_id": bob.user["id"]}))
    tell_notifications()

    mails = [mail for mail in list_mails() if "assigned WEB-1" in mail.subject]
    assert [mail.recipient for mail in mails] == ["bob@example.com"]
