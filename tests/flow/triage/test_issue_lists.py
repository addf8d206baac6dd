"""Lists of issues over HTTP: filters, the search language, orders, pages."""

import pytest

from chalicelib.issues.index import sync as index_feed
from tests.triage_world import World


@pytest.fixture
def busy(world: World) -> World:
    world.send_many(
        [
            {"kind": "Alpha", "minutes_ago": 50, "release": "1.0", "tags": {"plan": "free"}, "user": {"id": "1"}},
            {"kind": "Alpha", "minutes_ago": 40, "release": "1.0", "tags": {"plan": "pro*"}, "user": {"id": "2"}},
            {"kind": "Beta", "minutes_ago": 30, "level": "fatal", "environment": "staging", "release": "1.1"},
            {"kind": "Gamma", "minutes_ago": 20, "level": "warning", "tags": {"plan": "prolonged"}},
        ]
    )
    world.owner.put(f"{world.issues}/{world.issue_id('Gamma')}", {"status": "resolved"})
    world.owner.put(f"{world.issues}/{world.issue_id('Beta')}", {"assignee_id": world.owner.user["id"]})
    return world


def test_issues_are_found_by_filters_and_by_the_search_language(busy: World) -> None:
    cases = [
        ({}, ["Alpha", "Beta", "Gamma"]),
        ({"status": "resolved"}, ["Gamma"]),
        ({"level": "fatal"}, ["Beta"]),
        ({"environment": "staging"}, ["Beta"]),
        ({"search": "beta happened"}, ["Beta"]),
        ({"search": "nothing like it"}, []),
        ({"query": "is:unresolved"}, ["Alpha", "Beta"]),
        ({"query": "is:unresolved", "level": "error"}, ["Alpha"]),
        ({"query": "plan:free"}, ["Alpha"]),
        ({"query": r"plan:pro\*"}, ["Alpha"]),
        ({"query": "plan:pro*"}, ["Alpha", "Gamma"]),
        ({"query": "!plan:*"}, ["Beta"]),
        ({"query": "has:plan"}, ["Alpha", "Gamma"]),
        ({"query": "release:1.1"}, ["Beta"]),
        ({"query": "release:latest"}, ["Beta"]),
        ({"query": "assigned:me"}, ["Beta"]),
        ({"query": "assigned:owner@example.com"}, ["Beta"]),
        ({"query": "assigned:none"}, ["Alpha", "Gamma"]),
        ({"query": "times_seen:>1"}, ["Alpha"]),
        ({"query": "users:>=2"}, ["Alpha"]),
        ({"query": "has:user"}, ["Alpha"]),
        ({"query": "!has:user"}, ["Beta", "Gamma"]),
        ({"query": "last_seen:-25m"}, ["Gamma"]),
        ({"query": "first_seen:<-35m"}, ["Alpha"]),
        ({"query": "error.type:beta"}, ["Beta"]),
        ({"query": 'message:"beta happened"'}, ["Beta"]),
        ({"query": "release.version:1.1"}, ["Beta"]),
        ({"query": "Beta: beta happened"}, ["Beta"]),
    ]

    for query, expected in cases:
        assert busy.titles(**query) == expected, query


@pytest.mark.parametrize("path", ["issues", "events"])
def test_a_key_that_no_event_has_is_explained_instead_of_finding_nothing(busy: World, path: str) -> None:
    answer = busy.owner.get(f"{busy.issues.removesuffix('issues')}{path}", query="plam:pro*")

    assert answer.status == 400
    assert "did you mean plan:" in answer.body["error"]["fields"]["query"]


def test_issues_are_found_by_the_people_they_met(world: World) -> None:
    ann = {"id": "7", "email": "Ann@Example.com", "username": "ann", "ip_address": "192.0.2.1"}
    world.send_many(
        [
            {"kind": "Alpha", "user": ann},
            {"kind": "Beta", "user": {"email": "bob@example.com"}},
            {"kind": "Gamma", "user": {"username": "Cleo"}},
            {"kind": "Delta", "user": {"ip_address": "192.0.2.1"}},
            *({"kind": "Crowd", "user": {"id": str(number), "email": f"{number}@example.com"}} for number in range(30)),
            {"kind": "Nobody"},
        ]
    )
    cases = {
        "user:id:7": ["Alpha", "Crowd"],
        "user:7": ["Alpha", "Crowd"],
        "user.id:7": ["Alpha", "Crowd"],
        "user:ann@example.com": ["Alpha"],
        "user.email:ANN@example.com": ["Alpha"],
        "user.email:29@example.com": ["Crowd"],
        "user.email:[bob@example.com, ann@example.com]": ["Alpha", "Beta"],
        "user.username:Cleo": ["Gamma"],
        "user:192.0.2.1": ["Delta"],
        "user:id:7 !user:ann@example.com": ["Crowd"],
        "!user:7 has:user": ["Beta", "Delta", "Gamma"],
        "user:nobody": [],
        "user.id:ann@example.com": [],
    }

    for query, expected in cases.items():
        assert world.titles(query=query) == expected, query

    world.send("Beta", user={"id": "7"})
    world.forget_index()
    assert world.titles(query="user.id:7") == ["Alpha", "Beta", "Crowd"]


def test_a_pattern_for_people_is_refused_and_the_place_is_told(busy: World) -> None:
    answer = busy.owner.get(busy.issues, query="is:unresolved user:ali*")

    assert answer.status == 400
    assert answer.body["error"]["fields"]["position"] == "19"
    assert "without a star" in answer.body["error"]["message"]


