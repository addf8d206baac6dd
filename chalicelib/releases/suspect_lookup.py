"""The suspects of a stored issue: its newest event beside the commits of the release that had it first."""

from chalicelib.events.lists import find_newest_event_id
from chalicelib.events.store import get_event
from chalicelib.issues.store import Issue
from chalicelib.releases.commits import list_commits
from chalicelib.releases.model import Commit
from chalicelib.releases.store import find_release, list_releases
from chalicelib.releases.suspects import Suspect, find_suspects

# A release is often announced without commits; these before it are looked at then.
MAX_EARLIER = 20
MAX_WITH_COMMITS = 3


def find_issue_suspects(issue: Issue) -> list[Suspect]:
    """Most likely first; none where no release with commits is known, or no event is kept."""
    event_id = find_newest_event_id(issue.project_id, issue) if issue.first_release else None
    releases = _list_with_commits(issue.project_id, issue.first_release) if issue.first_release and event_id else []
    if event_id is None or not releases:
        return []
    return find_suspects(get_event(issue.project_id, event_id).event, releases)


def _list_with_commits(project_id: str, version: str) -> list[tuple[str, list[Commit]]]:
    first = find_release(project_id, version)
    if first is None:
        return []
    if first.commit_count:
        return [(version, list_commits(project_id, version))]
    earlier = list_releases(project_id, limit=MAX_EARLIER, before=(first.date_created, version))
    named = [release.version for release in earlier if release.commit_count][:MAX_WITH_COMMITS]
    return [(name, list_commits(project_id, name)) for name in named]
