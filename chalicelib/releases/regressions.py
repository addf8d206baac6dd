"""Issues that came back in a release: a row for each, written by the transaction that opens the issue again."""

from itertools import islice

from chalicelib.aws import keys
from chalicelib.aws.rows import Row, query_rows
from chalicelib.releases.model import MAX_VERSION_LENGTH

MAX_LISTED = 1000


def regression_row(project_id: str, version: str, issue_id: str, at: str) -> Row:
    """Once a release and issue: one that comes back twice in a release is one of its regressions."""
    return {
        "pk": keys.release_details(project_id, version[:MAX_VERSION_LENGTH]),
        "sk": keys.regressed_issue(issue_id),
        "issue_id": issue_id,
        "regressed_at": at,
    }


def list_regressed_ids(project_id: str, version: str) -> list[str]:
    """Ids of issues that came back in the release, deleted ones too, at most MAX_LISTED."""
    rows = query_rows("core", keys.release_details(project_id, version), first=keys.REGRESSED, last=keys.REGRESSED_END)
    return [str(row["issue_id"]) for row in islice(rows, MAX_LISTED)]
