"""Sentry's command-line tools and bundler plugins as their users run them, with only URL and token changed."""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).resolve().parent / "tools"
MODULES = TOOLS / "node_modules"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
PACKAGES = {
    "sentry-cli-2": "sentry-cli-2",
    "sentry-cli-3": "sentry-cli-3",
    "sentry": "sentry",
    "mcp-server": "@sentry/mcp-server",
    "vite-5": "vite-plugin-5",
    "vite-11": "vite-plugin-11",
    "webpack-5": "webpack-plugin-5",
    "webpack-11": "webpack-plugin-11",
    "esbuild-5": "esbuild-plugin-5",
    "esbuild-11": "@sentry/bundler-plugins",
    "rollup-5": "rollup-plugin-5",
    "rollup-11": "@sentry/bundler-plugins",
}


@dataclass(frozen=True)
class Finished:
    """What a command printed, without its colours, and how it ended."""

    status: int
    output: str


@dataclass(frozen=True)
class McpAnswer:
    """What a tool of the MCP server told the agent."""

    failed: bool
    text: str


@dataclass
class Tools:
    """*home* is an empty home folder; *told* are the variables that a user would set."""

    home: Path
    told: dict[str, str]
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SENTRY_")}
        self.environment = {**kept, "HOME": str(self.home), "SENTRY_CLI_NO_TELEMETRY": "1", **self.told}

    def run(self, tool: str, *arguments: str, folder: Path | None = None, seconds: float = 120) -> Finished:
        """Run a command-line tool by its name in PACKAGES."""
        return self.execute([*self._command(tool), *arguments], folder=folder, seconds=seconds)

    def build(self, tool: str, target: str, folder: Path, release: str) -> Finished:
        """Build the app with a bundler whose plugin uploads its maps."""
        return self.execute(["node", str(TOOLS / "build.mjs"), tool, target, str(folder), release], seconds=240)

    def throw(self, target: str, folder: Path, dsn: str, reason: str) -> str:
        """Let the built app throw, in Chromium or Node. Returns the event's id."""
        if target == "browser":
            command = ["node", str(TOOLS / "throw-in-browser.mjs"), str(folder), dsn, reason]
        else:
            command = ["node", str(folder / "app.js"), dsn, reason]
        finished = self.execute(command)
        assert finished.status == 0, finished.output
        told: dict[str, Any] = json.loads(finished.output.splitlines()[-1])
        return str(told["eventId"])

    def show_issue(self, url: str, email: str, password: str) -> dict[str, Any]:
        """What the dashboard shows of an issue in Chromium: its trace `mapped` and `raw`, and the page's `problems`."""
        finished = self.execute(["node", str(TOOLS / "show-issue.mjs"), url, email, password])
        assert finished.status == 0, finished.output
        shown: dict[str, Any] = json.loads(finished.output.splitlines()[-1])
        return shown

    def call_mcp(self, *calls: tuple[str, dict[str, Any]]) -> list[McpAnswer]:
        """Have Sentry's MCP server, started as an agent starts it, run its tools one after the other."""
        command = ["node", str(TOOLS / "call-mcp.mjs"), self.told["SENTRY_URL"].partition("://")[2]]
        told = [text for name, arguments in calls for text in (name, json.dumps(arguments))]
        finished = self.execute([*command, *told])
        assert finished.status == 0, finished.output
        return [McpAnswer(**answer) for answer in json.loads(finished.output.splitlines()[-1])]

    def work_as_agent(self, *calls: tuple[str, dict[str, Any]]) -> dict[str, Any]:
        """Let the protocol's official client connect to our own MCP server and run tools, one after the other."""
        command = ["node", str(TOOLS / "call-agent-tools.mjs"), f"{self.told['SENTRY_URL']}/mcp"]
        told = [text for name, arguments in calls for text in (name, json.dumps(arguments))]
        finished = self.execute([*command, *told])
        assert finished.status == 0, finished.output
        return dict(json.loads(finished.output.splitlines()[-1]))

    def execute(self, command: Sequence[str], *, folder: Path | None = None, seconds: float = 120) -> Finished:
        done = subprocess.run(
            command,
            cwd=folder or TOOLS,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        return Finished(done.returncode, COLOURS.sub("", done.stdout))

    def _command(self, tool: str) -> list[str]:
        if tool == "sentry":
            return ["node", str(MODULES / "sentry" / "dist" / "bin.cjs")]
        return ["node", str(MODULES / PACKAGES[tool] / "bin" / "sentry-cli")]


def version_of(tool: str) -> str:
    """The version of a tool that is installed."""
    version: str = json.loads((MODULES / PACKAGES[tool] / "package.json").read_text())["version"]
    return version
