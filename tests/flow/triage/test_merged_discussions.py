"""What people wrote and keep of merged issues: seen on the one that stays, and each issue's own again after."""

import pytest

from chalicelib.alerts.channels.email import list_mails
from tests.api_client import ApiClient
from tests.triage_world import World, must, tell_notifications


@pytest.fixture
def pair(world: World) -> World:
    """Alpha, which would survive a merge, and Beta."""
    world.send_many([{"kind": "Alpha"}, {"kind": "Alpha"}, {"kind": "Beta"}])
    return world


def write(world: World, kind: str, content: str, who: ApiClient | None = None) -> str:
    comment_id: str = must((who or world.owner).post(f"{path(world, kind)}/comments", {"content": content}))["id"]
    return comment_id


def path(world: World, kind: str) -> str:
    (found,) = [row["id"] for row in world.list_issues() if row["title"].startswith(kind)]
    return f"{world.issues}/{found}"


def contents(world: World, issue: str, **query: object) -> list[str]:
    return [comment["content"] for comment in must(world.owner.get(f"{issue}/comments", **query))["data"]]


def merge(world: World, *issues: str) -> None:
    must(world.owner.post(f"{world.issues}/merge", {"ids": [issue.rpartition("/")[2] for issue in issues]}))


def unmerge(world: World, alpha: str) -> None:
    hashes = must(world.owner.get(f"{alpha}/hashes"))["data"]
    must(world.owner.post(f"{alpha}/unmerge", {"fingerprints": [each["fingerprint"] for each in hashes[1:]]}))


def test_comments_of_merged_issues_are_one_list(pair: World) -> None:
    alpha, beta = path(pair, "Alpha"), path(pair, "Beta")
    for number in range(3):
        write(pair, "Alpha", f"alpha {number}")
        write(pair, "Beta", f"beta {number}")

    merge(pair, alpha, beta)

    expected = [f"{kind} {number}" for number in range(3) for kind in ("alpha", "beta")]
    assert contents(pair, alpha) == contents(pair, beta) == expected
    page = must(pair.owner.get(f"{alpha}/comments", limit=2))
    rest = must(pair.owner.get(f"{alpha}/comments", limit=10, cursor=page["pagination"]["next_cursor"]))
    assert [comment["content"] for comment in [*page["data"], *rest["data"]]] == expected
    assert {comment["issue_id"] for comment in page["data"]} == {alpha.rpartition("/")[2]}


def test_taking_apart_gives_each_its_own_back_however_often(pair: World) -> None:
    alpha, beta = path(pair, "Alpha"), path(pair, "Beta")
    write(pair, "Alpha", "on alpha")
    write(pair, "Beta", "on beta")

    for round_number in range(2):
        merge(pair, alpha, beta)
        write(pair, "Alpha", f"together {round_number}")
        unmerge(pair, alpha)

    assert contents(pair, alpha) == ["on alpha", "together 0", "together 1"]
    assert contents(pair, beta) == ["on beta"]


def test_a_comment_of_a_merged_issue_can_be_edited_and_deleted(pair: World) -> None:
    alpha, beta = path(pair, "Alpha"), path(pair, "Beta")
    comment_id, doomed_id = write(pair, "Beta", "first"), write(pair, "Beta", "second")
    bob = pair.add_member("bob@example.com")
    merge(pair, alpha, beta)

    edited = must(pair.owner.put(f"{alpha}/comments/{comment_id}", {"content": "better"}))
    assert pair.owner.delete(f"{alpha}/comments/{doomed_id}").status == 204
    assert bob.put(f"{alpha}/comments/{comment_id}", {"content": "mine"}).status == 403

    assert edited["content"] == "better"
    assert contents(pair, alpha) == ["better"]
    assert pair.owner.delete(f"{alpha}/comments/{doomed_id}").status == 404
    unmerge(pair, alpha)
    assert contents(pair, beta) == ["better"]


def test_the_activity_of_merged_issues_is_one_log(pair: World) -> None:
    alpha, beta = path(pair, "Alpha"), path(pair, "Beta")
    must(pair.owner.put(beta, {"status": "resolved"}))
    must(pair.owner.put(alpha, {"status": "ignored"}))

    merge(pair, alpha, beta)

    told = must(pair.owner.get(f"{alpha}/activity"))["data"]
    assert [(entry["type"], entry["data"].get("to")) for entry in told] == [
        ("merge", None),
        ("status_change", "ignored"),
        ("status_change", "resolved"),
    ]
    unmerge(pair, alpha)
    assert [entry["data"]["to"] for entry in must(pair.owner.get(f"{beta}/activity"))["data"]] == ["resolved"]


def test_a_bookmark_of_a_merged_issue_is_one_of_the_survivor(pair: World) -> None:
    alpha, beta = path(pair, "Alpha"), path(pair, "Beta")
    must(pair.owner.put(f"{beta}/bookmark"))
    must(pair.owner.put(f"{beta}/subscription"))

    merge(pair, alpha, beta)

    survivor = must(pair.owner.get(alpha))
    assert (survivor["is_bookmarked"], survivor["is_subscribed"]) == (True, True)
    for state in ("bookmarked", "subscribed"):
        assert pair.titles(query=f"is:{state}") == ["Alpha"]
    assert must(pair.owner.delete(f"{alpha}/bookmark")) == {"is_bookmarked": False, "is_subscribed": True}
    assert must(pair.owner.delete(f"{alpha}/subscription")) == {"is_bookmarked": False, "is_subscribed": False}
    unmerge(pair, alpha)
    assert must(pair.owner.get(beta))["is_bookmarked"] is False


def test_who_follows_a_merged_issue_is_told_of_comments_on_the_survivor_once(pair: World) -> None:
    alpha, beta = path(pair, "Alpha"), path(pair, "Beta")
    bob = pair.add_member("bob@example.com")
    for issue in (alpha, beta):
        must(bob.put(f"{issue}/subscription"))
    merge(pair, alpha, beta)

    write(pair, "Alpha", "look at this")
    tell_notifications()

    told = [mail for mail in list_mails() if mail.recipient == "bob@example.com" and "look at this" in mail.text]
    assert len(told) == 1


def test_deleting_a_merged_issue_shows_none_of_it_again(pair: World) -> None:
    alpha, beta = path(pair, "Alpha"), path(pair, "Beta")
    write(pair, "Beta", "on beta")
    merge(pair, alpha, beta)

    assert pair.owner.delete(alpha).status in {202, 204}

    assert pair.owner.get(f"{alpha}/comments").status == 404
    assert pair.owner.get(f"{beta}/comments").status == 404
