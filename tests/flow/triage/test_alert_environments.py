"""A rule's conditions are asked of events: what is new, back or frequent in one environment, whatever others saw."""

from typing import Any

import pytest

from chalicelib.alerts.evaluation import evaluate_frequency_rules
from chalicelib.times import utc_now
from tests.flow.triage.alerting import add_rule, webhook
from tests.flow.triage.receiver import Receiver
from tests.triage_world import World, must, tell_notifications

PRODUCTION, STAGING = {"environment": "production"}, {"environment": "staging"}


@pytest.fixture
def told(world: World, receiver: Receiver) -> Any:
    """What the receiver got of which kinds after evaluating and delivering everything."""

    def deliver() -> list[str]:
        world.forget_index()
        evaluate_frequency_rules(utc_now())
        tell_notifications()
        return [body["kind"] for body in receiver.got]

    return deliver


@pytest.mark.parametrize(
    ("environments", "batches", "alerts"),
    [
        pytest.param(["production"], [[STAGING], [PRODUCTION]], 1, id="first in production, after staging"),
        pytest.param(["production"], [[STAGING, PRODUCTION]], 1, id="both in one batch"),
        pytest.param(["production"], [[PRODUCTION, STAGING]], 1, id="production first in one batch"),
        pytest.param(["production"], [[STAGING], [PRODUCTION], [PRODUCTION]], 1, id="once, however often it comes"),
        pytest.param(["production"], [[PRODUCTION], [STAGING], [PRODUCTION]], 1, id="not again after staging"),
        pytest.param(["production"], [[STAGING], [STAGING]], 0, id="never in production"),
        pytest.param(["production"], [[{}], [PRODUCTION]], 1, id="after an event without environment"),
        pytest.param(["production", "eu"], [[PRODUCTION], [{"environment": "eu"}]], 1, id="new in either, once"),
        pytest.param(["production", "eu"], [[STAGING], [{"environment": "eu"}, PRODUCTION]], 1, id="both at once"),
        pytest.param([], [[STAGING], [PRODUCTION]], 1, id="a rule for everywhere hears of the first event"),
        pytest.param(["Production"], [[STAGING], [PRODUCTION]], 0, id="names are told apart by their case"),
    ],
)
def test_new_means_first_seen_in_the_environments_of_the_rule(
    world: World,
    receiver: Receiver,
    told: Any,
    environments: list[str],
    batches: list[list[dict[str, str]]],
    alerts: int,
) -> None:
    add_rule(world, webhook(receiver), triggers=["new_issue"], environments=environments)

    for batch in batches:
        world.send_many(batch)
        told()

    assert told() == ["new_issue"] * alerts


def test_an_issue_new_elsewhere_says_where(world: World, receiver: Receiver, told: Any) -> None:
    add_rule(world, webhook(receiver), triggers=["new_issue"], environments=["production"])
    world.send_many([STAGING])
    event_id = world.send(**PRODUCTION)

    told()

    assert "first seen in production" in receiver.got[0]["headline"]
    assert receiver.got[0]["event"] == {
        "event_id": event_id,
        "level": "error",
        "environment": "production",
        "release": None,
    }


def test_level_and_tags_are_asked_of_the_event_that_is_new_there(world: World, receiver: Receiver, told: Any) -> None:
    add_rule(world, webhook(receiver), triggers=["new_issue"], environments=["production"], levels=["fatal"])
    add_rule(
        world, webhook(receiver), triggers=["new_issue"], environments=["production"], tags=[{"key": "a", "value": "1"}]
    )
    world.send_many([STAGING | {"level": "fatal", "tags": {"a": "1"}}])
    world.send_many([PRODUCTION | {"level": "error", "tags": {"a": "2"}}])

    assert told() == []


def test_a_tag_counts_however_many_others_there_are(world: World, receiver: Receiver, told: Any) -> None:
    tags = {f"tag{number}": "x" for number in range(40)} | {"wanted": "yes"}
    add_rule(world, webhook(receiver), triggers=["new_issue"], tags=[{"key": "wanted", "value": "yes"}])
    add_rule(world, webhook(receiver), triggers=["new_issue"], tags=[{"key": "environment", "value": "production"}])

    world.send_many([PRODUCTION | {"tags": tags}])

    assert told() == ["new_issue"]


def test_a_regression_elsewhere_is_one_in_production_once_it_comes_there(
    world: World, receiver: Receiver, told: Any
) -> None:
    add_rule(world, webhook(receiver), triggers=["regression"], environments=["production"])
    world.send_many([STAGING, PRODUCTION])
    must(world.owner.put(f"{world.issues}/{world.issue_id()}", {"status": "resolved"}))
    world.send_many([STAGING])
    assert told() == []

    world.send_many([PRODUCTION])
    world.send_many([PRODUCTION])

    assert told() == ["regression"]


