"""Rules that have much to tell do so in digests, which lose nothing."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.alerts import summaries as digests
from chalicelib.alerts.outbox import list_stale_outbox
from chalicelib.alerts.summaries import delete_summary, send_due_summaries
from chalicelib.times import utc_now
from tests.flow.triage.alerting import add_rule, webhook
from tests.flow.triage.receiver import Receiver
from tests.triage_world import World, tell_notifications


def test_a_noisy_rule_is_told_in_a_digest(world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "NOTIFICATIONS_PER_HOUR", 2)
    add_rule(world, webhook(receiver))
    world.send_many([{"kind": kind} for kind in "ABCDE"])
    tell_notifications()
    send_due_summaries(utc_now())
    assert receiver.kinds() == ["new_issue", "new_issue"]

    later = utc_now() + digests.WAIT + timedelta(minutes=1)
    send_due_summaries(later)
    tell_notifications()
    send_due_summaries(later + digests.WAIT)
    tell_notifications()

    assert receiver.kinds() == ["new_issue", "new_issue", "digest"]
    told = {body["issue"]["title"][0] for body in receiver.got[:2]}
    assert told | {issue["title"][0] for issue in receiver.got[2]["issues"]} == set("ABCDE")


def test_a_storm_of_new_issues_is_one_message_and_one_digest(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "NOTIFICATIONS_PER_HOUR", 2)
    add_rule(world, webhook(receiver))
    world.send_many([{"kind": f"Kind{number}"} for number in range(60)])

    assert tell_notifications() == 1
    assert receiver.kinds() == ["new_issue", "new_issue"]
    assert list_stale_outbox(utc_now() + timedelta(days=1)) == []

    send_due_summaries(utc_now() + digests.WAIT + timedelta(minutes=1))
    tell_notifications()
    assert receiver.got[-1]["kind"] == "digest"
    assert receiver.got[-1]["headline"].startswith("58 alerts")


def test_what_comes_while_a_digest_is_told_is_in_the_next(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "NOTIFICATIONS_PER_HOUR", 0)
    add_rule(world, webhook(receiver))
    world.send("Early")
    tell_notifications()

    def late_entry(*arguments: Any) -> Any:
        world.send("Late")
        tell_notifications()
        return delete_summary(*arguments)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(digests, "delete_summary", late_entry)
        send_due_summaries(utc_now() + digests.WAIT + timedelta(minutes=1))
    for _ in range(2):
        send_due_summaries(utc_now() + 2 * digests.WAIT)
        tell_notifications()

    told = [[issue["title"].partition(":")[0] for issue in body["issues"]] for body in receiver.got]
    assert told == [["Early"], ["Late"]]
