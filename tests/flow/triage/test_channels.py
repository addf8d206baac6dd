"""Every channel from a rule over HTTP to the receiver's door, and what a rule may say of it."""

from typing import Any

import pytest

from tests.flow.triage.alerting import add_rule
from tests.flow.triage.receiver import Receiver
from tests.triage_world import World, must, tell_notifications

BOT = "123456:ABC-def_0123456789abcdefgh"
KEY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("action", "path", "has"),
    [
        ({"type": "teams"}, "/hook", {"type": "message"}),
        ({"type": "mattermost"}, "/hook", {"text": "New issue in Web"}),
        ({"type": "google_chat"}, "/hook", {}),
        (
            {"type": "telegram", "token": BOT, "chat_id": "-1001"},
            f"/hook/bot{BOT}/sendMessage?chat_id=-1001",
            {"parse_mode": "HTML"},
        ),
        ({"type": "ntfy", "token": "tk_abc"}, "/", {"topic": "hook", "title": "New issue in Web"}),
        ({"type": "pagerduty", "key": KEY}, "/hook", {"routing_key": KEY, "event_action": "trigger"}),
        ({"type": "opsgenie", "key": KEY}, "/hook", {"source": "MiniSentry"}),
    ],
    ids=lambda value: value.get("type", "") if isinstance(value, dict) else "",
)
def test_an_alert_arrives(
    world: World, receiver: Receiver, action: dict[str, Any], path: str, has: dict[str, Any]
) -> None:
    add_rule(world, {**action, "url": receiver.url})
    world.send()
    tell_notifications()

    assert receiver.paths == [path]
    assert receiver.got[0].items() >= has.items()
    assert b"WEB-1" in receiver.bodies[0] or b"ValueError" in receiver.bodies[0]
    if action["type"] in {"ntfy", "opsgenie"}:
        scheme = {"ntfy": "Bearer tk_abc", "opsgenie": f"GenieKey {KEY}"}[action["type"]]
        assert receiver.headers[0]["Authorization"] == scheme


def test_two_services_behind_one_address_are_both_told(world: World, receiver: Receiver) -> None:
    """PagerDuty's customers share an address; of two rules for one service it is told once."""
    other = KEY[::-1]
    for key in (KEY, other, other):
        add_rule(world, {"type": "pagerduty", "key": key, "url": receiver.url})
    world.send()
    tell_notifications()

    assert sorted(body["routing_key"] for body in receiver.got) == [KEY, other]


def test_two_chats_of_one_bot_are_both_told(world: World, receiver: Receiver) -> None:
    for chat in ("-1001", "@our_errors"):
        add_rule(world, {"type": "telegram", "token": BOT, "chat_id": chat, "url": receiver.url})
    world.send()
    tell_notifications()

    assert sorted(path.rpartition("=")[2] for path in receiver.paths) == ["%40our_errors", "-1001"]


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ({"type": "teams"}, "url"),
        ({"type": "telegram", "token": "nonsense", "chat_id": "1"}, "token"),
        ({"type": "telegram", "token": f"{BOT}/../x", "chat_id": "1"}, "token"),
        ({"type": "telegram", "token": BOT, "chat_id": "our chat"}, "chat_id"),
        ({"type": "ntfy", "url": "https://ntfy.sh/"}, "ntfy"),
        ({"type": "ntfy", "url": "https://ntfy.sh/x", "token": "line\nbreak"}, "token"),
        ({"type": "pagerduty"}, "key"),
        ({"type": "pagerduty", "key": "short"}, "key"),
        ({"type": "opsgenie", "key": KEY, "url": "http://169.254.169.254/"}, "opsgenie"),
        ({"type": "opsgenie", "key": "with space and more of it"}, "key"),
    ],
)
def test_what_cannot_be_sent_is_refused_when_it_is_written(world: World, action: dict[str, Any], field: str) -> None:
    body = {"name": "x", "conditions": {"triggers": ["new_issue"]}, "actions": [action]}
    answer = world.owner.post(f"/projects/{world.project_id}/alerts", body)

    assert answer.status == 400
    assert any(field in name for name in answer.body["error"]["fields"]), answer.body


def test_a_channel_has_its_own_address_where_none_is_given(world: World) -> None:
    rule = add_rule(world, {"type": "pagerduty", "key": KEY}, {"type": "telegram", "token": BOT, "chat_id": "1"})
    kept = must(world.owner.get(f"/projects/{world.project_id}/alerts"))["data"][0]["actions"]

    assert kept == rule["actions"]
    assert [action["url"] for action in kept] == [
        "https://events.pagerduty.com/v2/enqueue",
        "https://api.telegram.org",
    ]
