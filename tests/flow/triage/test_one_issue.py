"""One issue over HTTP: shown, changed, deleted, merged; and what others see of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chalicelib.times import format_time, utc_now
from tests.api_client import ApiClient
from tests.triage_world import World


def show(world: World, issue_id: str) -> dict[str, object]:
    answer = world.owner.get(f"{world.issues}/{issue_id}")
    assert answer.status == 200, answer.text
    body: dict[str, object] = answer.body
    return body


def change(world: World, body: dict[str, object], issue_id: str | None = None) -> dict[str, object]:
    answer = world.owner.put(f"{world.issues}/{issue_id or world.issue_id()}", body)
    assert answer.status == 200, answer.text
    changed: dict[str, object] = answer.body
    return changed


def test_an_issue_is_shown_in_full_by_id_and_short_id(world: World) -> None:
    world.send(release="1.0", environment="staging")
    issue = show(world, world.issue_id())

    assert show(world, "WEB-1") == show(world, "web-1") == issue
    assert issue["first_release"] == issue["last_release"] == "1.0"
    assert issue["environments"] == ["staging"]
    assert str(issue["permalink"]).endswith(f"/organizations/acme/projects/web/issues/{issue['id']}")
    assert issue["project"] == {"id": world.project_id, "slug": "web", "name": "Web"}


def test_what_is_no_issue_is_not_found(world: World) -> None:
    world.send()

    for issue_id in ("WEB-99", "OTHER-1", "nonsense", "WEB-0", "6fa459ea-ee8a-4ca4-894e-db77e160355e", "WEB-1x"):
        assert world.owner.get(f"{world.issues}/{issue_id}").status == 404
        assert world.owner.put(f"{world.issues}/{issue_id}", {"status": "resolved"}).status == 404
        assert world.owner.delete(f"{world.issues}/{issue_id}").status == 404


def test_an_issue_is_not_found_through_another_project(world: World) -> None:
    world.send()
    other = world.owner.post("/organizations/acme/projects", {"name": "Other", "slug": "other"}).body["id"]

    assert world.owner.get(f"/projects/{other}/issues/{world.issue_id()}").status == 404


def test_a_stranger_sees_nothing_and_a_reader_changes_nothing(world: World) -> None:
    world.send()
    stranger = ApiClient().register("stranger@example.com")
    reader = world.owner.with_token("event:read")
    path = f"{world.issues}/{world.issue_id()}"

    assert stranger.get(path).status == 404
    assert stranger.get(world.issues).status == 404
    assert stranger.get(f"/events/{world.sent[0]}").status == 404
    assert reader.get(path).status == 200
    assert reader.put(path, {"status": "resolved"}).status == 403


def test_a_resolved_issue_comes_back(world: World) -> None:
    world.send(minutes_ago=5)

    assert change(world, {"status": "resolved"})["status"] == "resolved"
    world.send(minutes_ago=3)
    assert show(world, "WEB-1")["status"] == "resolved"
    world.send(minutes_ago=-1)
    assert show(world, "WEB-1")["status"] == "unresolved"


def test_resolved_in_the_next_release_waits_for_it(world: World) -> None:
    world.send(release="shop@1.9.0", minutes_ago=5)

    details = change(world, {"status": "resolved", "status_details": {"in_next_release": True}})["status_details"]
    assert details["in_next_release"] is True  # type: ignore[index]
    world.send(release="shop@1.9.0", minutes_ago=-1)
    world.send(minutes_ago=-1)
    assert show(world, "WEB-1")["status"] == "resolved"
    world.send(release="shop@1.10.0", minutes_ago=-1)
    assert show(world, "WEB-1")["status"] == "unresolved"


def test_an_issue_ignored_until_some_more_comes_back(world: World) -> None:
    world.send()

    change(world, {"status": "ignored", "status_details": {"ignore_count": 2}})
    world.send(minutes_ago=-1)
    assert show(world, "WEB-1")["status"] == "ignored"
    world.send(minutes_ago=-1)
    assert show(world, "WEB-1")["status"] == "unresolved"


def test_a_change_that_makes_no_sense_names_the_field(world: World) -> None:
    world.send()
    cases: list[tuple[dict[str, object], str]] = [
        ({"status": "open"}, "status"),
        ({"status": "resolved", "status_details": {"in_release": "9.9"}}, "status_details.in_release"),
        ({"status": "resolved", "status_details": {"in_next_release": True}}, "status_details.in_next_release"),
        ({"status": "unresolved", "status_details": {"in_next_release": True}}, "body"),
        ({"status": "resolved", "status_details": {"ignore_count": 3}}, "body"),
        ({"status": "ignored", "status_details": {"ignore_count": 0}}, "status_details.ignore_count"),
        (
            {"status": "ignored", "status_details": {"ignore_until": "2020-01-01T00:00:00Z"}},
            "status_details.ignore_until",
        ),
        ({"assignee_id": "nobody"}, "assignee_id"),
        ({"title": "mine"}, "title"),
    ]

    for body, field in cases:
        answer = world.owner.put(f"{world.issues}/WEB-1", body)
        assert answer.status == 400, body
        assert field in answer.body["error"]["fields"], body


def test_two_edits_at_once_both_count(world: World) -> None:
    world.send()
    path, me = f"{world.issues}/{world.issue_id()}", world.owner.user["id"]
    bodies = [{"status": "resolved"}, {"assignee_id": me}]

    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(lambda body: world.owner.put(path, body), bodies))

    issue = show(world, "WEB-1")
    assert [answer.status for answer in answers] == [200, 200]
    assert issue["status"] == "resolved"
    assert issue["assignee"]["id"] == me  # type: ignore[index]


def test_activity_says_who_changed_what_from_what(world: World) -> None:
    world.send()
    change(world, {"status": "resolved"})
    change(world, {"assignee_id": world.owner.user["id"]})
    change(world, {"assignee_id": None})
    change(world, {"assignee_id": None})

    entries = world.owner.get(f"{world.issues}/WEB-1/activity").body["data"]

    told = [(entry["type"], entry["data"].get("from"), entry["data"].get("to")) for entry in entries]
    me = world.owner.user["id"]
    assert told == [
        ("assignment", me, None),
        ("assignment", None, me),
        ("status_change", "unresolved", "resolved"),
    ]
    assert {entry["user"]["id"] for entry in entries} == {me}


def test_a_deleted_issue_is_gone_and_comes_back_as_new(world: World) -> None:
    first = world.send()
    path = f"{world.issues}/{world.issue_id()}"

    assert world.owner.delete(path).status == 204

    assert world.owner.get(path).status == 404
    assert world.owner.get(f"/events/{first}").status == 404
    assert world.list_issues() == []
    world.send(minutes_ago=-1)
    world.forget_index()
    assert [row["times_seen"] for row in world.list_issues()] == [1]


def test_merged_issues_are_one_until_they_are_taken_apart(world: World) -> None:
    world.send_many([{"kind": "Alpha", "minutes_ago": 9}, {"kind": "Alpha", "minutes_ago": 8}])
    beta_event = world.send("Beta", minutes_ago=7)
    alpha, beta = world.issue_id("Alpha"), world.issue_id("Beta")

    merged = world.owner.post(f"{world.issues}/merge", {"ids": [alpha, "WEB-2"]})

    assert merged.status == 200, merged.text
    assert (merged.body["id"], merged.body["times_seen"], merged.body["merged_count"]) == (alpha, 3, 1)
    assert [row["times_seen"] for row in world.list_issues()] == [3]
    assert show(world, beta)["id"] == alpha
    assert world.owner.get(f"/events/{beta_event}").body["issue_id"] == alpha
    assert len(world.owner.get(f"{world.issues}/{alpha}/events").body["data"]) == 3
    hashes = world.owner.get(f"{world.issues}/{alpha}/hashes").body["data"]
    assert [(each["times_seen"], each["is_root"]) for each in hashes] == [(2, True), (1, False)]

    apart = world.owner.post(f"{world.issues}/{alpha}/unmerge", {"fingerprints": [hashes[1]["fingerprint"]]})

    assert apart.body["times_seen"] == 2
    assert world.titles() == ["Alpha", "Beta"]


def test_merging_takes_two_different_issues(world: World) -> None:
    world.send()

    assert world.owner.post(f"{world.issues}/merge", {"ids": ["WEB-1", world.issue_id()]}).status == 400
    assert world.owner.post(f"{world.issues}/merge", {"ids": ["WEB-1"]}).status == 400
    assert world.owner.post(f"{world.issues}/merge", {"ids": ["WEB-1", "WEB-7"]}).status == 404


def test_bookmarks_and_subscriptions_are_ones_own(world: World) -> None:
    world.send()
    bob = world.add_member("bob@example.com")
    path = f"{world.issues}/WEB-1"

    assert world.owner.put(f"{path}/bookmark").body == {"is_bookmarked": True, "is_subscribed": False}
    assert world.owner.put(f"{path}/subscription").body == {"is_bookmarked": True, "is_subscribed": True}
    assert bob.get(path).body["is_bookmarked"] is False
    assert world.titles(query="is:bookmarked") == ["ValueError"]
    assert bob.get(world.issues, query="is:bookmarked").body["data"] == []
    assert world.owner.delete(f"{path}/bookmark").body == {"is_bookmarked": False, "is_subscribed": True}


def test_an_issue_may_be_ignored_until_a_time(world: World) -> None:
    world.send()
    until = format_time(utc_now() + timedelta(hours=2))

    details = change(world, {"status": "ignored", "status_details": {"ignore_until": until}})["status_details"]

    assert details["ignore_until"] == until  # type: ignore[index]


def test_a_merged_issue_is_found_by_the_tags_of_all_its_fingerprints(world: World) -> None:
    world.send_many([{"kind": "Alpha"}, {"kind": "Alpha"}, {"kind": "Beta", "tags": {"only": "beta"}}])
    world.owner.post(f"{world.issues}/merge", {"ids": [world.issue_id("Alpha"), world.issue_id("Beta")]})

    assert world.titles(query="only:beta") == ["Alpha"]
