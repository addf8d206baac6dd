"""The tools that change an issue, under a scope of their own: a token for reading cannot be talked into it."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import Field

from chalicelib.accounts.store import find_user_by_email
from chalicelib.errors import ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.issues.change_requests import change_issue_by
from chalicelib.issues.commenting import comment_and_tell
from chalicelib.issues.schemas import CommentBody, IssueUpdate, Release, StatusDetails
from chalicelib.issues.store import short_id
from chalicelib.mcp.lookup import find_issue_named
from chalicelib.mcp.reading_tools import ISSUE
from chalicelib.mcp.tool import Arguments, Name, Tool


class UpdateIssue(Arguments):
    issue: Name = Field(description=ISSUE)
    status: Literal["unresolved", "resolved", "ignored"] | None = None
    in_release: Release | None = Field(None, description="the release that fixes it, with status resolved")
    in_next_release: bool = Field(False, description="fixed in whatever is released next, with status resolved")
    ignore_hours: int | None = Field(
        None, ge=1, le=24 * 365, description="how long, with status ignored; else for good"
    )
    assign_to: Name | None = Field(None, description="a member's mail address, `me`, or `nobody`")


class CommentIssue(Arguments):
    issue: Name = Field(description=ISSUE)
    text: str = Field(description="plain text; @name mentions a member", min_length=1, max_length=10_000)


def update_issue(actor: Actor, wanted: UpdateIssue) -> str:
    """Raises ValidationFailed, NotFound, Forbidden, Conflict."""
    project, issue = find_issue_named(actor, wanted.issue, "write")
    fields: dict[str, object] = {"status": wanted.status} if wanted.status else {}
    details = _details(wanted)
    if details:
        fields["status_details"] = StatusDetails(**details)
    if wanted.assign_to is not None:
        fields["assignee_id"] = _find_assignee(actor, wanted.assign_to)
    if not fields:
        raise ValidationFailed("Nothing to change: give a status or assign_to")
    changed = change_issue_by(actor.user_id, project, issue, IssueUpdate.model_validate(fields))
    whom = "somebody" if changed.assignee_id else "nobody"
    return f"{short_id(project, changed.number)} is {changed.status} now, assigned to {whom}."


def comment_issue(actor: Actor, wanted: CommentIssue) -> str:
    """Raises ValidationFailed, NotFound, Forbidden."""
    project, issue = find_issue_named(actor, wanted.issue, "write")
    content = CommentBody.model_validate({"content": wanted.text}).content
    comment = comment_and_tell(project, issue, actor.user_id, content)
    return f"Commented on {short_id(project, issue.number)} (comment {comment.id})."


def _details(wanted: UpdateIssue) -> dict[str, object]:
    details: dict[str, object] = {}
    if wanted.in_release:
        details["in_release"] = wanted.in_release
    if wanted.in_next_release:
        details["in_next_release"] = True
    if wanted.ignore_hours:
        details["ignore_until"] = datetime.now(UTC) + timedelta(hours=wanted.ignore_hours)
    return details


def _find_assignee(actor: Actor, whom: str) -> str | None:
    if whom in {"me", "nobody"}:
        return actor.user_id if whom == "me" else None
    user = find_user_by_email(whom)
    # Whether somebody has an account here is no stranger's business: the change says so of members only.
    return user.user_id if user else "unknown"


TOOLS = (
    Tool(
        "update_issue",
        "Change an issue",
        "Resolve, ignore, reopen or assign an issue.",
        "event:write",
        UpdateIssue,
        update_issue,
        changes=True,
        is_trusted=True,
    ),
    Tool(
        "comment_issue",
        "Comment on an issue",
        "Write a comment that people read on the issue's page, and that those it mentions are told of.",
        "event:write",
        CommentIssue,
        comment_issue,
        changes=True,
        is_trusted=True,
    ),
)
