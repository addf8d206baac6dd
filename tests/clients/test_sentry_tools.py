"""Sentry's command-line tools against a whole stack: what each of them prints for what its users do."""

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import ApiCaller
from tests.clients.sentry_tools import Tools

pytestmark = pytest.mark.stack

NUMBER = re.compile(r"\b(\d{10,})\b")
NATIVE = Path("/bin/true")
LISTED_WITHIN_SECONDS = 10
# Messages that differ in numbers alone are one issue.
GREETINGS = {"sentry-cli-2": "the-second-major-says-hello", "sentry-cli-3": "the-third-major-says-hello"}


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Git repository of two commits."""
    folder = tmp_path_factory.mktemp("repository")
    git = ["git", "-C", str(folder), "-c", "user.name=Owner", "-c", "user.email=owner@example.com"]
    subprocess.run([*git, "init", "-q"], check=True)
    for number in range(2):
        (folder / "checkout.js").write_text(f"export const version = {number};\n")
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", f"Change checkout {number}"], check=True)
    return folder


def expect(tools: Tools, tool: str, line: str, *told: str, folder: Path | None = None, status: int = 0) -> str:
    """Run *line*; it must end with *status* and print every text of *told*. Returns what it printed.

    Lists may be a second or two old, so that a text which is missing is looked for again.
    """
    until = time.monotonic() + LISTED_WITHIN_SECONDS
    while True:
        finished = tools.run(tool, *line.split(), folder=folder)
        assert finished.status == status, f"{line}: {finished.output}"
        missing = [text for text in told if text not in finished.output]
        if not missing:
            return finished.output
        assert " list" in line, f"{line} says nothing of {missing}: {finished.output}"
        assert time.monotonic() < until, f"{line} says nothing of {missing}: {finished.output}"
        time.sleep(1)


@pytest.mark.parametrize("tool", ["sentry-cli-2", "sentry-cli-3"])
class TestSentryCli:
    """Both majors, which ask in different words for the same."""

    def test_it_signs_in_and_says_who_it_is(self, tools: Tools, stack: Any, tool: str) -> None:
        expect(tools, tool, "info", stack.email, "Method: Auth Token", "Default Organization: acme", "project:releases")
        expect(
            tools, tool, f"login --auth-token {tools.told['SENTRY_AUTH_TOKEN']}", f"Valid token for user {stack.email}"
        )
        (tools.home / ".sentryclirc").unlink()

    def test_it_lists_what_there_is(self, tools: Tools, tool: str) -> None:
        expect(tools, tool, "organizations list", "| acme |")
        expect(tools, tool, "projects list", "| web  |")
        expect(tools, tool, "repos list", "No repos found")
        expect(tools, tool, "monitors list")

    def test_it_follows_a_release_from_its_making_to_its_end(self, tools: Tools, repository: Path, tool: str) -> None:
        version = f"{tool}@1.0.0+7"

        for _ in range(2):
            expect(tools, tool, f"releases new {version}", f"Created release {version}")
        expect(tools, tool, f"releases set-commits {version} --local", "Success! Set commits", folder=repository)
        expect(tools, tool, f"releases set-commits {version} --auto", "Success! Set commits", folder=repository)
        expect(tools, tool, f"releases finalize {version}", f"Finalized release {version}")
        expect(tools, tool, f"deploys new --release {version} -e production", "Created new deploy")
        expect(tools, tool, f"deploys list --release {version}", "| production")
        expect(tools, tool, f"releases info {version}", version)
        expect(tools, tool, f"releases info {version} --show-commits --show-projects", version)
        expect(tools, tool, "releases list", version)
        expect(tools, tool, f"releases delete {version}", f"Deleted release {version}")
        expect(tools, tool, f"releases delete {version}", "does not exist")

    def test_it_sends_an_event_finds_its_issue_and_changes_it(self, tools: Tools, api: ApiCaller, tool: str) -> None:
        sent = expect(tools, tool, f"send-event -m {GREETINGS[tool]}", "Event dispatched")
        api.wait_for_event(sent.strip().rsplit(" ", 1)[-1].replace("-", ""))

        listed = expect(tools, tool, "issues list", GREETINGS[tool])
        row = next(line for line in listed.splitlines() if GREETINGS[tool] in line)
        number = NUMBER.search(row)
        assert number is not None, row
        for verb, status in (("resolve", "resolved"), ("mute", "muted"), ("unresolve", "unresolved")):
            expect(tools, tool, f"issues {verb} -i {number[1]}", f"new status: {status}")
        expect(tools, tool, "events list", GREETINGS[tool])

    def test_it_sends_an_envelope_and_a_check_in(self, tools: Tools, api: ApiCaller, tmp_path: Path, tool: str) -> None:
        event = json.dumps({"event_id": "a" * 31 + tool[-1], "message": "from a file", "level": "error"})
        envelope = tmp_path / "event.envelope"
        envelope.write_text('{"event_id":"%s"}\n{"type":"event"}\n%s\n' % ("a" * 31 + tool[-1], event))  # noqa: UP031 - braces.

        expect(tools, tool, f"send-envelope {envelope}", "dispatched")
        expect(tools, tool, "monitors run nightly -- true")

        assert api.wait_for_event("a" * 31 + tool[-1])["message"] == "from a file"

    def test_it_says_why_debug_files_are_refused(self, tools: Tools, tmp_path: Path, tool: str) -> None:
        native = tmp_path / "native"
        native.write_bytes(NATIVE.read_bytes())

        expect(tools, tool, f"debug-files upload {native}", "no debug files of native code", status=1)


class TestTheSentryCommand:
    """npm's `sentry`, which bundler plugins of the new generation use, too."""

    def test_it_knows_its_token_organizations_and_projects(self, tools: Tools, stack: Any) -> None:
        expect(tools, "sentry", "auth status", "Authenticated via SENTRY_AUTH_TOKEN")
        expect(tools, "sentry", "auth whoami", stack.email)
        expect(tools, "sentry", "org list", "acme")
        expect(tools, "sentry", "org view acme", "acme")
        expect(tools, "sentry", "project list", "web")
        expect(tools, "sentry", "project view acme/web", "web")
        expect(tools, "sentry", "dsn list acme/web", stack.dsn)
        expect(tools, "sentry", "team list acme/", "everyone")
        expect(tools, "sentry", "repo list acme/", "No repositories found")

    def test_it_finds_shows_and_changes_an_issue(self, tools: Tools, api: ApiCaller, stack: Any) -> None:
        texts = ("the-sentry-command-says-hello", "the-sentry-command-says-goodbye")
        sent = [expect(tools, "sentry-cli-3", f"send-event -m {text}").strip().rsplit(" ", 1)[-1] for text in texts]
        events = [api.wait_for_event(event_id.replace("-", "")) for event_id in sent]
        issues = [api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")["short_id"] for event in events]

        expect(tools, "sentry", "issue list acme/web", issues[0])
        expect(tools, "sentry", f"issue view {issues[0]}", texts[0], "Unresolved")
        expect(tools, "sentry", f"issue events {issues[0]}", events[0]["event_id"])
        expect(tools, "sentry", f"event view acme/web/{events[0]['event_id']}", events[0]["event_id"])
        expect(tools, "sentry", f"issue resolve {issues[0]}", "Resolved")
        expect(tools, "sentry", f"issue unresolve {issues[0]}", "Reopened")
        expect(tools, "sentry", f"issue archive {issues[0]}", "Archived")
        expect(tools, "sentry", f"issue merge {issues[1]} {issues[0]}")
        merged = {api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")["id"] for event in events}
        assert len(merged) == 1

    def test_it_follows_a_release(self, tools: Tools, repository: Path) -> None:
        expect(tools, "sentry", "release create acme/command@1.0.0 --project web", "command@1.0.0")
        expect(tools, "sentry", "release set-commits acme/command@1.0.0 --local", "Commits Set", folder=repository)
        expect(tools, "sentry", "release deploy acme/command@1.0.0 production", "Deploy Created")
        expect(tools, "sentry", "release deploys acme/command@1.0.0", "production")
        expect(tools, "sentry", "release finalize acme/command@1.0.0", "Finalized")
        expect(tools, "sentry", "release view acme/command@1.0.0", "command@1.0.0")
        expect(tools, "sentry", "release list acme/web", "acme")
        expect(tools, "sentry", "release delete acme/command@1.0.0 --yes", "deleted")

    def test_what_needs_sentrys_own_cloud_is_refused_with_a_reason(
        self, tools: Tools, api: ApiCaller, stack: Any
    ) -> None:
        sent = expect(tools, "sentry-cli-3", "send-event -m explain-me").strip().rsplit(" ", 1)[-1]
        event = api.wait_for_event(sent.replace("-", ""))
        short_id = api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")["short_id"]

        explained = tools.run("sentry", "issue", "explain", short_id)
        dashboards = tools.run("sentry", "dashboard", "list", "acme/web")

        assert explained.status != 0
        assert "MiniSentry has no Seer" in explained.output
        assert dashboards.status != 0
        assert "has no dashboards" in dashboards.output


class TestTheMcpServer:
    """`@sentry/mcp-server` in stdio mode, which agents start with `--host` and a token."""

    def test_an_agent_finds_its_way_to_the_project(self, tools: Tools, stack: Any) -> None:
        acme = {"organizationSlug": stack.organization}
        me, organizations, projects, keys = tools.call_mcp(
            ("whoami", {}),
            ("find_organizations", {}),
            ("find_projects", acme),
            ("find_dsns", {**acme, "projectSlug": stack.project}),
        )

        assert stack.email in me.text
        assert f'"slug": "{stack.organization}"' in organizations.text
        assert f'"slug": "{stack.project}"' in projects.text
        assert stack.dsn in keys.text

    def test_an_agent_finds_reads_and_resolves_an_issue(self, tools: Tools, api: ApiCaller, stack: Any) -> None:
        text = "the-agent-says-hello"
        sent = expect(tools, "sentry-cli-3", f"send-event -m {text} -r agent@1.0.0 -t plan:pro")
        event = api.wait_for_event(sent.strip().rsplit(" ", 1)[-1].replace("-", ""))
        issue = api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")["short_id"]
        acme = {"organizationSlug": stack.organization}

        found, shown, one, tag, events, releases, resolved = tools.call_mcp(
            ("search_issues", {**acme, "query": f"is:unresolved {text}"}),
            ("get_sentry_resource", {**acme, "resourceType": "issue", "resourceId": issue}),
            ("get_sentry_resource", {**acme, "resourceType": "event", "resourceId": event["event_id"]}),
            ("get_issue_tag_values", {**acme, "issueId": issue, "tagKey": "plan"}),
            ("search_issue_events", {**acme, "issueId": issue, "query": "plan:pro"}),
            ("find_releases", acme),
            ("update_issue", {**acme, "issueId": issue, "status": "resolved"}),
        )

        answers = (found, shown, one, tag, events, releases, resolved)
        assert [answer.text for answer in answers if answer.failed] == []
        assert issue in found.text
        assert all(event["event_id"] in answer.text for answer in (shown, one, events))
        assert "pro" in tag.text
        assert "1.0.0" in releases.text
        assert "**Status**: unresolved → **resolved**" in resolved.text
        assert api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")["status"] == "resolved"

    def test_what_is_not_here_is_refused_with_the_reason(self, tools: Tools, stack: Any) -> None:
        arguments = {"organizationSlug": stack.organization, "dataset": "errors", "query": "level:error"}

        (refused,) = tools.call_mcp(("search_events", {**arguments, "fields": ["title"]}))

        assert refused.failed
        assert "find issues by a search" in refused.text
