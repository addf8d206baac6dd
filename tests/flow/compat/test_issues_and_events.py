"""Issues and events through Sentry's API: lists over projects, numbers and short ids, changes, entries of an event."""

import uuid
from typing import Any

import pytest

from tests.api_client import ApiClient
from tests.flow.compat.test_basics import walk
from tests.triage_world import World, run_queued_jobs

FRAME = {
    "filename": "app/pay.js",
    "abs_path": "https://shop.example.com/app/pay.js",
    "function": "pay",
    "lineno": 12,
    "colno": 3,
    "in_app": True,
    "pre_context": ["before"],
    "context_line": "  throw new Error()",
    "post_context": ["after"],
}


def test_an_issue_is_found_by_number_short_id_and_id(world: World, client: ApiClient) -> None:
    world.send("TypeError")
    (row,) = client.get("/0/projects/acme/web/issues").body

    found = [
        client.get(f"/0/organizations/acme/issues/{name}").body
        for name in (row["id"], "WEB-1", world.issue_id("TypeError"))
    ]
    short = client.get("/0/organizations/acme/shortids/WEB-1").body

    assert row["id"].isdecimal()
    assert {issue["id"] for issue in found} == {row["id"]} == {short["groupId"]}
    assert (short["projectSlug"], short["group"]["shortId"]) == ("web", "WEB-1")
    assert (row["count"], row["status"], row["project"]["slug"]) == ("1", "unresolved", "web")


def test_numbers_of_other_organizations_lead_nowhere(world: World, client: ApiClient) -> None:
    world.send()
    number = client.get("/0/projects/acme/web/issues").body[0]["id"]
    stranger = ApiClient().register("stranger@example.com")
    stranger.post("/organizations", {"name": "Elsewhere", "slug": "elsewhere"})

    answers = [
        stranger.get(f"/0/organizations/elsewhere/issues/{name}")
        for name in (number, "WEB-1", world.issue_id(), str(2**64), "0", "-1")
    ]

    assert {answer.status for answer in answers} == {404}


def test_issues_of_several_projects_are_one_list_without_repetition(world: World, client: ApiClient) -> None:
    for kind in ("A", "B", "C"):
        world.send(kind)
    web, jobs_project = world.project_id, world.owner.post("/organizations/acme/projects", {"name": "Jobs"}).body["id"]
    world.project_id = jobs_project
    for kind in ("D", "E"):
        world.send(kind)
    world.project_id = web
    world.send("F")

    pages = walk(client, "/0/organizations/acme/issues", limit=2)

    titles = [issue["title"].partition(":")[0] for page in pages for issue in page]
    assert titles == ["F", "E", "D", "C", "B", "A"]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert len(walk(client, "/0/organizations/acme/issues", project=jobs_project)[0]) == 2
    assert len(walk(client, "/0/organizations/acme/issues", query="is:unresolved project:jobs")[0]) == 2
    assert len(walk(client, "/0/organizations/acme/issues", project="-1", sort="new")[0]) == 6


@pytest.mark.parametrize(
    ("body", "status", "details"),
    [
        ({"status": "resolved"}, "resolved", set()),
        ({"status": "muted", "snoozeDuration": 30}, "ignored", {"ignoreUntil"}),
        ({"status": "ignored", "statusDetails": {"ignoreCount": 3}}, "ignored", {"ignoreCount"}),
        ({"status": "resolvedInNextRelease"}, "resolved", {"inNextRelease"}),
        ({"status": "resolved", "statusDetails": {"inRelease": "web@1.0.0"}}, "resolved", {"inRelease"}),
    ],
)
def test_an_issue_changes_as_the_client_says(
    world: World, client: ApiClient, body: dict[str, Any], status: str, details: set[str]
) -> None:
    world.send(release="web@1.0.0")

    changed = client.put("/0/organizations/acme/issues/WEB-1", body)

    assert changed.status == 200, changed.text
    assert (changed.body["status"], set(changed.body["statusDetails"])) == (status, details)
    assert world.list_issues()[0]["status"] == status


def test_somebody_is_assigned_by_address_and_taken_away_again(world: World, client: ApiClient) -> None:
    world.send()

    assigned = client.put("/0/organizations/acme/issues/WEB-1", {"assignedTo": "owner@example.com"}).body
    stranger = client.put("/0/organizations/acme/issues/WEB-1", {"assignedTo": "nobody@example.com"})
    nobody = client.put("/0/organizations/acme/issues/WEB-1", {"assignedTo": ""}).body

    assert assigned["assignedTo"]["email"] == "owner@example.com"
    assert (stranger.status, nobody["assignedTo"]) == (400, None)


def test_many_issues_change_by_number_by_status_and_as_a_job(world: World, client: ApiClient) -> None:
    world.send_many([{"kind": f"Kind{index}"} for index in range(30)])
    rows = walk(client, "/0/projects/acme/web/issues")[0]

    by_number = client.call(
        "PUT", f"/0/projects/acme/web/issues/?id={rows[0]['id']}&id={rows[1]['id']}", {"status": "resolved"}
    )
    resolved = len(world.list_issues(status="resolved"))
    rest = client.call("PUT", "/0/projects/acme/web/issues/?status=unresolved", {"status": "ignored"})
    run_queued_jobs()

    assert (by_number.status, by_number.body["status"], resolved) == (200, "resolved", 2)
    assert rest.status == 200
    assert len(world.list_issues(status="ignored", limit=100)) == 28


