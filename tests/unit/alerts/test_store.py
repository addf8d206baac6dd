"""Alert rules of a project: each edit is a version, and of two edits at once one wins."""

from dataclasses import replace

import pytest

from chalicelib.alerts import store as alert_rules
from chalicelib.config import Settings
from chalicelib.errors import Conflict, NotFound

OLD = "2026-11-01T00:00:00.000Z"
PROJECT = "7"


@pytest.fixture(autouse=True)
def _stage(stage: Settings) -> None:
    """Tables."""


def rule() -> alert_rules.AlertRule:
    actions = ({"type": "mail"},)
    return alert_rules.AlertRule("r1", "New", OLD, OLD, version=0, conditions={"event": "new_issue"}, actions=actions)


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
