"""Releases, commits, deploys and uploads as Sentry's clients send and read them."""

from typing import Any

from pydantic import Field

from chalicelib.compat.issue_schemas import ReleaseReference
from chalicelib.compat.resource import SentryAnswer, SentryBody, SentryMoment
from chalicelib.compat.schemas import ListQuery


class PatchSet(SentryBody):
    """A file that a commit changed. Sentry's clients write these two names in snake_case or plain."""

    path: str
    type: str = "M"


class SentryCommitBody(SentryBody):
    """A commit as `set-commits --local` reads it from Git."""

    id: str = Field(min_length=1, max_length=64)
    message: str | None = None
    author_name: str | None = Field(None, validation_alias="author_name")
    author_email: str | None = Field(None, validation_alias="author_email")
    timestamp: SentryMoment | None = None
    repository: str | None = None
    patch_set: list[PatchSet] | None = Field(None, validation_alias="patch_set")


class CommitRef(SentryBody):
    """Where a repository stands in the release. Its host is not asked for what came before."""

    repository: str | None = None
    commit: str = Field(min_length=1, max_length=64)
    previous_commit: str | None = None


class ReleaseUpdate(SentryBody):
    """What a client tells of a release. *projects* are slugs, *status* is open or archived."""

    ref: str | None = Field(None, max_length=250)
    url: str | None = Field(None, max_length=1000)
    date_released: SentryMoment | None = None
    date_started: SentryMoment | None = None
    status: str | None = None
    projects: list[str] | None = None
    commits: list[SentryCommitBody] | None = Field(None, max_length=1000)
    refs: list[CommitRef] | None = Field(None, max_length=100)


class NewRelease(ReleaseUpdate):
    version: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/\\]+$")


class NewDeploy(SentryBody):
    environment: str = Field(min_length=1, max_length=64)
    name: str | None = Field(None, max_length=200)
    url: str | None = Field(None, max_length=1000)
    date_started: SentryMoment | None = None
    date_finished: SentryMoment | None = None


class SentryDeploy(SentryAnswer):
    id: str
    environment: str
    name: str | None
    url: str | None
    date_started: str | None
    date_finished: str


class CommitAuthor(SentryAnswer):
    name: str | None
    email: str | None


class SentryCommit(SentryAnswer):
    id: str
    message: str
    date_created: str | None
    author: CommitAuthor | None
    repository: dict[str, Any] | None = None


class ReleaseProject(SentryAnswer):
    id: str
    slug: str
    name: str
    platform: str
    new_groups: int
    has_health_data: bool = False


class SentryRelease(ReleaseReference):
    """A release of all projects that have it; counts are those of all of them."""

    id: str
    status: str = "open"
    ref: str | None
    url: str | None
    date_created: str
    date_released: str | None
    version_info: dict[str, Any]
    data: dict[str, Any] = Field(default_factory=dict)
    new_groups: int
    commit_count: int
    deploy_count: int
    last_commit: SentryCommit | None
    last_deploy: SentryDeploy | None
    authors: list[CommitAuthor]
    first_event: str | None
    last_event: str | None
    projects: list[ReleaseProject]


class ReleaseQuery(ListQuery):
    project: list[str] = Field(default_factory=list)


class UploadOptions(SentryAnswer):
    """Small chunks, one a request: a Lambda function takes 6 MB, base64 and multipart included."""

    url: str
    chunk_size: int
    chunks_per_request: int
    max_file_size: int
    max_request_size: int
    concurrency: int
    hash_algorithm: str
    compression: list[str]
    accept: list[str]


class AssembleBody(SentryBody):
    checksum: str
    chunks: list[str] = Field(max_length=4000)
    projects: list[str] = Field(default_factory=list)
    version: str | None = None
    dist: str | None = None


class AssembleAnswer(SentryAnswer):
    state: str
    missing_chunks: list[str]
    detail: str | None = None


class SentryFile(SentryAnswer):
    id: str
    name: str
    dist: str | None
    headers: dict[str, str]
    sha1: str
    size: int
    date_created: str


class ArtifactBundle(SentryAnswer):
    bundle_id: str
    associations: list[dict[str, Any]]
    date: str
    date_modified: str
    file_count: int


class FileQuery(ListQuery):
    """*query* is a part of the name, *checksum* a SHA-1."""

    checksum: list[str] = Field(default_factory=list)
    download: str | None = None


class BundleQuery(ListQuery):
    bundle_id: str | None = Field(None, validation_alias="bundleId")
