"""How many issues a project's releases brought, counted in one pass over the issue index."""

from collections import Counter
from itertools import compress

from chalicelib.issues.lists import count_issues
from chalicelib.search.evaluate import IssueColumns


class IssueCounts:
    """Issues by the release that they were first and last seen in."""

    def __init__(self, project_id: str) -> None:
        self.first: Counter[str] = Counter()
        self.last: Counter[str] = Counter()
        count_issues(project_id, self._read)

    def _read(self, columns: IssueColumns) -> range:
        self.first.update(filter(None, compress(columns.first_release, columns.live)))
        self.last.update(filter(None, compress(columns.last_release, columns.live)))
        return range(0)


def count_new_issues(project_id: str) -> Counter[str]:
    """By version, the issues that were first seen in it."""
    return IssueCounts(project_id).first
