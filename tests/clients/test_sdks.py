"""Official SDKs and sentry-cli, unchanged, against a whole running stack: what they send is a grouped issue."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest
import sentry_sdk

from tests.clients.conftest import JS_FOLDER, ApiCaller

pytestmark = pytest.mark.stack


def raise_in_ledger(message: str) -> None:
    balances = {"rent": 12}
    balances[message]


def capture_with_python(dsn: str, message: str) -> str:
    # The SDK would find Chalice in this process and patch it for every test that follows.
    client = sentry_sdk.Client(
        dsn=dsn, release="python-test@1.0.0", environment="python-test", auto_enabling_integrations=False
    )
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        scope.set_user({"id": "7", "email": "ada@example.com"})
        try:
            raise_in_ledger(message)
        except KeyError as error:
            event_id = scope.capture_exception(error)
        client.close(timeout=10)
    assert event_id is not None
    return event_id


def test_an_error_of_the_python_sdk_is_a_grouped_issue(stack: Any, api: ApiCaller) -> None:
    event = api.wait_for_event(capture_with_python(stack.dsn, "first-error"))

    issue = api.get(f"/projects/{stack.project_id}/issues/{event['issue_id']}")
    frame = event["stack_trace"][-1]
    assert issue["title"].startswith("KeyError")
    assert (event["release"], event["environment"]) == ("python-test@1.0.0", "python-test")
    assert frame["function"] == "raise_in_ledger"
    assert "balances[message]" in frame["context_line"]
    assert event["user"]["email"] == "ada@example.com"


def test_the_same_error_again_is_counted_in_the_same_issue(stack: Any, api: ApiCaller) -> None:
    first = api.wait_for_event(capture_with_python(stack.dsn, "again"))
    before = api.get(f"/projects/{stack.project_id}/issues/{first['issue_id']}")["times_seen"]

    second = api.wait_for_event(capture_with_python(stack.dsn, "again"))

    after = api.get(f"/projects/{stack.project_id}/issues/{second['issue_id']}")["times_seen"]
    assert first["issue_id"] == second["issue_id"]
    assert after == before + 1


def test_errors_of_the_node_sdk_arrive_small_and_large(stack: Any, api: ApiCaller, run_js: Callable[..., Any]) -> None:
    sent = run_js("node-sdk.mjs", "ledger-is-closed")

    events = [api.wait_for_event(event_id) for event_id in sent["eventIds"]]
    assert sent["flushed"]
    assert {event["exception"]["values"][-1]["type"] for event in events} == {"RangeError"}
    assert len({event["issue_id"] for event in events}) == 1


def test_what_the_node_sdk_sends_by_default_is_answered_without_a_warning(
    stack: Any, api: ApiCaller, run_js: Callable[..., Any]
) -> None:
    """Spans, logs, metrics and sessions are counted by category, silenced once, and never sent a second time."""
    sent = run_js("node-defaults.mjs", "defaults")

    items = [item for answer in sent["answers"] for item in answer["items"]]
    # What the SDK keeps to itself, as it was asked to, has no status.
    assert {answer["status"] for answer in sent["answers"]} <= {200, None}, sent
    assert {"event", "session"} < set(items)
    assert not [warning for warning in sent["warnings"] if re.search(r"status code|rate limit|retry|failed", warning)]
    api.wait_for_event(sent["eventId"])
    stats = wait_for_discarded(stack, api)
    dropped = stats["totals"]["reasons"]["dropped"]
    assert {"span", "log_item", "trace_metric", "session"} <= dropped.keys(), dropped
    assert stats["discarded_by_sdk"]["reasons"]["before_send"]["error"] == 2


def wait_for_discarded(stack: Any, api: ApiCaller) -> Any:
    """The project's statistics once an SDK's own report has been counted."""
    deadline = time.monotonic() + 20
    while True:
        stats = api.get(f"/projects/{stack.project_id}/stats")
        if "before_send" in stats["discarded_by_sdk"]["reasons"] or time.monotonic() > deadline:
            return stats
        time.sleep(0.3)


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_an_error_in_a_browser_arrives_from_another_origin(
    stack: Any, api: ApiCaller, run_js: Callable[..., Any]
) -> None:
    sent = run_js("browser-sdk.mjs", "total is missing")

    event = api.wait_for_event(sent["eventId"])
    assert (sent["status"], sent["corsErrors"]) == (200, [])
    assert event["exception"]["values"][-1]["type"] == "TypeError"
    assert event["release"] == "browser-test@1.0.0"


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_a_newcomer_sees_the_first_error_on_the_dashboard_and_resolves_it(
    stack: Any, run_js: Callable[..., Any]
) -> None:
    seen = run_js("dashboard.mjs", "card 7 was refused", stack.url)

    assert seen["problems"] == []
    assert all(text in seen["issue"] for text in ("RangeError", "card 7 was refused", "chargeCard", "shop@1.0.0"))
    assert len(seen["resolved"]) == 1
    assert "RangeError card 7 was refused\nresolved\nSHOP-1" in seen["resolved"][0]


def test_an_event_of_sentry_cli_is_a_grouped_issue(stack: Any, api: ApiCaller, run_js: Callable[..., Any]) -> None:
    environment = {**os.environ, "SENTRY_DSN": stack.dsn}
    command = [
        JS_FOLDER / "node_modules/.bin/sentry-cli",
        "send-event",
        "-m",
        "sent by sentry-cli",
        "--release",
        "cli@1",
    ]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    event_id = done.stdout.strip().rsplit(" ", 1)[-1].replace("-", "")
    assert api.wait_for_event(event_id)["message"] == "sent by sentry-cli"
