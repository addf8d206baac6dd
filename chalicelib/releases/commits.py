"""The commits of a release, each with the files it changed. Sending them again replaces them."""

from collections.abc import Sequence
from typing import Any

import orjson

from chalicelib import zstd
from chalicelib.aws import keys
from chalicelib.aws.rows import delete_rows, put_rows, query_rows
from chalicelib.releases.model import Commit, FileChange
from chalicelib.releases.store import update_release

MAX_COMMITS = 1000
MAX_FILES = 1000
MAX_MESSAGE_LENGTH = 4000
MAX_PATH_LENGTH = 500


def store_commits(project_id: str, version: str, commits: Sequence[Commit]) -> None:
    """Let the release, which exists, have these commits, newest first, and no others. At most MAX_COMMITS are kept."""
    partition = keys.release_details(project_id, version)
    kept = commits[:MAX_COMMITS]
    rows = [
        {"pk": partition, "sk": keys.release_commit(position), "body": _pack(commit)}
        for position, commit in enumerate(kept)
    ]
    before = query_rows("core", partition, first=keys.release_commit(len(kept)), last=keys.RELEASE_COMMIT_END)
    put_rows("core", rows)
    delete_rows("core", [(partition, str(row["sk"])) for row in before])
    last = kept[0].commit_id if kept else None
    update_release(project_id, version, commit_count=len(kept), last_commit_id=last)


def list_commits(project_id: str, version: str) -> list[Commit]:
    """The commits of a release, newest first."""
    partition = keys.release_details(project_id, version)
    rows = query_rows("core", partition, first=keys.RELEASE_COMMIT, last=keys.RELEASE_COMMIT_END)
    return [_unpack(row["body"]) for row in rows]


def _pack(commit: Commit) -> bytes:
    fields: dict[str, Any] = {name: getattr(commit, name) for name in Commit.__dataclass_fields__}
    fields["message"] = commit.message[:MAX_MESSAGE_LENGTH]
    fields["files"] = [
        [change.kind, change.path] for change in commit.files[:MAX_FILES] if len(change.path) <= MAX_PATH_LENGTH
    ]
    return zstd.compress(orjson.dumps(fields))


def _unpack(body: bytes) -> Commit:
    fields = orjson.loads(zstd.decompress(body))
    return Commit(**{**fields, "files": tuple(FileChange(path, kind) for kind, path in fields["files"])})
