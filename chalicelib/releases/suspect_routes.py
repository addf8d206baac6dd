"""Who may have caused an issue: the commits of its first release that touched the files of its trace."""

from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.issues.store import get_issue, resolve_issue_id
from chalicelib.releases.schemas import SuspectCommit, SuspectCommitList
from chalicelib.releases.serializers import answer_commit, find_members_by_address
from chalicelib.releases.suspect_lookup import find_issue_suspects

routes = Resource(__name__, tag="releases")


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/suspect-commits", access="event:read")
def show_suspect_commits(project_id: str, issue_id: str, actor: Actor) -> SuspectCommitList:
    """List the commits that may have caused an issue, most likely first.

    They are of the release in which it was first seen, or of the last before it that named commits, and changed a file
    that the issue's newest event passes. *author.user_id* is the member with the commit's address.
    """
    project = require_project(actor, project_id)
    suspects = find_issue_suspects(get_issue(project_id, resolve_issue_id(project, issue_id)))
    members = find_members_by_address(project.organization_id) if suspects else {}
    return SuspectCommitList(
        data=[
            SuspectCommit(commit=answer_commit(suspect.commit, members), release=suspect.version, path=suspect.path)
            for suspect in suspects
        ]
    )