def test_a_tag_that_was_just_counted_is_found_in_a_process_that_knew_the_tag_before(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", 0.0)
    monkeypatch.setattr(index_feed, "REFRESH_SHARE", 0.0)
    # The copy that the fixture made may be a second old; the one made now is looked after at every request.
    busy.forget_index()
    queries = ("plan:free", "plan:fr*", "has:plan", "!plan:free")
    before = [busy.titles(query=query) for query in queries]

    busy.send("Beta", tags={"plan": "free"})

    assert before == [["Alpha"], ["Alpha"], ["Alpha", "Gamma"], ["Beta", "Gamma"]]
    assert [busy.titles(query=query) for query in queries] == [
        ["Alpha", "Beta"],
        ["Alpha", "Beta"],
        ["Alpha", "Beta", "Gamma"],
        ["Gamma"],
    ]


def test_a_query_that_cannot_be_read_says_where(busy: World) -> None:
    answer = busy.owner.get(busy.issues, query="is:unresolved level:")

    assert answer.status == 400
    assert answer.body["error"]["code"] == "invalid_query"
    assert answer.body["error"]["fields"]["position"] == "20"


def test_a_parameter_we_do_not_know_is_named(world: World) -> None:
    for query in ({"status": "open"}, {"limit": 0}, {"limit": 101}, {"sort": "title"}):
        answer = world.owner.get(world.issues, **query)

        assert answer.status == 400
        assert list(answer.body["error"]["fields"]) == list(query)


def test_a_strange_cursor_is_refused_or_harmless(world: World) -> None:
    for cursor in ("x", "last_seen.zz.1", "1.2.3", "last_seen.-1.99999999999999999999", "last_seen.1.nan"):
        assert world.owner.get(world.issues, cursor=cursor).status in {200, 400}


def test_issues_are_ordered(busy: World) -> None:
    orders = {
        "last_seen": ["Gamma", "Beta", "Alpha"],
        "first_seen": ["Gamma", "Beta", "Alpha"],
        "priority": ["Beta", "Alpha", "Gamma"],
    }

    for sort, expected in orders.items():
        assert [row["title"].partition(":")[0] for row in busy.list_issues(sort=sort)] == expected, sort
    assert busy.list_issues(sort="times_seen")[0]["title"].startswith("Alpha")


def test_nothing_repeats_while_pages_are_walked_and_events_arrive(world: World) -> None:
    kinds = [f"Error{number}" for number in range(12)]
    world.send_many([{"kind": kind, "minutes_ago": 60 - number} for number, kind in enumerate(kinds)])
    seen: list[str] = []
    cursor: str | None = None

    while True:
        query = {"limit": 5, **({"cursor": cursor} if cursor else {})}
        page = world.owner.get(world.issues, **query).body
        seen += [row["title"].partition(":")[0] for row in page["data"]]
        cursor = page["pagination"]["next_cursor"]
        if cursor is None:
            break
        # The oldest issue moves to the top, and a new one appears there.
        world.send(kinds[0])
        world.send(f"New{len(seen)}")

    assert len(seen) == len(set(seen))
    assert set(kinds) - {kinds[0]} <= set(seen)


def test_a_row_tells_what_the_list_shows(busy: World) -> None:
    (row,) = busy.list_issues(query="title:Beta*")

    assert row["short_id"] == f"WEB-{row['short_id'].partition('-')[2]}"
    assert row["assignee"]["email"] == "owner@example.com"
    assert (row["level"], row["status"], row["times_seen"]) == ("fatal", "unresolved", 1)
    assert len(row["sparkline"]) == 24
    assert sum(row["sparkline"]) == 1


ANN = {"id": "42", "email": "ann@example.com", "username": "ann"}


@pytest.mark.parametrize("query", ["user.id:42", "user.email:Ann@example.com", "user.username:ann", "user:ann"])
def test_a_person_is_found_by_each_of_their_names(world: World, query: str) -> None:
    world.send("Theirs", user=ANN)
    world.send("Others", user={"id": "43", "username": "bob"})

    assert world.titles(query=query) == ["Theirs"]


def test_what_names_nothing_is_found_by_an_empty_value(world: World) -> None:
    world.send("Named", environment="production", release="1.0")
    world.send("Nameless")

    assert world.titles(query='environment:""') == ["Nameless"]
    assert world.titles(query='release:""') == ["Nameless"]
    assert world.titles(query='!environment:""') == ["Named"]


def test_an_issue_is_found_by_its_short_id_its_id_and_its_events_id(world: World) -> None:
    event_id = world.send("Wanted")
    world.send("Other")
    wanted = next(row for row in world.list_issues() if row["title"].startswith("Wanted"))
    names = (
        f"issue:{wanted['short_id']}",
        f"issue.id:{wanted['id']}",
        f"id:{event_id}",
        f"event.id:{event_id.upper()}",
    )

    assert [world.titles(query=name) for name in names] == [["Wanted"]] * len(names)
    assert world.titles(query=f"!issue:{wanted['short_id']}") == ["Other"]


@pytest.mark.parametrize("query", ["issue:OTHER-1", "issue:nonsense", f"id:{'0' * 32}"])
def test_a_name_that_nothing_has_is_explained(world: World, query: str) -> None:
    answer = world.owner.get(world.issues, query=query)

    assert (answer.status, answer.body["error"]["code"]) == (400, "invalid_query")
    assert "expected" in answer.body["error"]["message"]
