"""Sends the demo: Python errors through sentry-sdk, page errors as envelopes, then waits until they are issues."""

import random
import time
from typing import Any

import sentry_sdk
import urllib3

from infra.local.demo.browser import PAGE_ERRORS, build_envelope
from infra.local.demo.shop import RELEASES, SCENARIOS, Scenario
from infra.local.errors import LocalStackError
from infra.local.progress import say
from infra.local.web import call

_PYTHON_EVENTS = 90
_PAGE_EVENTS = 60
_ENVIRONMENTS = ("production", "production", "production", "staging", "development")
_WAIT_SECONDS = 30.0
_QUIET_POLLS = 3
_LOG_MESSAGES = ("Cache is 91 % full", "Nightly export took 340 s", "Slow query on orders: 1250 ms")


def send_demo(running: dict[str, Any]) -> None:
    """Send errors to the stack that *running* (the run file) describes. Raises LocalStackError on a refusal."""
    dsn, url = running["dsn"], running["url"]
    token = _sign_in(running)
    say(f"Sending {_PYTHON_EVENTS + _PAGE_EVENTS + len(_LOG_MESSAGES)} events ...")
    _send_python_errors(dsn)
    _send_page_errors(dsn, url, running["project_id"])
    count = _wait_for_issues(running, token)
    say(f"{count} issues are on the dashboard: {url}")


def _send_python_errors(dsn: str) -> None:
    settings = [(release, environment) for release in RELEASES for environment in ("production", "staging")]
    for release, environment in settings:
        sentry_sdk.init(dsn, release=release, environment=environment, send_default_pii=True, server_name="web-1")
        having = [scenario for scenario in SCENARIOS if release in scenario.releases]
        weights = [scenario.weight for scenario in having]
        for number in range(_PYTHON_EVENTS // len(settings)):
            _capture(random.choices(having, weights)[0], number)
        for message in _LOG_MESSAGES if (release, environment) == settings[-1] else ():
            sentry_sdk.capture_message(message, level="warning")
        sentry_sdk.flush(timeout=20)


def _capture(scenario: Scenario, number: int) -> None:
    with sentry_sdk.new_scope() as scope:
        scope.set_user(_user(number))
        scope.set_transaction_name(scenario.transaction)
        scope.set_tag("scenario", scenario.name)
        scope.set_context("order", {"number": number, "currency": "EUR", "items": number % 4 + 1})
        scope.level = scenario.level
        sentry_sdk.add_breadcrumb(category="http", message=scenario.transaction, level="info")
        sentry_sdk.add_breadcrumb(category="query", message="SELECT * FROM orders WHERE number = %s")
        try:
            scenario.fail(number)
        except Exception as error:  # noqa: BLE001 - every scenario fails, each in its own way
            scope.capture_exception(error)


def _send_page_errors(dsn: str, url: str, project_id: str) -> None:
    key = urllib3.util.parse_url(dsn).auth
    pool = urllib3.PoolManager()
    for number in range(_PAGE_EVENTS):
        error = PAGE_ERRORS[min(int(random.expovariate(1.0)), len(PAGE_ERRORS) - 1)]
        release = random.choice(RELEASES[1:])
        body = build_envelope(error, number, _user(number), release, random.choice(_ENVIRONMENTS))
        answer = pool.request(
            "POST",
            f"{url}/api/{project_id}/envelope/?sentry_key={key}&sentry_version=7",
            body=body,
            headers={"content-type": "text/plain;charset=UTF-8"},
        )
        if answer.status != 200:
            raise LocalStackError(f"MiniSentry refused an envelope: {answer.status} {answer.data.decode()}")


def _user(number: int) -> dict[str, str]:
    person = number * number % 37
    return {"id": str(person), "email": f"customer{person}@example.com", "ip_address": f"203.0.113.{person + 1}"}


def _sign_in(running: dict[str, Any]) -> str:
    credentials = {"email": running["email"], "password": running["password"]}
    login = call("POST", f"{running['url']}/api/auth/login", credentials)
    if login.status != 200:
        raise LocalStackError("The account of the run file cannot sign in; was its password changed?")
    return str(login.content["token"])


def _wait_for_issues(running: dict[str, Any], token: str) -> int:
    """The number of issues once it has stood still for a few seconds."""
    deadline = time.monotonic() + _WAIT_SECONDS
    count, quiet_polls = 0, 0
    while quiet_polls < _QUIET_POLLS and time.monotonic() < deadline:
        time.sleep(1)
        last, count = count, _count_issues(running, token)
        quiet_polls = quiet_polls + 1 if count == last and count else 0
    return count


def _count_issues(running: dict[str, Any], token: str) -> int:
    answer = call("GET", f"{running['url']}/api/projects/{running['project_id']}/issues?limit=100", token=token)
    return len(answer.content["data"])
