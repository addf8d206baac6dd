"""Sentry's releases belong to an organization, ours to a project: one of theirs is ours in all projects having it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.compat.issue_serializers import shorten_version
from chalicelib.compat.release_schemas import (
    CommitAuthor,
    ReleaseProject,
    ReleaseUpdate,
    SentryCommit,
    SentryCommitBody,
    SentryDeploy,
    SentryRelease,
)
from chalicelib.errors import NotFound
from chalicelib.projects.store import Project
from chalicelib.releases.commits import list_commits
from chalicelib.releases.deploys import list_release_deploys
from chalicelib.releases.model import Commit, Deploy, FileChange, Release, list_authors
from chalicelib.releases.order import package_of
from chalicelib.releases.store import find_releases, put_release
from chalicelib.times import format_time

KINDS = frozenset({"A", "M", "D"})
MAX_AUTHORS = 50


@dataclass(frozen=True, slots=True)
class SharedRelease:
    """One version in the projects that have it, which are at least one."""

    version: str
    by_project: tuple[tuple[Project, Release], ...]

    @property
    def position(self) -> tuple[str, str]:
        """Where it stands in a list: by the date that the last of its projects heard of it."""
        return max(release.date_created for release in self.releases), self.version

    @property
    def projects(self) -> list[Project]:
        return [project for project, _ in self.by_project]

    @property
    def releases(self) -> list[Release]:
        return [release for _, release in self.by_project]


def find_shared_release(projects: Sequence[Project], version: str) -> SharedRelease | None:
    """The release of this version in those of *projects* that have it; None when none has."""
    return next(iter(find_shared_releases(projects, [version])), None)


def find_shared_releases(projects: Sequence[Project], versions: Iterable[str]) -> list[SharedRelease]:
    """Those of *versions* that one of *projects* has."""
    wanted = list(versions)
    found = find_releases([(project.project_id, version) for project in projects for version in wanted])
    shared = []
    for version in wanted:
        having = tuple((each, release) for each in projects if (release := found.get((each.project_id, version))))
        if having:
            shared.append(SharedRelease(version, having))
    return shared


def get_shared_release(projects: Sequence[Project], version: str) -> SharedRelease:
    """Raises NotFound."""
    release = find_shared_release(projects, version)
    if release is None:
        raise NotFound(f"There is no release {version}")
    return release


def store_shared_release(
    projects: Sequence[Project], version: str, update: ReleaseUpdate, now: datetime
) -> SharedRelease:
    """Make the release in every one of *projects*, or fill in what is told of it."""
    told = Release(
        version=version,
        date_created=format_time(now),
        date_released=format_time(update.date_released) if update.date_released else None,
        ref=update.ref or (update.refs[0].commit if update.refs else None),
        url=update.url if update.url and update.url.startswith(("http://", "https://")) else None,
    )
    return SharedRelease(version, tuple((project, put_release(project.project_id, told)) for project in projects))


def read_commit(body: SentryCommitBody) -> Commit:
    return Commit(
        commit_id=body.id,
        message=body.message or "",
        author_name=body.author_name,
        author_email=body.author_email,
        committed_at=format_time(body.timestamp) if body.timestamp else None,
        repository=body.repository,
        files=tuple(
            FileChange(change.path, change.type if change.type in KINDS else "M") for change in body.patch_set or ()
        ),
    )


def answer_release(shared: SharedRelease, new_groups: Mapping[str, int]) -> SentryRelease:
    """*new_groups* counts new issues by project id."""
    releases = shared.releases
    oldest = min(releases, key=lambda release: release.date_created)
    first = shared.projects[0]
    commits = list_commits(first.project_id, shared.version) if any(each.commit_count for each in releases) else []
    deploys = _deploys(shared)
    return SentryRelease(
        id=shared.version,
        version=shared.version,
        short_version=shorten_version(shared.version),
        ref=next((each.ref for each in releases if each.ref), None),
        url=next((each.url for each in releases if each.url), None),
        date_created=oldest.date_created,
        date_released=next((each.date_released for each in releases if each.date_released), None),
        version_info=_describe_version(shared.version),
        new_groups=sum(new_groups.get(project.project_id, 0) for project in shared.projects),
        commit_count=max(each.commit_count for each in releases),
        deploy_count=len(deploys),
        last_commit=answer_commit(commits[0]) if commits else None,
        last_deploy=answer_deploy(deploys[0]) if deploys else None,
        authors=[CommitAuthor(name=name, email=email) for name, email in list_authors(commits)[:MAX_AUTHORS]],
        first_event=None,
        last_event=None,
        projects=[
            ReleaseProject(
                id=project.project_id,
                slug=project.slug,
                name=project.name,
                platform=project.platform,
                new_groups=new_groups.get(project.project_id, 0),
            )
            for project in shared.projects
        ],
    )


def answer_commit(commit: Commit) -> SentryCommit:
    has_author = commit.author_name is not None or commit.author_email is not None
    return SentryCommit(
        id=commit.commit_id,
        message=commit.message,
        date_created=commit.committed_at,
        author=CommitAuthor(name=commit.author_name, email=commit.author_email) if has_author else None,
        repository={"name": commit.repository} if commit.repository else None,
    )


def answer_deploy(deploy: Deploy) -> SentryDeploy:
    return SentryDeploy(
        id=deploy.deploy_id,
        environment=deploy.environment,
        name=deploy.name,
        url=deploy.url,
        date_started=deploy.started_at,
        date_finished=deploy.finished_at,
    )


def _deploys(shared: SharedRelease) -> list[Deploy]:
    deploys = {
        deploy.deploy_id: deploy
        for project, release in shared.by_project
        if release.deploy_count
        for deploy in list_release_deploys(project.project_id, shared.version)
    }
    return sorted(deploys.values(), key=lambda deploy: deploy.finished_at, reverse=True)


def _describe_version(version: str) -> dict[str, Any]:
    package = package_of(version)
    plain = version.removeprefix(f"{package}@") if package else version
    number, _, build = plain.partition("+")
    return {
        "package": package or None,
        "version": {"raw": plain},
        "description": number,
        "buildHash": build or None,
    }
