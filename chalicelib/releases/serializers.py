"""Releases, commits and deploys as the API shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.accounts.store import list_users
from chalicelib.ids import derived_id, new_time_id
from chalicelib.organizations.members import list_members
from chalicelib.releases.adoption import AdoptionBucket
from chalicelib.releases.model import Commit, Deploy, FileChange, Release
from chalicelib.releases.schemas import (
    AdoptionAnswer,
    AdoptionBucketAnswer,
    CommitAnswer,
    CommitBody,
    CommitPerson,
    DeployAnswer,
    DeployBody,
    FileChangeAnswer,
    ReleaseAnswer,
)
from chalicelib.times import format_time


def answer_release(
    project_id: str, release: Release, *, new_issues: int, issues: int, adoption: float | None
) -> ReleaseAnswer:
    return ReleaseAnswer(
        id=release.version,
        project=project_id,
        version=release.version,
        ref=release.ref,
        url=release.url,
        date_created=release.date_created,
        date_released=release.date_released,
        new_issues=new_issues,
        issues=issues,
        adoption=adoption,
        commit_count=release.commit_count,
        deploy_count=release.deploy_count,
        last_deploy_environment=release.last_deploy_environment,
        last_deployed_at=release.last_deployed_at,
    )


def answer_adoption(buckets: Sequence[AdoptionBucket]) -> AdoptionAnswer:
    return AdoptionAnswer(
        buckets=[AdoptionBucketAnswer(at=each.at, events=each.events, all_events=each.all_events) for each in buckets],
        events=sum(each.events for each in buckets),
        all_events=sum(each.all_events for each in buckets),
    )


def answer_deploy(deploy: Deploy) -> DeployAnswer:
    return DeployAnswer(
        id=deploy.deploy_id,
        version=deploy.version,
        environment=deploy.environment,
        name=deploy.name,
        url=deploy.url,
        started_at=deploy.started_at,
        finished_at=deploy.finished_at,
    )


def answer_commits(organization_id: str, commits: Sequence[Commit]) -> list[CommitAnswer]:
    members = find_members_by_address(organization_id) if commits else {}
    return [answer_commit(commit, members) for commit in commits]


def answer_commit(commit: Commit, members: Mapping[str, str]) -> CommitAnswer:
    """*members* are user ids by address in lower case."""
    email = commit.author_email
    return CommitAnswer(
        id=commit.commit_id,
        message=commit.message,
        author=CommitPerson(name=commit.author_name, email=email, user_id=members.get((email or "").lower())),
        committed_at=commit.committed_at,
        repository=commit.repository,
        files=[FileChangeAnswer(path=change.path, kind=change.kind) for change in commit.files],
    )


def find_members_by_address(organization_id: str) -> dict[str, str]:
    """User ids of the organization's members by their address in lower case."""
    users = list_users([member.user_id for member in list_members(organization_id)])
    return {user.email.lower(): user_id for user_id, user in users.items()}


def read_commit(body: CommitBody) -> Commit:
    return Commit(
        commit_id=body.id,
        message=body.message,
        author_name=body.author_name,
        author_email=body.author_email,
        committed_at=format_time(body.committed_at) if body.committed_at else None,
        repository=body.repository,
        files=tuple(FileChange(change.path, change.kind) for change in body.files),
    )


def read_deploy(version: str, body: DeployBody, now: datetime) -> Deploy:
    """A deploy with both of its times told has the same id whenever it is told again."""
    started = format_time(body.started_at) if body.started_at else None
    finished = format_time(body.finished_at or now)
    is_told = body.started_at is not None and body.finished_at is not None
    parts = ("deploy", version, body.environment, body.name or "", started, finished)
    return Deploy(
        deploy_id=derived_id(*parts) if is_told else new_time_id(now),
        version=version,
        environment=body.environment,
        finished_at=finished,
        started_at=started,
        name=body.name,
        url=body.url,
    )
