"""A monthly budget at work: the sweep moves a project from step to step, ingestion and the worker follow."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from chalicelib.alerts.channels.email import list_mails
from chalicelib.ingest.admission import known_keys
from chalicelib.jobs.sweep import sweep_everything
from chalicelib.organizations.audit import list_audit
from chalicelib.processing.project_batch import KEPT_ONE_IN, body_samples
from chalicelib.projects import budget_tasks as budgets
from chalicelib.projects.budget_tasks import keep_budgets
from chalicelib.projects.budgets import find_budget, list_budgets
from chalicelib.projects.keys import list_project_keys
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.statistics import add_counts
from chalicelib.times import format_time, utc_now
from tests.flow.stage_events import EventQueue, error_event
from tests.sdk_requests import Reply, SdkRequest, envelope, send
from tests.triage_world import World, must, run_queued_jobs, tell_notifications

SETTINGS = "/organizations/acme/projects/web/settings"
# At $0.625 a million.
WRITE_UNITS_PER_DOLLAR = 1_600_000
NEXT_MONTH = timedelta(days=32)


@pytest.fixture(autouse=True)
def _new_process() -> None:
    body_samples.cache_clear()


def set_budget(world: World, dollars: float | None) -> None:
    must(world.owner.put(SETTINGS, {"monthly_budget": dollars}))


def spend(world: World, dollars: float) -> None:
    add_counts(world.project_id, format_time(utc_now()), {"unit:write_units": round(dollars * WRITE_UNITS_PER_DOLLAR)})


def sweep(now: datetime | None = None) -> None:
    """The sweep's step, and then the minute in which ingestion's copies of keys grow old."""
    keep_budgets(now or utc_now())
    known_keys.cache_clear()


def send_event(world: World, event_id: str | None = None) -> Reply:
    """An SDK's request, by the project's DSN."""
    (key,) = list_project_keys(world.project_id)
    event_id = event_id or uuid.uuid4().hex
    body = envelope({"event_id": event_id}, ({"type": "event"}, orjson.dumps(error_event(event_id=event_id))))
    return send(SdkRequest(body, path=f"/api/{world.project_id}/envelope/", headers=sentry_auth(key)))


def sentry_auth(key: ProjectKey) -> dict[str, str]:
    return {"X-Sentry-Auth": f"Sentry sentry_key={key.public_key}, sentry_version=7"}


def cost(world: World) -> Any:
    return must(world.owner.get(f"/projects/{world.project_id}/cost"))


def audited(world: World) -> list[tuple[str, str]]:
    """What the log has by next month, too."""
    entries, _ = list_audit(world.organization_id, utc_now() + NEXT_MONTH, 100, None)
    return [(entry.action, entry.details["step"]) for entry in reversed(entries) if entry.action.startswith("budget.")]


def mailed() -> list[str]:
    return [mail.subject for mail in reversed(list_mails()) if "monthly budget" in mail.subject]


def test_what_events_used_is_counted_and_priced(world: World) -> None:
    for _ in range(3):
        assert send_event(world).status == 200
    EventQueue().drain()

    answer = cost(world)

    assert answer["units"]["requests"] == 3
    assert answer["units"]["sqs_requests"] >= 3
    assert answer["units"]["write_units"] >= 3 * 2
    assert answer["units"]["s3_puts"] == 1
    assert answer["units"]["stored_bytes"] > 0
    assert answer["units"]["row_bytes"] > 3 * 400
    assert answer["units"]["batches"] == 1
    assert set(answer["by_service"]) == {"gateway", "lambda", "sqs", "dynamodb", "s3", "mail"}
    assert 0 < answer["spent"] == pytest.approx(sum(answer["by_service"].values()), abs=1e-5)
    assert answer["projected"] >= answer["spent"]
    assert (answer["budget"], answer["step"], answer["since"]) == (None, "full", None)


def test_a_project_with_room_in_its_budget_keeps_everything(world: World) -> None:
    set_budget(world, 10)
    spend(world, 7)

    sweep()

    assert cost(world)["step"] == "full"
    assert audited(world) == []
    assert mailed() == []


def test_from_80_percent_on_bodies_are_sampled_and_counts_stay_exact(world: World) -> None:
    set_budget(world, 10)
    spend(world, 8.5)
    sweep()
    ids = [uuid.uuid4().hex for _ in range(2 * KEPT_ONE_IN + 1)]

    for event_id in ids:
        assert send_event(world, event_id).status == 200
    EventQueue().drain()

    (issue,) = world.list_issues()
    assert issue["times_seen"] == len(ids)
    listed = must(world.owner.get(f"{world.issues}/{issue['id']}/events", limit=100))["data"]
    assert {row["event_id"] for row in listed} == set(ids)
    details = [must(world.owner.get(f"/events/{event_id}")) for event_id in ids]
    kept = [detail for detail in details if detail["body_kept"]]
    assert len(kept) == 3
    assert all(detail["exception"] for detail in kept)
    left_out = next(detail for detail in details if not detail["body_kept"])
    assert (left_out["exception"], left_out["raw"], left_out["stack_trace"]) == (None, {}, [])
    assert left_out["title"] == kept[0]["title"]
    assert left_out["level"] == "error"
    assert left_out["tags"] == kept[0]["tags"]


def test_a_batch_of_left_out_bodies_stores_no_pack(world: World) -> None:
    set_budget(world, 10)
    spend(world, 8.5)
    sweep()
    send_event(world)
    EventQueue().drain()
    puts = cost(world)["units"]["s3_puts"]

    send_event(world)
    EventQueue().drain()

    assert cost(world)["units"]["s3_puts"] == puts
    assert world.list_issues()[0]["times_seen"] == 2


def test_a_spent_budget_refuses_and_the_refusal_is_counted(world: World) -> None:
    set_budget(world, 10)
    spend(world, 10)
    sweep()

    refused = send_event(world)

    assert refused.status == 429
    assert refused.headers["X-Sentry-Rate-Limits"].endswith(":organization:monthly_budget")
    assert cost(world)["units"]["requests"] == 1
    stats = must(world.owner.get(f"/projects/{world.project_id}/stats"))
    assert stats["totals"]["reasons"]["limited"] == {"monthly_budget": 1}


def test_each_step_is_told_once_a_month(world: World) -> None:
    set_budget(world, 10)
    for dollars in (8.5, 0, 2, 0):
        spend(world, dollars)
        sweep()
    spent = cost(world)

    assert (spent["step"], spent["budget"]) == ("refuse", 10)
    assert spent["since"] is not None
    assert audited(world) == [("budget.degrade", "sample"), ("budget.degrade", "refuse")]
    assert mailed() == [
        "Web: the monthly budget is running low, bodies are sampled",
        "Web: the monthly budget is spent, events are refused",
    ]


def test_mail_goes_to_those_who_can_change_the_budget(world: World) -> None:
    world.add_member("admin@example.com", "admin")
    world.add_member("reader@example.com")
    set_budget(world, 10)
    spend(world, 8.5)

    sweep()

    told = {mail.recipient for mail in list_mails() if "monthly budget" in mail.subject}
    assert told == {"owner@example.com", "admin@example.com"}


def test_a_new_month_begins_with_everything(world: World) -> None:
    set_budget(world, 10)
    spend(world, 11)
    sweep()
    assert send_event(world).status == 429

    sweep(utc_now() + NEXT_MONTH)

    assert send_event(world).status == 200
    assert audited(world) == [("budget.degrade", "refuse"), ("budget.restore", "full")]
    assert len(mailed()) == 1


@pytest.mark.parametrize("budget", [20, None])
def test_a_raised_or_removed_budget_ends_the_refusals(world: World, budget: float | None) -> None:
    set_budget(world, 10)
    spend(world, 11)
    sweep()

    set_budget(world, budget)
    sweep()

    assert send_event(world).status == 200
    assert cost(world)["step"] == "full"
    assert len(list_budgets()) == (0 if budget is None else 1)


def test_a_key_made_later_gets_the_step_of_its_project(world: World) -> None:
    set_budget(world, 10)
    spend(world, 11)
    sweep()

    must(world.owner.post("/organizations/acme/projects/web/keys/regenerate"))
    sweep()

    assert send_event(world).status == 429


def test_a_sweep_that_dies_before_it_has_told_tells_the_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    set_budget(world, 10)
    spend(world, 8.5)
    with monkeypatch.context() as patch:
        patch.setattr(budgets, "send_budget_mail", die)
        with pytest.raises(KeyboardInterrupt):
            sweep()

    sweep()
    sweep()

    assert len(mailed()) == 1


def test_a_sweep_that_comes_second_leaves_the_step_to_the_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    set_budget(world, 10)
    spend(world, 8.5)
    seen_before = list_budgets()
    sweep()

    monkeypatch.setattr(budgets, "list_budgets", lambda: seen_before)
    sweep()

    assert len(audited(world)) == len(mailed()) == 1


def test_a_deleted_project_is_not_looked_at_again(world: World) -> None:
    set_budget(world, 10)
    must(world.owner.delete("/organizations/acme/projects/web"))

    sweep_everything(utc_now())

    assert find_budget(world.project_id) is None


def test_files_that_come_with_events_are_counted(world: World) -> None:
    content = random.Random(1).randbytes(50_000)
    (key,) = list_project_keys(world.project_id)
    body = envelope({"event_id": uuid.uuid4().hex}, ({"type": "attachment", "filename": "core.dump"}, content))

    assert send(SdkRequest(body, path=f"/api/{world.project_id}/envelope/", headers=sentry_auth(key))).status == 200

    units = cost(world)["units"]
    assert len(content) < units["stored_bytes"] < len(content) + 1000
    assert units["s3_puts"] == 1
    assert units["write_units"] >= 1


def test_notifications_and_jobs_are_counted(world: World) -> None:
    rule = {"name": "All", "conditions": {"triggers": ["new_issue"]}, "actions": [{"type": "mail"}]}
    must(world.owner.post(f"/projects/{world.project_id}/alerts", rule))
    world.send()
    before = cost(world)["units"]
    tell_notifications()

    told = cost(world)["units"]
    must(world.owner.post(f"/projects/{world.project_id}/export", {}))
    run_queued_jobs()
    exported = cost(world)["units"]

    assert told["mails"] == 1
    assert told["batches"] == before["batches"] + 1
    assert told["requests"] == before["requests"] == exported["requests"]
    assert exported["batches"] == told["batches"] + 1
    assert exported["s3_puts"] > told["s3_puts"]
