"""Who may have caused an issue: the commits of its first release that touched the files of its trace."""

from chalicelib.events.lists import find_newest_event_id
from chalicelib.events.store import get_event
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.issues.store import get_issue, resolve_issue_id
from chalicelib.releases.commits import list_commits
from chalicelib.releases.model import Commit
from chalicelib.releases.schemas import SuspectCommit, SuspectCommitList
from chalicelib.releases.serializers import answer_commit, find_members_by_address
from chalicelib.releases.store import find_release, list_releases
from chalicelib.releases.suspects import find_suspects

routes = Resource(__name__, tag="releases")

# A release is often announced without commits; these before it are looked at then.
MAX_EARLIER = 20
MAX_WITH_COMMITS = 3


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/suspect-commits", access="event:read")
def show_suspect_commits(project_id: str, issue_id: str, actor: Actor) -> SuspectCommitList:
    """List the commits that may have caused an issue, most likely first.

    They are of the release in which it was first seen, or of the last before it that named commits, and changed a file
    that the issue's newest event passes. *author.user_id* is the member with the commit's address.
    """
    project = require_project(actor, project_id)
    issue = get_issue(project_id, resolve_issue_id(project, issue_id))
    event_id = find_newest_event_id(project_id, issue) if issue.first_release else None
    releases = _list_with_commits(project_id, issue.first_release) if issue.first_release and event_id else []
    if event_id is None or not releases:
        return SuspectCommitList(data=[])
    suspects = find_suspects(get_event(project_id, event_id).event, releases)
    members = find_members_by_address(project.organization_id) if suspects else {}
    return SuspectCommitList(
        data=[
            SuspectCommit(commit=answer_commit(suspect.commit, members), release=suspect.version, path=suspect.path)
            for suspect in suspects
        ]
    )


def _list_with_commits(project_id: str, version: str) -> list[tuple[str, list[Commit]]]:
    first = find_release(project_id, version)
    if first is None:
        return []
    if first.commit_count:
        return [(version, list_commits(project_id, version))]
    earlier = list_releases(project_id, limit=MAX_EARLIER, before=(first.date_created, version))
    named = [release.version for release in earlier if release.commit_count][:MAX_WITH_COMMITS]
    return [(name, list_commits(project_id, name)) for name in named]
