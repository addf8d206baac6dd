"""Issues that a release's commits say they fix: resolved in that release, once for each commit.

A commit whose row is stored has had its effect, so that whoever sends it again does not resolve what came back since.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.errors import Conflict, NotFound
from chalicelib.issues.bulk_changes import BulkChange, apply_change
from chalicelib.issues.store import resolve_issue_id
from chalicelib.issues.triage import IssueChange
from chalicelib.projects.store import Project
from chalicelib.releases.commits import list_commits, store_commits
from chalicelib.releases.model import Commit, find_fixed_short_ids

MAX_FIXED = 100


def set_commits(
    projects: Sequence[Project],
    version: str,
    commits: Sequence[Commit],
    *,
    fixable: Iterable[Project],
    actor_id: str,
    now: datetime,
) -> None:
    """Let the release of *projects* have *commits*, and resolve what the new ones say they fix in *fixable* projects.

    Issues come first: a crash in between resolves them again when the client tries again.
    """
    known = {commit.commit_id for project in projects for commit in list_commits(project.project_id, version)}
    news = [commit for commit in commits if commit.commit_id not in known]
    released = {project.project_id for project in projects}
    by_slug = {project.slug.upper(): project for project in fixable}
    for short in _fixed(news):
        project = by_slug.get(short.rpartition("-")[0])
        if project is not None:
            _resolve(project, short, version if project.project_id in released else None, actor_id, now)
    for project in projects:
        store_commits(project.project_id, version, commits)


def _fixed(commits: Iterable[Commit]) -> list[str]:
    fixed = (short for commit in commits for short in find_fixed_short_ids(commit.message))
    return list(dict.fromkeys(fixed))[:MAX_FIXED]


def _resolve(project: Project, short: str, version: str | None, actor_id: str, now: datetime) -> None:
    change = IssueChange(status="resolved", resolution="in_release" if version else "now", resolved_in_release=version)
    try:
        issue_id = resolve_issue_id(project, short)
        apply_change(project.project_id, issue_id, BulkChange(change), actor_id, now)
    except (NotFound, Conflict):
        # A message may name what was never an issue, or what others are changing right now.
        return
