"""Issues are found by the people they met, few or many, in any process, and people can be forgotten again."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from chalicelib.aws import clients as aws
from chalicelib.aws import keys
from chalicelib.aws.encryption import get_data_key
from chalicelib.aws.rows import find_row, put_rows
from chalicelib.config import Settings
from chalicelib.events.rows import NewEvent
from chalicelib.issues.deletion import forget_users
from chalicelib.issues.index import sync as index_feed
from chalicelib.issues.index import users as index_users
from chalicelib.issues.index.sync import shared_indexes
from chalicelib.issues.index.tasks import write_snapshot
from chalicelib.issues.index.users import find_met_roots
from chalicelib.issues.store import MAX_USERS_EXACT, Issue, find_own_issue
from chalicelib.issues.transaction_items import create_issue
from chalicelib.issues.users import holds_user, meet_users, pack_users, with_users
from chalicelib.times import format_time, utc_now
from tests.unit.issues.sample_issues import PROJECT, made_event, made_issue

ANN = "id:ann"
ANNS_MAIL = "email:ann@example.com"
MANY = 30


@pytest.fixture(autouse=True)
def always_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", 0.0)
    monkeypatch.setattr(index_feed, "REFRESH_SHARE", 0.0)


def event_of(identity: str, alias: str | None = None) -> NewEvent:
    key = get_data_key(PROJECT)
    return made_event(1, user_hash=key.hash_user(identity), user_aliases=(key.hash_user(alias),) if alias else ())


def store(number: int, events: Iterable[NewEvent], **fields: object) -> Issue:
    """As a worker in another process does once the issue met the users of these events, and nobody else."""
    met = meet_users(frozenset(), list(events)) or frozenset()
    issue = with_users(made_issue(number, **fields), frozenset(), met)
    item = create_issue(issue, None, format_time(utc_now()))
    del item["Put"]["ConditionExpression"]
    aws.client("dynamodb").transact_write_items(TransactItems=[item])
    if met and not issue.few_users:
        put_rows("hot", [{"pk": keys.issue_users(PROJECT, issue.id, 1), "sk": keys.USERS, "hashes": met}])
    return issue


def others(count: int) -> list[NewEvent]:
    return [event_of(f"id:{number}") for number in range(count)]


def users_of(issue: Issue) -> frozenset[bytes]:
    stored = find_own_issue(PROJECT, issue.id)
    assert stored is not None
    row = find_row("hot", (keys.issue_users(PROJECT, issue.id, 1), keys.USERS))
    return stored.few_users or frozenset(row["hashes"] if row else ())


@pytest.mark.parametrize("crowd", [0, MANY, MAX_USERS_EXACT])
@pytest.mark.parametrize("identity", [ANN, ANNS_MAIL])
def test_an_issue_is_found_by_whom_it_met(stage: Settings, crowd: int, identity: str) -> None:
    met = store(1, [*others(crowd), event_of(ANN, ANNS_MAIL)])
    store(2, others(MANY))
    store(3, [])

    assert find_met_roots(PROJECT, [identity]) == {met.id}
    assert find_met_roots(PROJECT, ["id:nobody"]) == set()


@pytest.mark.parametrize("crowd", [1, MANY])
def test_whom_an_issue_meets_later_is_found_as_soon_as_it_is_counted(stage: Settings, crowd: int) -> None:
    store(1, others(crowd))
    before = find_met_roots(PROJECT, [ANN])

    met = store(1, [*others(crowd), event_of(ANN)])

    assert before == set()
    assert find_met_roots(PROJECT, [ANN]) == {met.id}


def test_what_is_known_is_not_read_again(stage: Settings) -> None:
    calls: list[str] = []
    store(1, [*others(MANY), event_of(ANN)])
    find_met_roots(PROJECT, [ANN])
    aws.client("dynamodb").meta.events.register_first(
        "before-call.dynamodb",
        lambda params, **_: calls.append(
            params["body"].decode() if isinstance(params["body"], bytes) else params["body"]
        ),
    )

    find_met_roots(PROJECT, ["id:1", "id:2"])

    assert not [call for call in calls if "USR#" in call]


def test_users_survive_in_a_snapshot(stage: Settings) -> None:
    met = store(1, [event_of(ANN)])
    root = store(2, [], merged_count=1)
    store(3, [event_of(ANN)], merged_into=root.id)
    write_snapshot(PROJECT)
    shared_indexes.cache_clear()

    assert find_met_roots(PROJECT, [ANN]) == {met.id, root.id}


@pytest.mark.parametrize("crowd", [0, MANY])
def test_whom_a_merged_issue_met_is_found_through_its_root(stage: Settings, crowd: int) -> None:
    root = store(1, others(MANY), merged_count=1)
    store(2, [*others(crowd), event_of(ANN)], merged_into=root.id)

    assert find_met_roots(PROJECT, [ANN]) == {root.id}


def test_of_very_many_rows_those_of_the_issues_seen_last_are_searched(
    stage: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_users, "MAX_ROWS_SEARCHED", 1)
    store(1, [*others(MANY), event_of(ANN)], last_seen="2026-11-01T00:00:00.000Z")
    newer = store(2, [*others(MANY), event_of(ANN)], last_seen="2026-11-02T00:00:00.000Z")

    assert find_met_roots(PROJECT, [ANN]) == {newer.id}


@pytest.mark.parametrize("crowd", [0, 2, MANY])
@pytest.mark.parametrize("identity", [ANN, ANNS_MAIL])
def test_who_is_forgotten_is_not_found_and_the_count_stays(stage: Settings, crowd: int, identity: str) -> None:
    issue = store(1, [*others(crowd), event_of(ANN, ANNS_MAIL)])
    find_met_roots(PROJECT, [ANN])

    forget_users(PROJECT, issue.id, {get_data_key(PROJECT).hash_user(identity)}, utc_now())

    assert find_met_roots(PROJECT, [ANN, ANNS_MAIL]) == set()
    assert len(users_of(issue)) == issue.users == crowd + 1
    assert find_met_roots(PROJECT, ["id:1"]) == ({issue.id} if crowd > 1 else set())


def test_forgetting_meets_a_worker_that_is_faster(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = store(1, [event_of(ANN)])
    transact = aws.client("dynamodb").transact_write_items
    attempts: list[int] = []

    def count_first(**arguments: object) -> object:
        attempts.append(1)
        if len(attempts) == 1:
            store(1, [event_of(ANN), event_of("id:bob")], triage_version=issue.triage_version)
        return transact(**arguments)

    monkeypatch.setattr(aws.client("dynamodb"), "transact_write_items", count_first)
    forget_users(PROJECT, issue.id, {get_data_key(PROJECT).hash_user(ANN)}, utc_now())

    assert find_met_roots(PROJECT, [ANN]) == set()
    assert find_met_roots(PROJECT, ["id:bob"]) == {issue.id}


def test_nobody_to_forget_changes_nothing(stage: Settings) -> None:
    issue = store(1, others(3))

    forget_users(PROJECT, issue.id, {get_data_key(PROJECT).hash_user(ANN)}, utc_now())
    forget_users(PROJECT, "no such issue", {get_data_key(PROJECT).hash_user(ANN)}, utc_now())

    assert find_own_issue(PROJECT, issue.id) == replace(issue)


def test_a_hash_is_found_only_where_a_member_begins() -> None:
    packed = pack_users(frozenset({b"abcdefgh", b"ijkl"}))

    assert [holds_user(packed, short) for short in (b"abcd", b"efgh", b"ijkl", b"bcde", b"ghij", b"zzzz")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert not holds_user(b"abcabc", b"cabc")
    assert not holds_user(b"", b"abcd")
