"""Rules that count events or users over some minutes."""

from chalicelib.alerts.evaluation import evaluate_frequency_rules
from chalicelib.alerts.store import list_counting_projects
from chalicelib.times import utc_now
from tests.flow.triage.alerting import add_rule, webhook
from tests.flow.triage.receiver import Receiver
from tests.triage_world import World, tell_notifications


def test_a_rule_that_counts_tells_once_a_window(world: World, receiver: Receiver) -> None:
    frequency = {"count": 3, "of": "events", "minutes": 10}
    add_rule(world, webhook(receiver), triggers=["frequency"], frequency=frequency)
    world.send_many([{"kind": "Rare"}] + [{"kind": "Often", "minutes_ago": 1} for _ in range(3)])
    world.send_many([{"kind": "Old", "minutes_ago": 30} for _ in range(5)])
    evaluate_frequency_rules(utc_now())
    tell_notifications()
    assert receiver.got == []

    world.send("Often")
    world.forget_index()
    for _ in range(2):
        evaluate_frequency_rules(utc_now())
        tell_notifications()

    assert [(body["kind"], body["issue"]["title"][:5]) for body in receiver.got] == [("frequency", "Often")]
    assert "more than 3 events in 10 minutes" in receiver.got[0]["headline"]


def test_a_rule_that_counts_users_counts_each_once(world: World, receiver: Receiver) -> None:
    frequency = {"count": 1, "of": "users", "minutes": 10}
    add_rule(world, webhook(receiver), triggers=["frequency"], frequency=frequency)
    world.send_many([{"kind": "One", "user": {"id": "1"}} for _ in range(5)])
    world.send_many([{"kind": "Two", "user": {"id": str(number)}} for number in range(2)])

    evaluate_frequency_rules(utc_now())
    tell_notifications()

    assert [body["issue"]["title"][:3] for body in receiver.got] == ["Two"]


def test_a_project_without_counting_rules_is_looked_at_no_more(world: World, receiver: Receiver) -> None:
    frequency = {"count": 1, "of": "users", "minutes": 10}
    rule = add_rule(world, webhook(receiver), triggers=["frequency"], frequency=frequency)
    assert [project_id for _, project_id in list_counting_projects()] == [world.project_id]

    assert world.owner.delete(f"/projects/{world.project_id}/alerts/{rule['id']}").status == 204
    evaluate_frequency_rules(utc_now())

    assert list_counting_projects() == []
