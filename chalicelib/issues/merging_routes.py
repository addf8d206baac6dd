"""Fingerprints: merging issues into one, and taking them apart again. Counters stay with their fingerprint."""

from chalicelib.errors import Conflict, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.issues.merging import list_fingerprints, merge_issues, unmerge_issues
from chalicelib.issues.schemas import FingerprintAnswer, FingerprintList, IssueDetail, IssueMerge, IssueUnmerge
from chalicelib.issues.serializers import answer_issue
from chalicelib.issues.store import get_issue, resolve_issue_id
from chalicelib.times import utc_now

routes = Resource(__name__, tag="issues")


@routes.endpoint("POST", "/projects/{project_id}/issues/merge", access="event:write", errors=(Conflict,))
def merge(project_id: str, actor: Actor, body: IssueMerge) -> IssueDetail:
    """Merge issues into the one with most events.

    It counts the events of all; unmerging gives each its own back.
    """
    project = require_project(actor, project_id, "write")
    issue_ids = list(dict.fromkeys(resolve_issue_id(project, text) for text in body.ids))
    if len(issue_ids) == 1:
        raise ValidationFailed("Nothing to merge", fields={"ids": "expected at least two different issues"})
    merged = merge_issues(project_id, issue_ids, actor.user_id, utc_now())
    return answer_issue(project, get_issue(project_id, merged.id), actor.user_id)


@routes.endpoint("POST", "/projects/{project_id}/issues/{issue_id}/unmerge", access="event:write", errors=(Conflict,))
def unmerge(project_id: str, issue_id: str, actor: Actor, body: IssueUnmerge) -> IssueDetail:
    """Take fingerprints out of an issue, each an issue of its own again."""
    project = require_project(actor, project_id, "write")
    issue = get_issue(project_id, resolve_issue_id(project, issue_id))
    unmerge_issues(project_id, issue.id, body.fingerprints, actor.user_id, utc_now())
    return answer_issue(project, get_issue(project_id, issue.id), actor.user_id)


@routes.endpoint("GET", "/projects/{project_id}/issues/{issue_id}/hashes", access="event:read")
def list_hashes(project_id: str, issue_id: str, actor: Actor) -> FingerprintList:
    """List the fingerprints whose union an issue is."""
    project = require_project(actor, project_id)
    rows = list_fingerprints(project_id, resolve_issue_id(project, issue_id))
    fields = ("fingerprint", "title", "times_seen", "first_seen", "last_seen")
    return FingerprintList(
        data=[
            FingerprintAnswer(is_root=number == 0, **{name: getattr(row, name) for name in fields})
            for number, row in enumerate(rows)
        ]
    )
