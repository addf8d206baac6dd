"""Releases, their commits and deploys, as the API reads and answers them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.http.schemas import Answer, Body, Moment, Query
from chalicelib.releases.model import MAX_VERSION_LENGTH

Version = Annotated[str, StringConstraints(min_length=1, max_length=MAX_VERSION_LENGTH, pattern=r"^[^\x00-\x1f]+$")]
Ref = Annotated[str, StringConstraints(max_length=250)]
Url = Annotated[str, StringConstraints(max_length=1000, pattern=r"^https?://")]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
Name = Annotated[str, StringConstraints(max_length=200)]


class ReleaseChange(Body):
    """What is left out stays as it was. A release with *date_released* is finalized."""

    ref: Ref | None = None
    url: Url | None = None
    date_released: Moment | None = None


class ReleaseBody(ReleaseChange):
    """A release that a deploy announces."""

    version: Version


class FileChangeBody(Body):
    path: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    kind: Literal["A", "M", "D"] = "M"


class CommitBody(Body):
    """*files* are what the commit changed: they are how suspect commits are found."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    message: Annotated[str, StringConstraints(max_length=20_000)] = ""
    author_name: Name | None = None
    author_email: Name | None = None
    committed_at: Moment | None = None
    repository: Name | None = None
    files: list[FileChangeBody] = Field(default_factory=list, max_length=1000)


class CommitsBody(Body):
    """All commits of the release, newest first."""

    commits: list[CommitBody] = Field(max_length=1000)


class DeployBody(Body):
    """*finished_at* is now when it is left out."""

    environment: ShortText
    name: Name | None = None
    url: Url | None = None
    started_at: Moment | None = None
    finished_at: Moment | None = None


class DeployQuery(Query):
    """Deploys between two times; of the last 30 days when nothing is said."""

    since: Moment | None = None
    until: Moment | None = None


class DeployAnswer(Answer):
    id: str
    version: str
    environment: str
    name: str | None
    url: str | None
    started_at: str | None
    finished_at: str


class DeployList(Answer):
    data: list[DeployAnswer]


class CommitPerson(Answer):
    """Who wrote a commit. *user_id* is set for a member of the organization."""

    name: str | None
    email: str | None
    user_id: str | None


class FileChangeAnswer(Answer):
    path: str
    kind: str


class CommitAnswer(Answer):
    id: str
    message: str
    author: CommitPerson
    committed_at: str | None
    repository: str | None
    files: list[FileChangeAnswer]


class CommitList(Answer):
    data: list[CommitAnswer]


class SuspectCommit(Answer):
    """*path* is the file that the commit changed and the issue's trace passes."""

    commit: CommitAnswer
    release: str
    path: str


class SuspectCommitList(Answer):
    data: list[SuspectCommit]


class ReleaseAnswer(Answer):
    """*new_issues* were first seen in it, *issues* last.

    *adoption* is its share of the project's events of the last 24 hours, from 0 to 1; null when there were none.
    """

    id: str
    project: str
    version: str
    ref: str | None
    url: str | None
    date_created: str
    date_released: str | None
    new_issues: int
    issues: int
    adoption: float | None
    commit_count: int
    deploy_count: int
    last_deploy_environment: str | None
    last_deployed_at: str | None


class AdoptionBucketAnswer(Answer):
    """Of *all_events* in one hour or day, *events* came from the release."""

    at: str
    events: int
    all_events: int


class AdoptionAnswer(Answer):
    """Hours up to a week, days beyond, oldest first."""

    buckets: list[AdoptionBucketAnswer]
    events: int
    all_events: int
