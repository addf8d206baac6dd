"""The worker against a stage: what becomes of good, bad, filtered and late events."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.alerts.outbox import claim_outbox
from chalicelib.aws import clients as aws
from chalicelib.aws.encryption import erase_data_key
from chalicelib.config import Settings
from chalicelib.errors import NotFound
from chalicelib.events.lists import list_project_events
from chalicelib.events.store import find_event_projects, get_event
from chalicelib.issues.store import Issue, find_issue_text, find_own_issue, get_issue
from chalicelib.issues.triage import IssueChange, delete_issue, update_issue
from chalicelib.messages import EventMessage, read_event, read_notification
from chalicelib.processing import batch as batch_module
from chalicelib.processing.batch import LeftForRedelivery
from chalicelib.projects.statistics import get_hours
from chalicelib.projects.store import find_project
from tests.flow.faults import Crash
from tests.flow.stage_events import BEGINNING, EventQueue, dead_letters, error_event, later, make_project, message_of
from tests.process_memory import forget_process_memory

PROJECT = "7"


@pytest.fixture
def queue(stage: Settings) -> EventQueue:
    make_project(PROJECT)
    return EventQueue()


def group(queue: EventQueue, *messages: EventMessage) -> list[Issue | None]:
    """Deliver the messages; their issues as they are then, None where the event was not kept."""
    queue.send(*messages)
    queue.drain()
    return [find_issue_of(message) for message in messages]


def find_issue_of(message: EventMessage) -> Issue | None:
    try:
        return find_own_issue(message.project_id, get_event(message.project_id, message.event_id).row.issue_id)
    except NotFound:
        return None


def group_one(queue: EventQueue, message: EventMessage) -> Issue:
    (issue,) = group(queue, message)
    assert issue is not None
    return issue


def test_an_event_becomes_an_issue_that_says_what_happened(queue: EventQueue) -> None:
    event = error_event(release="1.0", environment="prod", user={"id": "1"}, timestamp="2026-11-23T05:00:00Z")

    issue = group_one(queue, message_of(event))

    assert (issue.title, issue.type, issue.level, issue.status) == (
        "ValueError: it went wrong",
        "error",
        "error",
        "unresolved",
    )
    assert (issue.number, issue.times_seen, issue.users, issue.environments) == (1, 1, 1, ("prod",))
    assert (issue.first_release, issue.last_release) == ("1.0", "1.0")
    assert find_issue_text(PROJECT, issue.id).grouping["hash"] == issue.fingerprint  # type: ignore[union-attr]
    assert find_project(PROJECT).first_event_at == issue.first_seen  # type: ignore[union-attr]


def test_the_event_reads_back_as_it_was_normalized(queue: EventQueue) -> None:
    message = message_of(error_event(extra={"answer": 42}, timestamp="2026-11-23T05:00:00Z"))
    group_one(queue, message)

    stored = get_event(PROJECT, message.event_id)

    assert stored.event["extra"] == {"answer": 42}
    assert stored.row.occurred_at == "2026-11-23T05:00:00.000Z"
    assert find_event_projects(message.event_id, ["1", PROJECT]) == [PROJECT]


def test_a_message_nobody_can_read_is_put_aside_with_its_reason(queue: EventQueue) -> None:
    aws.client("sqs").send_message(QueueUrl=queue.url, MessageBody="not ours")

    issue = group_one(queue, message_of(error_event()))

    assert issue.times_seen == 1
    (letter,) = dead_letters()
    assert letter["body"] == "not ours"
    assert "not JSON" in letter["reason"]


def test_a_body_that_is_no_object_is_put_aside(queue: EventQueue) -> None:
    group(queue, message_of(b"[1, 2]"))

    (letter,) = dead_letters()
    assert "JSON object" in letter["reason"]


def test_an_event_that_breaks_the_worker_does_not_delay_its_neighbours(queue: EventQueue) -> None:
    bad, good = message_of(error_event("Bad")), message_of(error_event("Good"))
    process_event = batch_module.process_event

    def break_on_bad(message: EventMessage, *others: object) -> object:
        if message.event_id == bad.event_id:
            raise RuntimeError("a bug of ours")
        return process_event(message, *others)  # type: ignore[arg-type]

    with mock.patch.object(batch_module, "process_event", break_on_bad):
        issues = group(queue, bad, good)

    assert issues[0] is None
    assert issues[1] is not None
    assert "a bug of ours" in dead_letters()[0]["reason"]


def test_a_slow_batch_commits_what_is_done_and_leaves_the_rest(queue: EventQueue) -> None:
    first, second = message_of(error_event("First")), message_of(error_event("Second"))
    queue.send(first, second)
    process_event, clock = batch_module.process_event, [0.0]

    def take_long(*arguments: object) -> object:
        clock[0] += batch_module.MAX_BATCH_SECONDS + 1
        return process_event(*arguments)  # type: ignore[arg-type]

    with (
        mock.patch.object(batch_module, "process_event", take_long),
        mock.patch.object(batch_module, "monotonic", side_effect=lambda: clock[0]),
        pytest.raises(LeftForRedelivery),
    ):
        queue.deliver()

    assert [find_issue_of(one) is not None for one in (first, second)].count(True) == 1
    assert queue.deliver() == 1
    assert find_issue_of(first) is not None
    assert find_issue_of(second) is not None


def slow_for(*slow: EventMessage) -> Any:
    """process_event, which computes for ever over *slow*."""
    process_event, event_ids = batch_module.process_event, {message.event_id for message in slow}

    def compute(message: EventMessage, *others: object) -> object:
        while message.event_id in event_ids:
            pass
        return process_event(message, *others)  # type: ignore[arg-type]

    return mock.patch.object(batch_module, "process_event", compute)


def test_a_slow_event_is_put_aside_after_its_second_try_and_delays_nobody(
    queue: EventQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_module, "MAX_EVENT_SECONDS", 0.2)
    make_project("8")
    slow = [message_of(error_event(f"Slow{number}")) for number in range(3)]
    same_tenant = [message_of(error_event("Same")) for _ in range(4)]
    others = [message_of(error_event("Other"), project_id="8") for _ in range(5)]
    queue.send(*slow, *same_tenant, *others)

    with slow_for(*slow):
        with pytest.raises(LeftForRedelivery):
            queue.deliver()
        assert all(find_issue_of(message) for message in same_tenant + others)
        assert queue.deliver() == 3

    assert queue.is_empty()
    letters = dead_letters()
    assert sorted(read_event(letter["body"]).event_id for letter in letters) == sorted(one.event_id for one in slow)
    assert {letter["reason"].partition(",")[0] for letter in letters} == {"took longer than 0.2 s in try 2"}


def test_other_tenants_are_committed_before_a_project_with_slow_events_goes_on(
    queue: EventQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_module, "MAX_EVENT_SECONDS", 0.1)
    make_project("8")
    slow = [message_of(error_event("Slow")) for _ in range(30)]
    others = [message_of(error_event("Other"), project_id="8") for _ in range(5)]
    queue.send(*slow, *others)
    committed: list[str] = []
    commit = batch_module.commit_project_events

    def note(project: Any, *rest: Any) -> object:
        committed.append(project.project_id)
        return commit(project, *rest)

    with (
        slow_for(*slow),
        mock.patch.object(batch_module, "commit_project_events", note),
        pytest.raises(LeftForRedelivery),
    ):
        queue.deliver()

    assert committed.index("8") <= 1


def test_who_kills_the_worker_takes_nobody_along_for_ever(queue: EventQueue) -> None:
    killer = message_of(error_event("Killer"))
    neighbours = [message_of(error_event("Neighbour")) for _ in range(12)]
    queue.send(killer, *neighbours)
    process_event = batch_module.process_event

    def die(message: EventMessage, *others: object) -> object:
        if message.event_id == killer.event_id:
            raise Crash
        return process_event(message, *others)  # type: ignore[arg-type]

    with mock.patch.object(batch_module, "process_event", die):
        for _ in range(40):
            with suppress(Crash):
                queue.deliver()

    assert all(find_issue_of(message) for message in neighbours)
    assert find_issue_of(neighbours[0]).times_seen == 12  # type: ignore[union-attr]
    assert find_issue_of(killer) is None


def test_what_succeeded_is_deleted_before_the_batch_raises(queue: EventQueue) -> None:
    make_project("8")
    mine, others = message_of(error_event()), message_of(error_event(), project_id="8")
    queue.send(mine, others)
    commit = batch_module.commit_project_events

    def fail_for_8(project: object, *rest: object) -> object:
        if project.project_id == "8":  # type: ignore[attr-defined]
            raise EndpointConnectionError(endpoint_url="https://aws.test")
        return commit(project, *rest)  # type: ignore[arg-type]

    with mock.patch.object(batch_module, "commit_project_events", fail_for_8), pytest.raises(LeftForRedelivery):
        queue.deliver()

    assert find_issue_of(mine) is not None
    assert queue.deliver() == 1
    assert find_issue_of(others) is not None


def test_a_new_issue_is_announced_once(queue: EventQueue) -> None:
    first, second = message_of(error_event()), message_of(error_event(), received_at=later(1))
    issue = group_one(queue, first)
    group(queue, second)

    url = aws.queue_url(Settings.queue_name(aws.settings(), "notifications"))
    told = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])

    (notification,) = [read_notification(message["Body"]) for message in told]
    (outbox_id,) = notification.outbox_ids
    row = claim_outbox(outbox_id, BEGINNING)
    assert row is not None
    assert (row.kind, row.issue_id, row.event_id) == ("new_issue", issue.id, first.event_id)


def test_a_resolved_issue_that_is_seen_again_becomes_unresolved(queue: EventQueue) -> None:
    issue = group_one(queue, message_of(error_event()))
    update_issue(PROJECT, issue.id, IssueChange(status="resolved"), "u1", later(10))

    late = group_one(queue, message_of(error_event(), received_at=later(5)))
    again = group_one(queue, message_of(error_event(), received_at=later(20)))

    assert (late.status, late.times_seen) == ("resolved", 2)
    assert (again.status, again.times_seen, again.resolved_at) == ("unresolved", 3, None)


@pytest.mark.parametrize(("release", "status"), [("1.0.0", "resolved"), ("1.1.0", "unresolved"), (None, "resolved")])
def test_resolved_in_the_next_release_stays_so_in_this_one(queue: EventQueue, release: str | None, status: str) -> None:
    issue = group_one(queue, message_of(error_event(release="1.0.0")))
    change = IssueChange(status="resolved", resolution="next_release", resolved_in_release="1.0.0")
    update_issue(PROJECT, issue.id, change, "u1", later(10))

    again = group_one(queue, message_of(error_event(release=release), received_at=later(20)))

    assert again.status == status


def test_an_issue_ignored_until_it_is_frequent_comes_back(queue: EventQueue) -> None:
    issue = group_one(queue, message_of(error_event()))
    update_issue(PROJECT, issue.id, IssueChange(status="ignored", ignore_count_limit=3), "u1", later(1))

    second = group_one(queue, message_of(error_event(), received_at=later(2)))
    third = group_one(queue, message_of(error_event(), received_at=later(3)))

    assert second.status == "ignored"
    assert (third.status, third.ignore_count_limit) == ("unresolved", None)


def test_a_deleted_issue_comes_back_as_new_and_late_events_do_not(queue: EventQueue) -> None:
    old = message_of(error_event())
    issue = group_one(queue, old)
    delete_issue(PROJECT, issue.id, "u1", later(10))

    late, new = message_of(error_event(), received_at=later(5)), message_of(error_event(), received_at=later(20))
    group(queue, late)
    with pytest.raises(NotFound):
        get_issue(PROJECT, issue.id)
    group(queue, new)

    again = get_issue(PROJECT, issue.id)
    assert (again.times_seen, again.generation, again.number, again.first_seen) == (1, 2, 1, new.received_at)
    assert [row.event_id for row in list_project_events(PROJECT).events] == [new.event_id]


def test_filtered_events_are_counted_and_not_kept(queue: EventQueue) -> None:
    make_project("9", filters={"releases": ["0.*"]})
    refused = message_of(error_event(release="0.9"), project_id="9")
    group(queue, refused, message_of(error_event(release="1.0"), project_id="9"))

    hours = get_hours("9", later(0) - timedelta(days=365), later(0) + timedelta(days=365))

    assert find_issue_of(refused) is None
    (counts,) = [hour.counts for hour in hours]
    assert counts["accepted:event"] == counts["level:error"] == 1
    assert [count for name, count in counts.items() if name.startswith("filtered:")] == [1]


def test_a_security_report_and_feedback_become_issues(queue: EventQueue) -> None:
    report = {
        "csp-report": {"document-uri": "https://a.test/", "effective-directive": "img-src", "blocked-uri": "evil"}
    }
    feedback = {"contexts": {"feedback": {"message": "It broke", "contact_email": "a@example.com"}}}

    csp, said = group(
        queue, message_of(report, kind="csp"), message_of(feedback, kind="feedback", received_at=later(1))
    )

    assert csp is not None
    assert said is not None
    assert csp.type == "csp"
    assert (said.title, said.level, said.type) == ("It broke", "info", "feedback")


def test_events_of_projects_that_are_gone_are_dropped(queue: EventQueue) -> None:
    group(queue, message_of(error_event(), project_id="404"))

    assert queue.is_empty()
    assert not dead_letters()


def test_erasing_the_data_key_makes_events_unreadable_and_stops_new_ones(queue: EventQueue) -> None:
    message = message_of(error_event())
    group_one(queue, message)
    erase_data_key(PROJECT, later(1))

    forget_process_memory()

    with pytest.raises(NotFound):
        get_event(PROJECT, message.event_id)
    assert group(queue, message_of(error_event("Other"))) == [None]


def test_every_event_of_the_corpus_is_grouped(queue: EventQueue, corpus: Path) -> None:
    paths = sorted(corpus.glob("events/**/*.json"))
    bodies = [json.loads(path.read_bytes()) for path in paths]
    messages = [message_of(body if isinstance(body, dict) else body[0]) for body in bodies]

    issues = group(queue, *messages)

    assert paths
    assert [path.name for path, issue in zip(paths, issues, strict=True) if issue is None or not issue.title] == []
    assert not dead_letters()
