"""What agents change: an issue's state, its assignee and its comments, as their token's owner."""

from tests.flow.mcp.conftest import Agent, agent_with
from tests.triage_world import World, must


def show(world: World) -> dict[str, object]:
    return dict(must(world.owner.get(f"{world.issues}/WEB-1")))


def test_an_issue_is_resolved_ignored_and_reopened(world: World, agent: Agent) -> None:
    world.send(release="shop@1.2")

    assert agent.call("update_issue", issue="WEB-1", status="resolved", in_release="shop@1.2").startswith(
        "WEB-1 is res"
    )
    assert show(world)["status_details"]["in_release"] == "shop@1.2"  # type: ignore[index]
    agent.call("update_issue", issue="WEB-1", status="ignored", ignore_hours=2)
    assert show(world)["status"] == "ignored"
    agent.call("update_issue", issue="WEB-1", status="unresolved")
    assert show(world)["status"] == "unresolved"
    activity = must(world.owner.get(f"{world.issues}/WEB-1/activity"))["data"]
    assert {entry["user"]["email"] for entry in activity if entry["user"]} == {world.owner.user["email"]}


def test_an_issue_is_assigned(world: World, agent: Agent) -> None:
    world.send()
    member = world.add_member("lin@example.com")

    agent.call("update_issue", issue="WEB-1", assign_to="lin@example.com")
    assert show(world)["assignee"]["id"] == member.user["id"]  # type: ignore[index]
    agent.call("update_issue", issue="WEB-1", assign_to="me")
    assert show(world)["assignee"]["id"] == world.owner.user["id"]  # type: ignore[index]
    agent.call("update_issue", issue="WEB-1", assign_to="nobody")
    assert show(world)["assignee"] is None
    assert "member" in agent.refusal("update_issue", issue="WEB-1", assign_to="stranger@example.com")


def test_a_comment_is_written(world: World, agent: Agent) -> None:
    world.send()

    agent.call("comment_issue", issue="WEB-1", text="Seen in cart.py")

    (comment,) = must(world.owner.get(f"{world.issues}/WEB-1/comments"))["data"]
    assert comment["content"] == "Seen in cart.py"


def test_what_cannot_be_changed_is_told(world: World, agent: Agent) -> None:
    world.send()

    assert "Nothing to change" in agent.refusal("update_issue", issue="WEB-1")
    assert "go with the status" in agent.refusal("update_issue", issue="WEB-1", ignore_hours=2)
    assert "exclude each other" in agent.refusal(
        "update_issue", issue="WEB-1", status="resolved", in_release="1", in_next_release=True
    )
    assert agent.refusal("comment_issue", issue="WEB-1", text="  ")
    assert agent.refusal("comment_issue", issue="WEB-1", text="nul \x00")


def test_who_may_only_read_a_project_changes_nothing(world: World) -> None:
    world.send()
    reader = world.add_member("reader@example.com")
    path = f"/organizations/{world.org_slug}/projects/web/members/{reader.user['id']}"
    must(world.owner.put(path, {"role": "read"}))

    assert "This takes write access" in Agent(reader).refusal("update_issue", issue="WEB-1", status="resolved")
    assert show(world)["status"] == "unresolved"
    assert "update_issue" not in agent_with(world, "event:read").tools()
