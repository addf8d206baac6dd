"""From an event to mail and webhook: once, or after a crash again under the same id."""

import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.alerts import delivery, dispatch
from chalicelib.alerts.outbox import list_stale_outbox
from chalicelib.jobs.sweep import resend_stale_notifications, sweep_everything
from chalicelib.messages import NotificationMessage
from chalicelib.times import format_time, utc_now
from tests.atomic_calls import make_calls_atomic
from tests.flow.triage.alerting import SECRET, add_rule, alert_mails, webhook
from tests.flow.triage.receiver import Receiver
from tests.triage_world import World, must, tell_notifications


def test_a_new_issue_is_told_once_by_mail_and_by_a_signed_webhook(world: World, receiver: Receiver) -> None:
    add_rule(world, {"type": "mail"}, webhook(receiver))

    world.send(minutes_ago=2)
    world.send(minutes_ago=1)
    tell_notifications()

    assert receiver.kinds() == ["new_issue"]
    assert receiver.got[0]["issue"]["short_id"] == "WEB-1"
    time, signature = receiver.headers[0]["X-MiniSentry-Signature"].split(",")
    signed = time.removeprefix("t=").encode() + b"." + receiver.bodies[0]
    assert signature == f"v1={hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()}"
    assert [recipient for recipient, _ in alert_mails()] == ["owner@example.com"]
    assert list_stale_outbox(utc_now() + timedelta(days=1)) == []


def test_a_regression_is_told_and_a_muted_rule_tells_nothing(world: World, receiver: Receiver) -> None:
    rule = add_rule(world, webhook(receiver))
    world.send(minutes_ago=2)
    must(world.owner.put(f"{world.issues}/WEB-1", {"status": "resolved"}))
    world.send(minutes_ago=-1)
    tell_notifications()
    changes = {name: rule[name] for name in ("name", "conditions", "actions")}
    until = format_time(utc_now() + timedelta(hours=1))
    must(world.owner.put(f"/projects/{world.project_id}/alerts/{rule['id']}", {**changes, "muted_until": until}))
    world.send("Other")
    tell_notifications()

    assert receiver.kinds() == ["new_issue", "regression"]


def test_a_rule_tells_only_what_fits_it(world: World, receiver: Receiver) -> None:
    add_rule(
        world, webhook(receiver), levels=["fatal"], environments=["production"], tags=[{"key": "plan", "value": "pro*"}]
    )

    world.send("A", level="error", tags={"plan": "pro"})
    world.send("B", level="fatal", tags={"plan": "free"})
    world.send("C", level="fatal", environment="staging", tags={"plan": "pro"})
    world.send("D", level="fatal", environment="production", tags={"plan": "professional"})
    tell_notifications()

    assert [body["issue"]["title"][0] for body in receiver.got] == ["D"]


