"""Lists of events: newest first over overlapping chunks, each once, and neighbours of one."""

import random
from collections.abc import Sequence

import pytest

from chalicelib.aws.rows import query_rows
from chalicelib.config import Settings
from chalicelib.errors import BadRequest
from chalicelib.events.lists import (
    find_newest_event_id,
    find_oldest_event_id,
    get_neighbours,
    list_issue_events,
    list_project_events,
)
from chalicelib.events.store import find_place, get_event
from chalicelib.issues.deletion import erase_issue_events
from chalicelib.issues.store import Issue, get_issue
from chalicelib.messages import EventMessage
from chalicelib.processing.batch import process_batch
from tests.flow.stage_events import EventQueue, error_event, later, make_project, message_of

PROJECT = "7"


@pytest.fixture
def sent(stage: Settings) -> list[EventMessage]:
    """Sixty events in batches that overlap in time, newest first."""
    make_project(PROJECT)
    rng = random.Random(3)
    messages = [
        message_of(error_event(tags={"half": "even" if n % 2 == 0 else "odd"}), received_at=later(n)) for n in range(60)
    ]
    deliver_in_batches(rng.sample(messages, k=len(messages)), size=9)
    return messages[::-1]


def deliver_in_batches(messages: Sequence[EventMessage], size: int) -> None:
    queue = EventQueue()
    queue.send(*messages)
    while not queue.is_empty():
        records = queue.receive(size)
        process_batch(records)
        queue.delete(records)


def issue_of(message: EventMessage) -> Issue:
    return get_issue(PROJECT, get_event(PROJECT, message.event_id).row.issue_id)


def ids(messages: Sequence[EventMessage]) -> list[str]:
    return [message.event_id for message in messages]


def test_pages_of_an_issue_show_each_event_once_newest_first(sent: list[EventMessage]) -> None:
    issue = issue_of(sent[0])
    found, cursor = [], None
    while True:
        page = list_issue_events(PROJECT, issue, limit=7, cursor=cursor)
        found += [row.event_id for row in page.events]
        if page.next_cursor is None:
            break
        cursor = page.next_cursor

    assert found == ids(sent)


def test_the_projects_list_agrees_and_goes_on_from_its_cursor(sent: list[EventMessage]) -> None:
    first = list_project_events(PROJECT, limit=25)
    rest = list_project_events(PROJECT, limit=100, cursor=first.next_cursor)

    assert [row.event_id for row in (*first.events, *rest.events)] == ids(sent)
    assert rest.next_cursor is None


def test_neighbours_and_ends(sent: list[EventMessage]) -> None:
    issue = issue_of(sent[0])

    middle = get_neighbours(PROJECT, issue, sent[30].event_id)

    assert middle == (sent[31].event_id, sent[29].event_id)
    assert get_neighbours(PROJECT, issue, sent[0].event_id) == (sent[1].event_id, None)
    assert get_neighbours(PROJECT, issue, sent[-1].event_id) == (None, sent[-2].event_id)
    assert find_newest_event_id(PROJECT, issue) == sent[0].event_id
    assert find_oldest_event_id(PROJECT, issue) == sent[-1].event_id


def test_erasing_a_generation_leaves_nothing_of_it(sent: list[EventMessage]) -> None:
    issue = issue_of(sent[0])

    while not erase_issue_events(PROJECT, issue.id, issue.generation, max_rows=100):
        pass

    assert [message for message in sent if find_place(PROJECT, message.event_id)] == []
    partitions = [f"{kind}#{PROJECT}#{issue.id}#{issue.generation}" for kind in ("C", "AGG", "USR")]
    assert [row for partition in partitions for row in query_rows("hot", partition)] == []


@pytest.mark.parametrize("cursor", ["x", "1-2-3", "--", "1-x-" + "a" * 32])
def test_strange_cursors_are_refused(stage: Settings, cursor: str) -> None:
    with pytest.raises(BadRequest):
        list_project_events(PROJECT, cursor=cursor)
