"""One change for many issues: as JSON for a job's row, and applied to one issue; applying it again changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.issues.merging import list_fingerprints
from chalicelib.issues.store import Issue, get_issue, get_issues
from chalicelib.issues.triage import KEEP, IssueChange, delete_issue, update_issue
from chalicelib.issues.wakeups import note_wakeup
from chalicelib.releases.order import package_of

# An issue's id and the generation of it that was deleted.
DeletedIssue = tuple[str, int]


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    changed: int
    deleted: list[DeletedIssue]


@dataclass(frozen=True, slots=True)
class BulkChange:
    """*change* is the same for every issue; *ignore_more* counts from each issue's own events. Or they are deleted.

    Resolved in the next release, an issue waits for one after the newest of its own package, as *newest_releases* says.
    """

    change: IssueChange = field(default_factory=IssueChange)
    ignore_more: int | None = None
    deletes: bool = False
    newest_releases: Mapping[str, str] = field(default_factory=dict)


def encode_bulk_change(bulk: BulkChange) -> dict[str, Any]:
    fields = {name: getattr(bulk.change, name) for name in IssueChange.__dataclass_fields__}
    told = {name: value for name, value in fields.items() if value is not KEEP}
    newest = dict(bulk.newest_releases)
    return {"change": told, "ignore_more": bulk.ignore_more, "deletes": bulk.deletes, "newest_releases": newest}


def decode_bulk_change(arguments: dict[str, Any]) -> BulkChange:
    # Jobs of before know no packages.
    newest = arguments.get("newest_releases") or {}
    return BulkChange(IssueChange(**arguments["change"]), arguments["ignore_more"], arguments["deletes"], newest)


def apply_change(project_id: str, issue_id: str, bulk: BulkChange, actor_id: str | None, now: datetime) -> Issue:
    """Change one issue and return it. Raises NotFound when it is gone."""
    change = bulk.change
    if change.resolution == "next_release" and bulk.newest_releases:
        last = get_issue(project_id, issue_id).last_release or ""
        newest = bulk.newest_releases.get(package_of(last), change.resolved_in_release)
        change = replace(change, resolved_in_release=newest)
    if bulk.ignore_more is not None:
        # The worker compares with the counter of the issue's own row; a merged issue's union would be the wrong start.
        seen = sum(issue.times_seen for issue in get_issues(project_id, [issue_id]))
        change = replace(change, ignore_count_limit=seen + bulk.ignore_more)
    if change.ignored_until:
        note_wakeup(project_id, issue_id, change.ignored_until)
    return update_issue(project_id, issue_id, change, actor_id, now)


def erase_later(project_id: str, issue_id: str, actor_id: str | None, now: datetime) -> list[DeletedIssue]:
    """Delete one issue with all that was merged into it. Returns what is left to be erased. Raises NotFound."""
    doomed = [(issue.id, issue.generation) for issue in list_fingerprints(project_id, issue_id)]
    delete_issue(project_id, issue_id, actor_id, now)
    return doomed


def change_issues_now(
    project_id: str, issue_ids: Iterable[str], bulk: BulkChange, actor_id: str | None, now: datetime
) -> BulkOutcome:
    """Change or delete issues one by one. One that somebody deleted meanwhile is passed over."""
    changed, deleted = 0, list[DeletedIssue]()
    for issue_id in issue_ids:
        try:
            if bulk.deletes:
                deleted += erase_later(project_id, issue_id, actor_id, now)
            else:
                apply_change(project_id, issue_id, bulk, actor_id, now)
        except NotFound:
            continue
        changed += 1
    return BulkOutcome(changed, deleted)