def test_a_regression_is_matched_with_the_event_that_is_one(world: World, receiver: Receiver, told: Any) -> None:
    add_rule(world, webhook(receiver), triggers=["regression"], environments=["production"])
    world.send_many([STAGING, PRODUCTION])
    must(world.owner.put(f"{world.issues}/{world.issue_id()}", {"status": "resolved"}))

    world.send_many([PRODUCTION, STAGING])

    assert told() == ["regression"]


def test_an_issue_opened_by_hand_is_not_back_anywhere(world: World, receiver: Receiver, told: Any) -> None:
    add_rule(world, webhook(receiver), triggers=["regression"], environments=["production"])
    world.send_many([STAGING, PRODUCTION])
    path = f"{world.issues}/{world.issue_id()}"
    must(world.owner.put(path, {"status": "resolved"}))
    world.send_many([STAGING])
    must(world.owner.put(path, {"status": "resolved"}))
    must(world.owner.put(path, {"status": "unresolved"}))

    world.send_many([PRODUCTION])

    assert told() == []


def frequency(count: int, of: str = "events") -> dict[str, Any]:
    return {"triggers": ["frequency"], "frequency": {"count": count, "of": of, "minutes": 60}}


USERS = [{"user": {"id": str(number)}} for number in range(3)]


@pytest.mark.parametrize(
    ("rule", "events", "alerts"),
    [
        pytest.param({"environments": ["production"]}, [PRODUCTION] + [STAGING] * 5, 0, id="one of production"),
        pytest.param({"environments": ["production"]}, [PRODUCTION] * 3 + [STAGING] * 5, 1, id="three of production"),
        pytest.param({"environments": ["production", "eu"]}, [PRODUCTION, {"environment": "eu"}] * 2, 1, id="together"),
        pytest.param({"environments": ["production"]}, [{}] * 5 + [PRODUCTION], 0, id="without environment"),
        pytest.param({"levels": ["fatal"]}, [{"level": "error"}] * 5 + [{"level": "fatal"}], 0, id="one fatal"),
        pytest.param({"levels": ["fatal"]}, [{"level": "fatal"}] * 3 + [{"level": "error"}], 1, id="last is not fatal"),
        pytest.param(
            {"tags": [{"key": "browser", "value": "fire*"}]},
            [{"tags": {"browser": "Firefox"}}, *[{"tags": {"browser": "Chrome"}}] * 5],
            0,
            id="one with the tag",
        ),
        pytest.param(
            {"tags": [{"key": "browser", "value": "fire*"}]},
            [*[{"tags": {"browser": "Firefox"}}] * 3, *[{"tags": {"browser": "Chrome"}}] * 5],
            1,
            id="three with the tag",
        ),
        pytest.param(
            {"tags": [{"key": "release", "value": "2.0"}]},
            [{"release": "1.0"}] * 5 + [{"release": "2.0"}],
            0,
            id="release",
        ),
        pytest.param(
            {"environments": ["production"], "tags": [{"key": "a", "value": "1"}]},
            [*[PRODUCTION] * 3, *[STAGING | {"tags": {"a": "1"}}] * 3],
            0,
            id="no event meets both",
        ),
    ],
)
def test_a_frequency_counts_the_events_that_meet_the_conditions(
    world: World, receiver: Receiver, told: Any, rule: dict[str, Any], events: list[dict[str, Any]], alerts: int
) -> None:
    add_rule(world, webhook(receiver), **frequency(2), **rule)

    world.send_many(events)

    assert told() == ["frequency"] * alerts


def test_users_are_those_of_the_environment(world: World, receiver: Receiver, told: Any) -> None:
    add_rule(world, webhook(receiver), **frequency(1, "users"), environments=["production"])
    world.send_many([STAGING | user for user in USERS] + [PRODUCTION | USERS[0]] * 3)
    assert told() == []

    world.send_many([PRODUCTION | USERS[1]])

    assert told() == ["frequency"]


def test_a_merged_issue_is_new_where_the_surviving_one_was_not(world: World, receiver: Receiver, told: Any) -> None:
    add_rule(world, webhook(receiver), triggers=["new_issue"], environments=["production"])
    world.send_many([{"kind": "One", **STAGING}, {"kind": "One", **STAGING}, {"kind": "Two", **STAGING}])
    ids = [world.issue_id("One"), world.issue_id("Two")]
    must(world.owner.post(f"{world.issues}/merge", {"ids": ids}))

    world.send_many([{"kind": "Two", **PRODUCTION}])

    assert told() == ["new_issue"]
