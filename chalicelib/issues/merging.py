"""Merging issues and taking them apart. Nothing is moved: an issue reads as its members' union.

Counters, comments, activity, bookmarks and subscriptions stay with the issue they were made on, so that taking apart
gives each its own back, however often it is done. What is written on a merged issue is the surviving one's, and stays
there; what is taken away from it, such as a subscription, is taken away from all.

Raises NotFound for what is not there, BadRequest for what cannot be merged, Conflict as any change does.
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.aws import keys
from chalicelib.errors import BadRequest
from chalicelib.issues.store import Issue, get_issue, list_members
from chalicelib.issues.transaction_items import delete_item, put_item
from chalicelib.issues.triage import Changes, build_activity, change_issue, versioned

# A merge touches each member up to three times, and a transaction takes 100 items.
MAX_MERGED = 30


def merge_issues(project_id: str, issue_ids: Sequence[str], actor_id: str | None, now: datetime) -> Issue:
    """Make one issue of several: the one with most events. Each keeps counting on its own, so taking apart is exact."""
    chosen = {issue.id: issue for issue in (get_issue(project_id, name) for name in dict.fromkeys(issue_ids))}
    if len(chosen) < 2:
        raise BadRequest("Merging takes two issues or more")
    root_id = max(chosen.values(), key=lambda issue: (issue.times_seen, issue.id)).id
    for other_id in chosen:
        if other_id != root_id:
            _merge_one(project_id, root_id, other_id, actor_id, now)
    return get_issue(project_id, root_id)


def unmerge_issues(
    project_id: str, issue_id: str, fingerprints: Sequence[str], actor_id: str | None, now: datetime
) -> Issue:
    """Make issues of their own of what was merged in under these fingerprints."""

    def decide(members: list[Issue]) -> Changes:
        root, *others = members
        leaving = [issue for issue in others if issue.fingerprint in fingerprints]
        if not leaving:
            return Changes()
        changes = Changes([(root, versioned(root, merged_count=root.merged_count - len(leaving)))])
        for issue in leaving:
            changes.pairs.append((issue, versioned(issue, merged_into=None)))
            changes.others.append(delete_item("core", (keys.issue(project_id, root.id), keys.merged(issue.id))))
        content = {"fingerprints": [issue.fingerprint for issue in leaving], "issues": [issue.id for issue in leaving]}
        changes.others.append(build_activity(root, "unmerge", actor_id, now, content))
        return changes

    return change_issue(project_id, issue_id, now, decide)


def list_fingerprints(project_id: str, issue_id: str) -> list[Issue]:
    """The rows whose union the issue is, its own first."""
    return list_members(project_id, issue_id)


def _merge_one(project_id: str, root_id: str, other_id: str, actor_id: str | None, now: datetime) -> None:
    def decide(members: list[Issue]) -> Changes:
        joining = list_members(project_id, other_id)
        root = members[0]
        if joining[0].id == root.id:
            return Changes()
        if len(members) + len(joining) > MAX_MERGED:
            raise BadRequest(f"An issue takes at most {MAX_MERGED} fingerprints")
        changes = Changes([(root, versioned(root, merged_count=len(members) - 1 + len(joining)))])
        for issue in joining:
            changes.pairs.append((issue, versioned(issue, merged_into=root.id, merged_count=0)))
            link = {"pk": keys.issue(project_id, root.id), "sk": keys.merged(issue.id)}
            changes.others.append(put_item("core", link))
        for issue in joining[1:]:
            changes.others.append(delete_item("core", (keys.issue(project_id, other_id), keys.merged(issue.id))))
        content = {"issues": [other_id], "title": joining[0].title}
        changes.others.append(build_activity(root, "merge", actor_id, now, content))
        return changes

    change_issue(project_id, root_id, now, decide)
