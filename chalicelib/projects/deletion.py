"""Taking away for good what hangs on deleted issues and projects. Every step may be repeated."""

from itertools import islice

from chalicelib.aws import keys
from chalicelib.aws.rows import Key, delete_rows, query_rows
from chalicelib.issues.index.sync import list_changes
from chalicelib.issues.store import find_own_issue, issue_key
from chalicelib.projects.keys import delete_project_key, list_project_keys

MAX_ROWS = 1000
# The tombstones of the project and of its data key stay: they tell late events and a restored table that it is gone.
KEPT = frozenset({keys.PROJECT, keys.DATA_KEY})


def erase_discussion(project_id: str, issue_id: str, until: str) -> bool:
    """Remove comments, activity and followers of an issue from before *until*. False when there is more.

    The issue may have come back meanwhile; what belongs to its new life is younger and stays.
    """
    partition = keys.issue(project_id, issue_id)
    rows: list[Key] = []
    for prefix in (keys.COMMENTS, keys.ACTIVITY):
        found = query_rows("core", partition, first=prefix, last=f"{prefix}{until}~")
        rows += [(partition, str(row["sk"])) for row in islice(found, MAX_ROWS)]
    followers = query_rows("core", partition, first=keys.WATCHERS, last=f"{keys.WATCHERS}~")
    issue = find_own_issue(project_id, issue_id)
    if issue is None or issue.deleted_at is not None:
        rows += [(partition, str(row["sk"])) for row in islice(followers, MAX_ROWS)]
        rows.append((partition, keys.ISSUE_TEXT))
    delete_rows("core", rows)
    return len(rows) < MAX_ROWS


def list_issue_ids(project_id: str, limit: int) -> list[str]:
    """Ids of issues that still have a row, deleted ones too."""
    return [issue_id for issue_id, _ in islice(list_changes(project_id, ""), limit)]


def erase_issue_rows(project_id: str, issue_id: str) -> None:
    """Remove everything the core table holds of an issue, its own row last, by which the next run would find it."""
    partition = keys.issue(project_id, issue_id)
    others = [str(row["sk"]) for row in query_rows("core", partition) if row["sk"] != keys.ISSUE]
    delete_rows("core", [(partition, sk) for sk in others])
    delete_rows("core", [issue_key(project_id, issue_id)])


def erase_project_rows(project_id: str) -> None:
    """Remove what the core table holds of a project beside its issues: keys, roles, releases, rules, numbers."""
    for key in list_project_keys(project_id):
        delete_project_key(project_id, key.public_key)
    for partition in (keys.issue_numbers(project_id), keys.project(project_id)):
        found = [str(row["sk"]) for row in query_rows("core", partition)]
        delete_rows("core", [(partition, sk) for sk in found if sk not in KEPT])
