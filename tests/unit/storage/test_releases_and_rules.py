"""Releases and alert rules of a project."""

from dataclasses import replace

import pytest

from chalicelib.alerts import store as alert_rules
from chalicelib.config import Settings
from chalicelib.errors import Conflict, NotFound
from chalicelib.releases import store as releases
from chalicelib.releases.order import ReleaseMark

OLD, NEW = "2026-11-01T00:00:00.000Z", "2026-11-20T00:00:00.000Z"
PROJECT = "7"


@pytest.fixture(autouse=True)
def _stage(stage: Settings) -> None:
    releases.forget_known_versions()


def rule() -> alert_rules.AlertRule:
    actions = ({"type": "mail"},)
    return alert_rules.AlertRule("r1", "New", OLD, OLD, version=0, conditions={"event": "new_issue"}, actions=actions)


def test_a_release_keeps_the_date_it_was_first_seen() -> None:
    releases.record_releases(PROJECT, {"1.0": OLD})
    releases.forget_known_versions()
    releases.record_releases(PROJECT, {"1.0": NEW, "1.1": NEW})

    assert [(release.version, release.date_created) for release in releases.list_releases(PROJECT)] == [
        ("1.1", NEW),
        ("1.0", OLD),
    ]
    assert releases.newest_release(PROJECT) == ReleaseMark("1.1", NEW)


def test_a_deploy_fills_in_what_events_do_not_know() -> None:
    releases.record_releases(PROJECT, {"1.0": OLD})

    releases.put_release(PROJECT, releases.Release("1.0", NEW, date_released=NEW, ref="abc"))
    releases.put_release(PROJECT, releases.Release("1.0", NEW, url="https://example.com"))

    expected = releases.Release("1.0", OLD, date_released=NEW, ref="abc", url="https://example.com")
    assert releases.get_release(PROJECT, "1.0") == expected


def test_a_release_of_another_project_is_not_found() -> None:
    releases.record_releases("8", {"1.0": OLD})

    with pytest.raises(NotFound):
        releases.get_release(PROJECT, "1.0")


def test_a_rule_is_stored_and_found() -> None:
    stored = alert_rules.put_alert_rule(PROJECT, rule())

    assert stored == replace(rule(), version=1)
    assert alert_rules.list_alert_rules(PROJECT) == [stored]


def test_of_two_edits_at_once_one_is_told_to_load_again() -> None:
    stored = alert_rules.put_alert_rule(PROJECT, rule())
    alert_rules.put_alert_rule(PROJECT, replace(stored, name="first"))

    with pytest.raises(Conflict):
        alert_rules.put_alert_rule(PROJECT, replace(stored, name="second"))

    assert alert_rules.get_alert_rule(PROJECT, "r1").name == "first"


def test_a_deleted_rule_is_gone() -> None:
    alert_rules.put_alert_rule(PROJECT, rule())

    alert_rules.delete_alert_rule(PROJECT, "r1")

    with pytest.raises(NotFound):
        alert_rules.delete_alert_rule(PROJECT, "r1")
