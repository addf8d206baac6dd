"""Lists come from a copy that follows what others write, starts from snapshots, and shows own changes at once."""

import pytest

from chalicelib.aws import clients as aws
from chalicelib.config import Settings
from chalicelib.errors import BadRequest
from chalicelib.issues.index import sync as index_feed
from chalicelib.issues.index.sync import shared_indexes
from chalicelib.issues.index.tasks import write_snapshot
from chalicelib.issues.lists import count_issues, match_issue_ids, page_issues, write_through
from chalicelib.issues.store import Issue
from chalicelib.issues.transaction_items import create_issue
from chalicelib.messages import read_job
from chalicelib.times import format_time, utc_now
from tests.unit.issues.sample_issues import PROJECT, made_issue


def store(issue: Issue, minute: str | None = None) -> None:
    """As another process would, just now if no *minute* is named."""
    item = create_issue(issue, None, minute or format_time(utc_now()))
    del item["Put"]["ConditionExpression"]
    aws.client("dynamodb").transact_write_items(TransactItems=[item])


@pytest.fixture(autouse=True)
def always_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", 0.0)
    monkeypatch.setattr(index_feed, "REFRESH_SHARE", 0.0)


def shown() -> list[int]:
    return [row.number for row in page_issues(PROJECT, sort="users").issues]


def test_an_empty_project_has_an_empty_list(stage: Settings) -> None:
    page = page_issues(PROJECT)

    assert (page.issues, page.next_cursor, page.total) == ([], None, 0)


def test_changes_of_other_processes_show_up(stage: Settings) -> None:
    store(made_issue(1, users=1))
    before = shown()

    store(made_issue(1, users=5))
    store(made_issue(2, users=3))

    assert (before, shown()) == ([1], [1, 2])


def test_a_copy_younger_than_a_second_is_not_refreshed(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", 60.0)
    store(made_issue(1))
    shared_indexes.cache_clear()
    page_issues(PROJECT)

    store(made_issue(2))
    write_through(made_issue(3))

    assert sorted(shown()) == [1, 3]


def test_a_cursor_from_a_fresher_copy_makes_this_one_refresh(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_feed, "MAX_STALE_SECONDS", 60.0)
    store(made_issue(1, users=1))
    page_issues(PROJECT)
    store(made_issue(2, users=0))

    page = page_issues(PROJECT, sort="users", cursor=f"users.{(1 << 32) + 1:x}.99999999999.another")

    assert [row.number for row in page.issues] == [2]


def test_a_snapshot_spares_reading_what_it_holds(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        store(made_issue(number, users=number), minute="2026-01-01T00:00")
    assert write_snapshot(PROJECT) == 5
    store(made_issue(6, users=6), minute="2099-01-01T00:00")
    shared_indexes.cache_clear()
    read: list[str] = []
    find = index_feed.find_own_issues
    monkeypatch.setattr(
        index_feed, "find_own_issues", lambda project, ids, **how: read.extend(ids) or find(project, ids, **how)
    )

    assert shown() == [6, 5, 4, 3, 2, 1]
    assert read == [made_issue(6).id]


def test_a_snapshot_keeps_merged_issues_together(stage: Settings) -> None:
    root, other = made_issue(1, merged_count=1, times_seen=2), made_issue(2, times_seen=3)
    store(root)
    store(made_issue(2, times_seen=3, merged_into=root.id))
    write_snapshot(PROJECT)
    shared_indexes.cache_clear()

    (row,) = page_issues(PROJECT).issues

    assert (row.id, row.times_seen) == (root.id, 5)
    assert match_issue_ids(PROJECT, None) == [root.id] != [other.id]


def test_a_long_tail_asks_for_a_snapshot(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_feed, "MAX_TAIL", 1)
    store(made_issue(1))
    store(made_issue(2))

    count_issues(PROJECT)

    url = aws.queue_url(stage.queue_name("jobs"))
    (message,) = aws.client("sqs").receive_message(QueueUrl=url)["Messages"]
    job = read_job(message["Body"])
    assert (job.kind, job.arguments) == ("snapshot_index", {"project_id": PROJECT})


def test_one_projects_issues_are_not_anothers(stage: Settings) -> None:
    store(made_issue(1))

    assert count_issues("8") == 0


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "last_seen.zz.1.a", "last_seen.1", "users.ff.1.a", "last_seen.ff.nan.a", f"last_seen.ff.{10**400}.a"],
)
def test_strange_cursors_are_refused(stage: Settings, cursor: str) -> None:
    if cursor:
        with pytest.raises(BadRequest):
            page_issues(PROJECT, cursor=cursor)
