"""Triage: conditional on what it was decided on, told in the activity, exact through merging and taking apart."""

from datetime import UTC, datetime

import pytest

from chalicelib.aws import clients as aws
from chalicelib.config import Settings
from chalicelib.errors import BadRequest, NotFound
from chalicelib.issues import triage as issue_changes
from chalicelib.issues.activity import list_activity
from chalicelib.issues.merging import list_fingerprints, merge_issues, unmerge_issues
from chalicelib.issues.store import Issue, get_issue, get_issues
from chalicelib.issues.transaction_items import create_issue
from chalicelib.issues.triage import IssueChange, delete_issue, update_issue
from tests.unit.issues.sample_issues import NOW, PROJECT, made_issue

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)


def store(*issues: Issue) -> list[Issue]:
    items = [create_issue(issue, None, NOW) for issue in issues]
    aws.client("dynamodb").transact_write_items(TransactItems=items)
    return list(issues)


def told_kinds(issue: Issue) -> list[str]:
    return [activity.type for activity in list_activity(PROJECT, [issue.id])]


def test_resolving_says_when_and_by_whom(stage: Settings) -> None:
    (issue,) = store(made_issue(1))

    resolved = update_issue(PROJECT, issue.id, IssueChange(status="resolved"), "u1", AT)

    assert (resolved.status, resolved.resolution, resolved.resolved_at) == (
        "resolved",
        "now",
        "2026-11-23T07:00:00.000Z",
    )
    assert resolved.triage_version == 2
    assert get_issue(PROJECT, issue.id).resolved_at == resolved.resolved_at
    (activity,) = list_activity(PROJECT, [issue.id])
    assert (activity.type, activity.user_id, activity.data["to"]) == ("status_change", "u1", "resolved")


def test_what_is_so_already_is_not_told_again(stage: Settings) -> None:
    (issue,) = store(made_issue(1))
    update_issue(PROJECT, issue.id, IssueChange(status="resolved"), "u1", AT)

    again = update_issue(PROJECT, issue.id, IssueChange(status="resolved"), "u1", AT)

    assert again.triage_version == 2
    assert told_kinds(issue) == ["status_change"]


def test_assigning_leaves_the_status_and_none_takes_the_assignee_away(stage: Settings) -> None:
    (issue,) = store(made_issue(1))

    assigned = update_issue(PROJECT, issue.id, IssueChange(assignee_id="u2"), "u1", AT)
    freed = update_issue(PROJECT, issue.id, IssueChange(assignee_id=None), "u1", AT)

    assert (assigned.assignee_id, assigned.status, freed.assignee_id) == ("u2", "unresolved", None)
    assert get_issue(PROJECT, issue.id).assignee_id is None


def test_a_change_is_decided_again_when_somebody_was_faster(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (issue,) = store(made_issue(1))
    read = issue_changes.list_members
    rivals = [IssueChange(assignee_id="rival")]

    def read_and_lose(project_id: str, issue_id: str) -> list[Issue]:
        members = read(project_id, issue_id)
        if rivals:
            update_issue(PROJECT, issue_id, rivals.pop(), "u9", AT)
        return members

    monkeypatch.setattr(issue_changes, "list_members", read_and_lose)
    resolved = update_issue(PROJECT, issue.id, IssueChange(status="resolved"), "u1", AT)

    assert (resolved.status, resolved.assignee_id) == ("resolved", "rival")


def test_merging_shows_the_union_and_taking_apart_restores_each(stage: Settings) -> None:
    big, small = store(
        made_issue(1, times_seen=5, users=2, environments=("prod",)),
        made_issue(2, times_seen=3, users=1, environments=("dev",), first_seen="2026-01-01T00:00:00.000Z"),
    )

    merged = merge_issues(PROJECT, [small.id, big.id], "u1", AT)
    through_the_small_one = get_issue(PROJECT, small.id)
    apart = unmerge_issues(PROJECT, big.id, [small.fingerprint], "u1", AT)

    assert (merged.id, merged.times_seen, merged.merged_count) == (big.id, 8, 1)
    assert (merged.environments, merged.first_seen) == (("dev", "prod"), small.first_seen)
    assert through_the_small_one.id == big.id
    assert (apart.times_seen, get_issue(PROJECT, small.id).times_seen) == (5, 3)
    assert sorted(told_kinds(big)) == ["merge", "unmerge"]


def test_merging_merged_issues_keeps_the_family_flat(stage: Settings) -> None:
    one, two, three, four = store(*(made_issue(number, times_seen=number) for number in (1, 2, 3, 4)))
    merge_issues(PROJECT, [one.id, two.id], None, AT)
    merge_issues(PROJECT, [three.id, four.id], None, AT)

    merged = merge_issues(PROJECT, [two.id, four.id], None, AT)

    assert (merged.id, merged.times_seen, merged.merged_count) == (four.id, 10, 3)
    assert {issue.id for issue in list_fingerprints(PROJECT, one.id)} == {one.id, two.id, three.id, four.id}


def test_an_issue_is_not_merged_with_itself(stage: Settings) -> None:
    one, two = store(made_issue(1), made_issue(2))
    merge_issues(PROJECT, [one.id, two.id], None, AT)

    for names in ([one.id, one.id], [one.id, two.id]):
        with pytest.raises(BadRequest):
            merge_issues(PROJECT, names, None, AT)


def test_deleting_takes_the_whole_family_along(stage: Settings) -> None:
    one, two = store(made_issue(1), made_issue(2))
    merge_issues(PROJECT, [one.id, two.id], None, AT)

    delete_issue(PROJECT, one.id, "u1", AT)

    assert get_issues(PROJECT, [one.id, two.id]) == []
    for issue in (one, two):
        with pytest.raises(NotFound):
            get_issue(PROJECT, issue.id)


def test_another_projects_issue_is_not_found(stage: Settings) -> None:
    (issue,) = store(made_issue(1))

    with pytest.raises(NotFound):
        update_issue("8", issue.id, IssueChange(status="resolved"), "u1", AT)
