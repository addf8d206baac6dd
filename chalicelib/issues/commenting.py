"""Writing a comment: kept with its activity, and told to those whom it mentions and who follow the issue."""

from chalicelib.accounts.store import list_users
from chalicelib.alerts.enqueue import enqueue_comment
from chalicelib.issues.activity import new_activity, record_activity
from chalicelib.issues.bookmarks import find_bookmark, list_followers, subscribe
from chalicelib.issues.comments import Comment, add_comment, find_mentions, resolve_mentions
from chalicelib.issues.store import Issue, list_family_ids
from chalicelib.organizations.members import list_members
from chalicelib.projects.store import Project
from chalicelib.times import utc_now


def comment_and_tell(project: Project, issue: Issue, user_id: str, content: str) -> Comment:
    """The comment just written. Its author and whom it mentions follow the issue from now on."""
    now = utc_now()
    comment = add_comment(project.project_id, issue.id, user_id=user_id, content=content, now=now)
    record_activity(project.project_id, issue.id, new_activity("comment", user_id, now, {"comment_id": comment.id}))
    _follow_and_tell(project, issue, comment)
    return comment


def _follow_and_tell(project: Project, issue: Issue, comment: Comment) -> None:
    mentioned = _mentioned_members(project, comment)
    family = list_family_ids(issue)
    for user_id in {comment.user_id, *mentioned}:
        if not find_bookmark(project.project_id, family, user_id).is_subscribed:
            subscribe(project.project_id, issue.id, user_id)
    enqueue_comment(
        project.organization_id,
        issue,
        comment,
        mentioned=mentioned,
        followers=list_followers(project.project_id, family),
        now=utc_now(),
    )


def _mentioned_members(project: Project, comment: Comment) -> list[str]:
    names = find_mentions(comment.content)
    if not names:
        return []
    users = list_users([member.user_id for member in list_members(project.organization_id)])
    return resolve_mentions(names, {user_id: (user.name, user.email) for user_id, user in users.items()})
