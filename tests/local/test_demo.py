"""The demo's own pieces; the whole of it runs against a stack in test_stack.py."""

import json

import pytest

from infra.local.demo.browser import PAGE_ERRORS, PageError, build_envelope
from infra.local.demo.shop import RELEASES, SCENARIOS, Scenario


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_scenario_really_fails(scenario: Scenario) -> None:
    with pytest.raises(Exception, match=r"."):
        scenario.fail(17)


def test_every_release_has_something_to_show() -> None:
    assert {release for scenario in SCENARIOS for release in scenario.releases} == set(RELEASES)


@pytest.mark.parametrize("error", PAGE_ERRORS, ids=lambda error: error.type)
def test_a_page_error_is_an_envelope_of_one_event(error: PageError) -> None:
    head, item, event = (
        json.loads(line) for line in build_envelope(error, 1, {"id": "1"}, RELEASES[0], "production").split(b"\n")
    )

    assert head["event_id"] == event["event_id"]
    assert item == {"type": "event"}
    assert event["exception"]["values"][0]["stacktrace"]["frames"]
