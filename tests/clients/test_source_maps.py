"""A small app, minified, its maps uploaded by each of Sentry's tools, throws: the event shows the source."""

from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import ApiCaller
from tests.clients.sentry_tools import MODULES, Tools

pytestmark = pytest.mark.stack

PLUGINS = ("vite-5", "vite-11", "webpack-5", "webpack-11", "esbuild-5", "esbuild-11", "rollup-5", "rollup-11")


def assert_readable(event: dict[str, Any], reason: str) -> None:
    """The frame that threw is where app/checkout.js throws, with its code."""
    frame = event["stack_trace"][-1]
    assert event["exception"]["values"][-1]["value"] == f"card was refused: {reason}"
    assert frame["filename"].endswith("app/checkout.js"), frame
    assert (frame["lineno"], frame["in_app"]) == (8, True), frame
    assert frame["context_line"] == "    throw new RangeError(`card was refused: ${cart.reason}`);"
    assert "cart.lines.length === 0" in frame["pre_context"][-1]


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("tool", PLUGINS)
def test_a_bundler_plugin_makes_an_error_in_a_browser_readable(
    stack: Any, api: ApiCaller, tools: Tools, tmp_path: Path, tool: str
) -> None:
    # The plugins write the release into the code after they chose its debug id: names of one length keep columns alike.
    release = f"shop@1.0.{PLUGINS.index(tool)}"

    built = tools.build(tool, "browser", tmp_path / "out", release)
    event_id = tools.throw("browser", tmp_path / "out", stack.dsn, tool)

    assert built.status == 0, built.output
    event = api.wait_for_event(event_id)
    assert event["release"] == release
    assert_readable(event, tool)
    assert event["stack_trace"][-1]["function"] == "chargeCard"


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("tool", ["vite-11", "webpack-11"])
def test_the_dashboard_shows_the_original_file_line_and_code(
    stack: Any, api: ApiCaller, tools: Tools, tmp_path: Path, tool: str
) -> None:
    tools.build(tool, "browser", tmp_path / "out", f"shop@3.0.{PLUGINS.index(tool)}")
    event = api.wait_for_event(tools.throw("browser", tmp_path / "out", stack.dsn, tool))
    project = f"{stack.url}/organizations/{stack.organization}/projects/{stack.project}"

    shown = tools.show_issue(f"{project}/issues/{event['issue_id']}", stack.email, stack.password)

    assert "app/checkout.js" in shown["mapped"]
    assert "throw new RangeError(`card was refused: ${cart.reason}`);" in shown["mapped"]
    assert "chargeCard" in shown["mapped"]
    assert "static/app.js" in shown["raw"]
    assert "app/checkout.js" not in shown["raw"]
    assert shown["problems"] == []


@pytest.mark.parametrize("tool", ["vite-11", "webpack-5", "esbuild-11", "rollup-5"])
def test_a_bundler_plugin_makes_an_error_in_node_readable(stack: Any, api: ApiCaller, tools: Tools, tool: str) -> None:
    # Where the SDK that stays outside the bundle is found from.
    folder = tools.home / "node_modules_of" / tool
    folder.parent.mkdir(exist_ok=True)
    link_modules(folder.parent)

    built = tools.build(tool, "node", folder, f"shop@2.0.{PLUGINS.index(tool)}")
    (folder / "package.json").write_text('{"type": "module"}')
    event_id = tools.throw("node", folder, stack.dsn, tool)

    assert built.status == 0, built.output
    assert_readable(api.wait_for_event(event_id), tool)


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("tool", ["sentry-cli-2", "sentry-cli-3", "sentry"])
@pytest.mark.parametrize("target", ["browser", "node"])
def test_a_command_line_tool_makes_errors_readable(
    stack: Any, api: ApiCaller, tools: Tools, tool: str, target: str
) -> None:
    folder = tools.home / "node_modules_of" / f"{tool}-{target}"
    folder.parent.mkdir(exist_ok=True)
    link_modules(folder.parent)
    release = f"shop@3.0.0-{tool}"
    tools.build("none-0", target, folder, release)
    noun = "sourcemap" if tool == "sentry" else "sourcemaps"

    injected = tools.run(tool, noun, "inject", str(folder))
    uploaded = tools.run(tool, noun, "upload", "--release", release, str(folder))
    (folder / "package.json").write_text('{"type": "module"}')
    event_id = tools.throw(target, folder, stack.dsn, f"{tool} {target}")

    assert (injected.status, uploaded.status) == (0, 0), injected.output + uploaded.output
    event = api.wait_for_event(event_id)
    assert_readable(event, f"{tool} {target}")


def link_modules(folder: Path) -> None:
    """Let what is built below *folder* find the packages that it keeps outside its bundle."""
    target = folder / "node_modules"
    if not target.exists():
        target.symlink_to(MODULES)