def test_a_crash_between_sending_and_marking_repeats_under_the_same_id(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_rule(world, webhook(receiver))
    world.send()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr(delivery, "mark_delivered", crash)
        with pytest.raises(KeyboardInterrupt):
            tell_notifications()
    sweep_everything(utc_now() + timedelta(minutes=10))
    monkeypatch.setattr("chalicelib.alerts.worker.utc_now", lambda: utc_now() + timedelta(minutes=10))
    tell_notifications()
    sweep_everything(utc_now() + timedelta(minutes=20))
    tell_notifications()

    assert receiver.kinds() == ["new_issue", "new_issue"]
    assert len({headers["X-MiniSentry-Delivery"] for headers in receiver.headers}) == 1
    assert len({body["id"] for body in receiver.got}) == 1


def test_a_receiver_that_was_down_gets_it_later_and_others_get_nothing_twice(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_rule(world, {"type": "mail"}, webhook(receiver))
    receiver.status = 503
    world.send()
    tell_notifications()
    assert len(receiver.got) == 1
    assert len(alert_mails()) == 1

    receiver.status = 200
    later = utc_now() + timedelta(minutes=10)
    monkeypatch.setattr("chalicelib.alerts.worker.utc_now", lambda: later)
    sweep_everything(later)
    tell_notifications()

    assert len(receiver.got) == 2
    assert len(alert_mails()) == 1
    assert list_stale_outbox(later + timedelta(days=1)) == []


def test_two_workers_at_once_tell_once(world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    make_calls_atomic(monkeypatch)
    add_rule(world, webhook(receiver))
    world.send()
    (row,) = list_stale_outbox(utc_now() + timedelta(days=1))
    message = NotificationMessage(row.project_id, [row.id])

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: dispatch.notify(message, utc_now()), range(8)))

    assert receiver.kinds() == ["new_issue"]


def test_a_receiver_that_refuses_is_not_asked_again(world: World, receiver: Receiver) -> None:
    add_rule(world, webhook(receiver))
    receiver.status = 410
    world.send()
    tell_notifications()
    sweep_everything(utc_now() + timedelta(minutes=10))
    tell_notifications()

    assert len(receiver.got) == 1


def test_what_a_person_does_not_want_is_not_mailed(world: World) -> None:
    add_rule(world, {"type": "mail"})
    must(world.owner.put("/auth/me/notifications", {"muted_project_ids": [world.project_id]}))

    world.send()
    tell_notifications()

    assert alert_mails() == []


def test_a_receiver_that_stays_down_is_asked_more_and_more_seldom(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_rule(world, webhook(receiver))
    receiver.status = 503
    start = utc_now()
    world.send()

    for minute in range(0, 26 * 60, 5):
        now = start + timedelta(minutes=minute)
        monkeypatch.setattr("chalicelib.alerts.worker.utc_now", lambda now=now: now)
        resend_stale_notifications(now)
        tell_notifications()

    # After 0, 1, 2, 4, 8, 16, 32, 64 minutes and then every two hours, until a day is over.
    assert 16 <= len(receiver.got) <= 20
    assert list_stale_outbox(start + timedelta(days=3)) == []


def test_a_test_alert_reaches_everyone_the_rule_tells(world: World, receiver: Receiver) -> None:
    rule = add_rule(world, {"type": "mail"}, webhook(receiver))

    sent = world.owner.post(f"/projects/{world.project_id}/alerts/{rule['id']}/test")
    tell_notifications()

    assert sent.status == 202
    assert [(body["kind"], body["id"]) for body in receiver.got] == [("test", sent.body["id"])]
    assert any("test alert" in subject for _, subject in alert_mails())


def test_rules_that_make_no_sense_are_refused(world: World) -> None:
    good = {"name": "x", "conditions": {"triggers": ["new_issue"]}, "actions": [{"type": "mail"}]}
    cases: list[dict[str, Any]] = [
        {**good, "name": " "},
        {**good, "actions": []},
        {**good, "actions": [{"type": "pager"}]},
        {**good, "actions": [{"type": "slack"}]},
        {**good, "actions": [{"type": "slack", "url": "ftp://example.com"}]},
        {**good, "actions": [{"type": "webhook", "url": "http://169.254.169.254/latest"}]},
        {**good, "actions": [{"type": "webhook", "url": "https://localhost/x"}]},
        {**good, "actions": [{"type": "webhook", "url": "https://example.com", "secret": "short"}]},
        {**good, "actions": [{"type": "mail", "to": "people"}]},
        {**good, "conditions": {"triggers": []}},
        {**good, "conditions": {"triggers": ["frequency"]}},
        {**good, "conditions": {"triggers": ["new_issue"], "frequency": {"count": 1, "minutes": 5}}},
        {**good, "conditions": {"triggers": ["new_issue"], "levels": ["loud"]}},
        {**good, "muted_until": "tomorrow"},
    ]

    for body in cases:
        answer = world.owner.post(f"/projects/{world.project_id}/alerts", body)
        assert answer.status == 400, body
        assert answer.body["error"]["fields"], body


def test_a_webhook_without_a_secret_is_given_one(world: World) -> None:
    rule = add_rule(world, {"type": "webhook", "url": "https://hooks.example.com/in"})

    assert len(str(rule["actions"][0]["secret"])) >= 32
    assert must(world.owner.get(f"/projects/{world.project_id}/alerts"))["data"] == [rule]