def test_one_wrong_number_changes_nothing(world: World, client: ApiClient) -> None:
    world.send()
    number = client.get("/0/projects/acme/web/issues").body[0]["id"]

    answer = client.call("PUT", f"/0/projects/acme/web/issues/?id={number}&id=999", {"status": "resolved"})

    assert (answer.status, world.list_issues()[0]["status"]) == (404, "unresolved")


def test_an_events_interfaces_are_entries(world: World, client: ApiClient) -> None:
    exception = {"type": "Error", "value": "declined", "stacktrace": {"frames": [FRAME]}}
    event_id = world.send(
        exception={"values": [exception]},
        request={"url": "https://shop.example.com/pay", "method": "POST"},
        breadcrumbs={"values": [{"message": "clicked"}]},
        release="shop@1.0.0",
    )

    latest = client.get("/0/organizations/acme/issues/WEB-1/events/latest").body
    by_project = client.get(f"/0/projects/acme/web/events/{event_id}").body
    located = client.get(f"/0/organizations/acme/eventids/{event_id}").body

    entries = {entry["type"]: entry["data"] for entry in latest["entries"]}
    (frame,) = entries["exception"]["values"][0]["stacktrace"]["frames"]
    assert set(entries) == {"exception", "request", "breadcrumbs"}
    assert (frame["absPath"], frame["lineNo"], frame["inApp"]) == (FRAME["abs_path"], 12, True)
    assert frame["context"] == [[11, "before"], [12, "  throw new Error()"], [13, "after"]]
    assert latest["eventID"] == by_project["eventID"] == located["eventId"] == event_id
    assert (latest["release"]["version"], latest["metadata"]["type"]) == ("shop@1.0.0", "Error")


def test_an_event_of_another_issue_is_not_this_ones(world: World, client: ApiClient) -> None:
    world.send("A")
    other = world.send("B")

    assert client.get(f"/0/organizations/acme/issues/WEB-1/events/{other}").status == 404
    assert client.get("/0/organizations/acme/issues/WEB-1/events/not-an-id").status == 404


def test_events_are_listed_in_pages(world: World, client: ApiClient) -> None:
    sent = [world.send(minutes_ago=minutes) for minutes in (3, 2, 1)]

    of_project = walk(client, "/0/projects/acme/web/events", per_page=2)
    of_issue = walk(client, "/0/organizations/acme/issues/WEB-1/events", per_page=2)

    assert [event["eventID"] for page in of_project for event in page] == sent[::-1]
    assert [event["eventID"] for page in of_issue for event in page] == sent[::-1]
    assert {event["groupID"] for page in of_issue for event in page} == {
        client.get("/0/projects/acme/web/issues").body[0]["id"]
    }


def test_issues_are_merged_and_none_with_itself(world: World, client: ApiClient) -> None:
    for kind in ("A", "B", "B"):
        world.send(kind)
    path = "/0/organizations/acme/issues/"
    numbers = {row["shortId"]: row["id"] for row in client.get(path).body}

    with_itself = client.call("PUT", f"{path}?id=WEB-1&id={numbers['WEB-1']}", {"merge": 1})
    merged = client.call("PUT", f"{path}?id=WEB-1&id=WEB-2&id=WEB-1", {"merge": 1})

    assert (with_itself.status, set(with_itself.body)) == (400, {"detail"})
    assert merged.body["merge"] == {"parent": numbers["WEB-2"], "children": [numbers["WEB-1"]]}
    assert client.get(f"{path}WEB-1").body["count"] == "3"


def test_the_tags_of_an_issue_say_how_often_each_value_came(world: World, client: ApiClient) -> None:
    for plan in ("pro", "pro", 'say "hi"'):
        world.send(tags={"plan": plan})

    plan = client.get("/0/organizations/acme/issues/WEB-1/tags/plan").body
    listed = {tag["key"]: tag for tag in client.get("/0/organizations/acme/issues/WEB-1/tags").body}

    assert [(value["value"], value["count"]) for value in plan["topValues"]] == [("pro", 2), ('say "hi"', 1)]
    assert (plan["totalValues"], plan["uniqueValues"], listed["plan"]) == (3, 2, plan)
    for value in plan["topValues"]:
        assert len(client.get("/0/organizations/acme/issues", query=value["query"]).body) == 1
    assert client.get("/0/organizations/acme/issues/WEB-1/tags/nothing").status == 404


def test_a_pasted_event_id_finds_its_issue_among_all_projects(world: World, client: ApiClient) -> None:
    event_id = world.send("A")
    world.send("B")
    dashed = str(uuid.UUID(event_id))
    world.owner.post("/organizations/acme/projects", {"name": "Jobs"})

    for query in (event_id, event_id.upper(), dashed, f"id:{event_id}", "issue:WEB-1"):
        found = client.get("/0/organizations/acme/issues", query=query).body
        assert [issue["shortId"] for issue in found] == ["WEB-1"], query
    assert client.get("/0/organizations/acme/issues", query="0" * 32).body == []


def test_what_one_project_knows_is_searched_in_all(world: World, client: ApiClient) -> None:
    world.send(tags={"plan": "pro"})
    world.owner.post("/organizations/acme/projects", {"name": "Jobs"})

    assert len(client.get("/0/organizations/acme/issues", query="plan:pro").body) == 1
    refused = client.get("/0/organizations/acme/issues", query="plam:pro")
    assert (refused.status, "did you mean plan:" in refused.body["detail"]) == (400, True)
