"""Events over HTTP: of an issue, of a project, by the SDK's id."""

import uuid

import pytest

from tests.api_client import ApiClient
from tests.triage_world import World, must


@pytest.fixture
def five(world: World) -> World:
    world.send_many(
        [
            {
                "minutes_ago": 50 - 10 * number,
                "level": "fatal" if number == 2 else "error",
                "tags": {"number": str(number), "padding": "x" * 190},
                "extra": {"number": number},
            }
            for number in range(5)
        ]
    )
    return world


def test_an_event_is_read_by_the_id_its_sdk_gave_it(five: World) -> None:
    event_id = five.sent[2]

    event = must(five.owner.get(f"/events/{event_id}"))

    assert event == must(five.owner.get(f"/events/{uuid.UUID(event_id)}"))
    assert event == must(five.owner.get(f"/events/{event_id}", project_id=five.project_id))
    assert (event["event_id"], event["issue_id"], event["level"]) == (event_id, five.issue_id(), "fatal")
    assert event["stack_trace"][0]["function"] == "ValueError"
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["extra"] == {"number": 2}
    assert ["number", "2"] in event["tags"]
    assert (event["previous_event_id"], event["next_event_id"]) == (five.sent[1], five.sent[3])


def test_an_event_names_its_own_culprit_as_its_issue_does(world: World) -> None:
    own, elsewhere, bare = (
        world.send(),
        world.send(transaction="/checkout"),
        world.send(exception=None, message="hello"),
    )

    culprits = [must(world.owner.get(f"/events/{event_id}"))["culprit"] for event_id in (own, elsewhere, bare)]

    assert culprits == ["app.main in ValueError", "/checkout", None]
    (issue,) = [row for row in world.list_issues() if row["title"].startswith("ValueError:")]
    assert issue["culprit"] == culprits[0]


def test_an_event_that_is_not_there_is_not_found(five: World) -> None:
    for event_id in ("nonsense", "0" * 32, "g" * 32, "latest"):
        assert five.owner.get(f"/events/{event_id}").status == 404


def test_an_event_of_a_project_one_may_not_read_is_not_found(five: World) -> None:
    stranger = ApiClient().register("stranger@example.com")

    assert stranger.get(f"/events/{five.sent[0]}").status == 404
    assert stranger.get(f"/events/{five.sent[0]}", project_id=five.project_id).status == 404


def test_first_and_last_event_of_an_issue_have_names(five: World) -> None:
    events = f"{five.issues}/WEB-1/events"

    assert must(five.owner.get(f"{events}/latest"))["event_id"] == five.sent[-1]
    oldest = must(five.owner.get(f"{events}/oldest"))
    assert oldest["event_id"] == five.sent[0]
    assert oldest["previous_event_id"] is None


def test_an_event_of_another_issue_is_not_shown_as_one_of_this(five: World) -> None:
    other = five.send("TypeError")

    assert five.owner.get(f"{five.issues}/WEB-1/events/{other}").status == 404


@pytest.mark.parametrize("of_project", [True, False])
def test_events_are_walked_newest_first_while_more_arrive(five: World, of_project: bool) -> None:
    path = f"/projects/{five.project_id}/events" if of_project else f"{five.issues}/WEB-1/events"
    expected = five.sent[::-1]
    seen: list[str] = []
    cursor: str | None = None

    while cursor is not None or not seen:
        page = must(five.owner.get(path, limit=2, **({"cursor": cursor} if cursor else {})))
        seen += [row["event_id"] for row in page["data"]]
        cursor = page["pagination"]["next_cursor"]
        five.send(minutes_ago=-1)

    assert seen == expected


def test_events_are_searched_by_their_tags(five: World) -> None:
    cases = {
        "number:3": [3],
        "number:[1,4]": [1, 4],
        "!number:0": [1, 2, 3, 4],
        "level:fatal": [2],
        "timestamp:<-25m": [0, 1, 2],
        "has:nothing": [],
        "valueerror": [0, 1, 2, 3, 4],
        "number:2 level:error": [],
    }

    for query, numbers in cases.items():
        found = must(five.owner.get(f"{five.issues}/WEB-1/events", query=query))
        assert sorted(five.sent.index(row["event_id"]) for row in found["data"]) == numbers, query
        assert found["scanned"] == 5


def test_a_search_goes_on_over_pages(five: World) -> None:
    page = must(five.owner.get(f"/projects/{five.project_id}/events", query="!number:4", limit=1))
    following = must(
        five.owner.get(
            f"/projects/{five.project_id}/events",
            query="!number:4",
            limit=1,
            cursor=page["pagination"]["next_cursor"],
        )
    )

    assert [row["event_id"] for row in [*page["data"], *following["data"]]] == [five.sent[3], five.sent[2]]


def test_what_events_cannot_be_asked_is_refused(five: World) -> None:
    for query in ("is:resolved", "times_seen:>5", "assigned:me", "level:"):
        assert five.owner.get(f"/projects/{five.project_id}/events", query=query).status == 400


def test_a_strange_cursor_is_refused_or_harmless(five: World) -> None:
    for cursor in ("x", "1-2-3", "-1-1-" + "0" * 32, "9" * 400 + "-1-" + "0" * 32, "1-9999-" + "z" * 32):
        assert five.owner.get(f"/projects/{five.project_id}/events", cursor=cursor).status in {200, 400}


def test_tags_that_a_row_has_no_room_for_are_shown_and_found_all_the_same(world: World) -> None:
    tags = {f"tag{number:02d}": "x" * 100 for number in range(20)} | {"zebra": "striped"}
    event_id = world.send(tags=tags)

    shown = dict(must(world.owner.get(f"/events/{event_id}"))["tags"])
    found = must(world.owner.get(f"/projects/{world.project_id}/events", query="zebra:striped tag07:x*"))

    assert tags.items() <= shown.items()
    assert [row["event_id"] for row in found["data"]] == [event_id]
