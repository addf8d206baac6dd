"""The Model Context Protocol's official client against the running stack's own server."""

from typing import Any

from tests.clients.conftest import ApiCaller
from tests.clients.sentry_tools import Tools

HELLO = "an-agent-reads-this"


def test_an_agent_finds_reads_and_resolves_an_issue(tools: Tools, api: ApiCaller, stack: Any) -> None:
    sent = tools.run("sentry-cli-3", "send-event", "-m", HELLO, "-t", "plan:pro")
    event = api.wait_for_event(sent.output.strip().rsplit(" ", 1)[-1].replace("-", ""))
    issue = api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")

    worked = tools.work_as_agent(
        ("list_projects", {}),
        ("search_issues", {"project": stack.project, "query": HELLO}),
        ("get_issue", {"issue": issue["permalink"]}),
        ("get_event", {"event_id": event["event_id"]}),
        ("update_issue", {"issue": issue["short_id"], "status": "resolved"}),
        ("get_issue", {"issue": "NOPE-1"}),
    )

    projects, found, shown, one, resolved, missing = worked["answers"]
    assert worked["server"] == "minisentry"
    assert worked["problems"] == []
    assert "get_issue" in worked["tools"]
    assert "Fix the issue WEB-1." in worked["prompt"]
    assert f"{stack.organization}/{stack.project}" in projects["text"]
    assert issue["short_id"] in found["text"]
    assert all(event["event_id"] in answer["text"] for answer in (shown, one))
    assert "is resolved now" in resolved["text"]
    assert missing["failed"]
    assert api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")["status"] == "resolved"
