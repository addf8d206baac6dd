"""Which rules a row sets off, and to whom it is told."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.alerts.audience import Reader, personal_deliveries, rule_deliveries
from chalicelib.alerts.model import AlertRule, Frequency, OutboxRow, frequency_of, matches_rule
from chalicelib.alerts.store import Preferences

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EARLIER, LATER = "2026-11-23T11:00:00.000Z", "2026-11-23T13:00:00.000Z"


def rule(*triggers: str, actions: tuple[dict[str, Any], ...] = (), **more: Any) -> AlertRule:
    told = {name: more.pop(name) for name in ("levels", "environments", "tags", "frequency") if name in more}
    conditions = {"triggers": list(triggers or ("new_issue",)), **told}
    return AlertRule("r1", "A rule", EARLIER, EARLIER, conditions=conditions, actions=actions, **more)


def row(kind: str = "new_issue", **more: Any) -> OutboxRow:
    fields = {"level": "error", "environment": "production", "tags": [["browser", "Chrome 120"]], **more}
    return OutboxRow("o1", "7", "org", kind, "issue", EARLIER, **fields)


@pytest.mark.parametrize(
    ("rule", "row", "expected"),
    [
        (rule("new_issue"), row(), True),
        (rule("regression"), row(), False),
        (rule("new_issue", "regression"), row("regression"), True),
        (rule(levels=["fatal"]), row(), False),
        (rule(levels=["fatal", "error"]), row(), True),
        (rule(environments=["production"]), row(), True),
        (rule(environments=["staging"]), row(), False),
        (rule(environments=["staging"]), row(environment=None), False),
        (rule(tags=[{"key": "browser", "value": "chrome*"}]), row(), True),
        (rule(tags=[{"key": "browser", "value": "Firefox"}]), row(), False),
        (rule(tags=[{"key": "browser", "value": "chrome*"}, {"key": "os", "value": "*"}]), row(), False),
        (rule(is_active=False), row(), False),
        (rule(muted_until=LATER), row(), False),
        (rule(muted_until=EARLIER), row(), True),
        (rule("frequency"), row("frequency", details={"rule_id": "r1"}), True),
        (rule("frequency"), row("frequency", details={"rule_id": "r2"}), False),
        (rule(muted_until=LATER), row("digest", details={"rule_id": "r1"}), False),
    ],
)
def test_a_row_sets_off_a_rule(rule: AlertRule, row: OutboxRow, expected: bool) -> None:
    assert matches_rule(rule, row, NOW) is expected


def test_a_rule_counts_only_when_counting_is_a_trigger() -> None:
    frequency = {"count": 5, "of": "users", "minutes": 10}

    assert frequency_of(rule("frequency", frequency=frequency)) == Frequency(5, "users", 10)
    assert frequency_of(rule("new_issue", frequency=frequency)) is None


def reader(user_id: str, **preferences: Any) -> Reader:
    return Reader(user_id, user_id, f"{user_id}@example.com", Preferences(**preferences))


READERS = {
    "ann": reader("ann"),
    "bob": reader("bob", alerts=False),
    "cem": reader("cem", muted_project_ids=("7",)),
}


@pytest.mark.parametrize(
    ("action", "targets"),
    [
        ({"type": "mail", "to": "members"}, ["ann@example.com"]),
        ({"type": "mail", "to": "assignee"}, ["ann@example.com"]),
        ({"type": "mail", "to": "people", "user_ids": ["bob", "cem", "gone", "ann"]}, ["ann@example.com"]),
        ({"type": "slack", "url": "https://hooks.example.com/1"}, ["https://hooks.example.com/1"]),
    ],
)
def test_actions_tell_those_who_want_it(action: dict[str, Any], targets: list[str]) -> None:
    deliveries = rule_deliveries(row(), [rule(actions=(action,))], READERS, "ann")

    assert [delivery.target for delivery in deliveries] == targets


def test_two_rules_tell_one_address_once() -> None:
    action = {"type": "webhook", "url": "https://example.com/hook", "secret": "s" * 16}

    deliveries = rule_deliveries(row(), [rule(actions=(action,)), rule(actions=(action,))], READERS, None)

    assert len(deliveries) == 1


def test_a_delivery_keeps_its_id() -> None:
    action = {"type": "webhook", "url": "https://example.com/hook"}
    first = rule_deliveries(row(), [rule(actions=(action,))], READERS, None)

    assert rule_deliveries(row(), [rule(actions=(action,))], READERS, None) == first


@pytest.mark.parametrize(("kind", "told"), [("mention", ["ann", "bob"]), ("comment", ["ann", "bob"])])
def test_personal_notices_go_to_the_people_named(kind: str, told: list[str]) -> None:
    named = row(kind, details={"recipients": ["ann", "bob", "cem", "gone"]})

    targets = [delivery.target.partition("@")[0] for delivery in personal_deliveries(named, READERS)]

    assert targets == told
