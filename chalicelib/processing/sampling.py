"""Which bodies are kept of a project whose monthly budget runs low: the first of an issue, then one in ten. Pure."""

from collections import Counter
from functools import cache

KEPT_ONE_IN = 10
MAX_REMEMBERED_ISSUES = 100_000


class BodySamples:
    """Counts each issue's events as this process saw them; a process that starts anew keeps the next of each issue."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def keeps(self, project_id: str, issue_id: str) -> bool:
        """Whether the body of the issue's next event is kept."""
        if len(self._seen) >= MAX_REMEMBERED_ISSUES:
            self._seen.clear()
        self._seen[project_id, issue_id] += 1
        return self._seen[project_id, issue_id] % KEPT_ONE_IN == 1


@cache
def body_samples() -> BodySamples:
    """This process's counts."""
    return BodySamples()
