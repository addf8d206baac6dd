"""Snapshots of the issue index: a project's columns as one compressed object, from which a cold process starts.

A row names the newest one. A snapshot that is missing or of another version counts as none: the feed then reads all.
"""

import secrets
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from botocore.exceptions import ClientError

from chalicelib import zstd
from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.objects import delete_below
from chalicelib.aws.rows import delete_rows, find_row, put_rows
from chalicelib.config import settings
from chalicelib.issues.index.columns import IssueColumns
from chalicelib.issues.index.pages import IssueIndex
from chalicelib.issues.store import Issue
from chalicelib.projects.store import is_project_deleted
from chalicelib.times import format_time, utc_now

FORMAT = 2
COMPRESSION_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """*since* is the minute from which changes are not in it."""

    index: IssueIndex
    since: str


def load_snapshot(project_id: str) -> Snapshot | None:
    row = find_row("core", (keys.project(project_id), keys.SNAPSHOT))
    if row is None or row["format"] != FORMAT:
        return None
    packed = _fetch(row["object"])
    if packed is None:
        return None
    content = orjson.loads(zstd.decompress(packed))
    columns = IssueColumns.from_lists(content["columns"])
    return Snapshot(IssueIndex(columns, map(_issue, content["families"])), row["since"])


def store_snapshot(project_id: str, index: IssueIndex, since: str) -> None:
    """Store *index* and make it the project's newest snapshot; the one before is removed."""
    content = {
        "columns": index.columns.to_lists(),
        "families": [asdict(issue) for issue in index.families()],
    }
    packed = zstd.compress(orjson.dumps(content, default=list, option=orjson.OPT_NON_STR_KEYS), COMPRESSION_LEVEL)
    name = f"{_folder(project_id)}{format_time(utc_now())}-{secrets.token_hex(4)}"
    before = find_row("core", (keys.project(project_id), keys.SNAPSHOT))
    bucket = settings().bucket_name("events")
    client("s3").put_object(Bucket=bucket, Key=name, Body=packed)
    row = {"pk": keys.project(project_id), "sk": keys.SNAPSHOT, "object": name, "since": since, "format": FORMAT}
    put_rows("core", [row])
    if before is not None:
        client("s3").delete_object(Bucket=bucket, Key=before["object"])
    if is_project_deleted(project_id):
        # It was deleted meanwhile, and what erases it may have looked before this was here.
        erase_snapshots(project_id)


def erase_snapshots(project_id: str) -> None:
    """Remove every snapshot of the project, which holds its issues' titles, and what names the newest."""
    delete_rows("core", [(keys.project(project_id), keys.SNAPSHOT)])
    delete_below("events", _folder(project_id))


def _folder(project_id: str) -> str:
    return f"index/{project_id}/"


def _fetch(name: str) -> bytes | None:
    try:
        answer = client("s3").get_object(Bucket=settings().bucket_name("events"), Key=name)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            return None
        raise
    return bytes(answer["Body"].read())


def _issue(fields: dict[str, Any]) -> Issue:
    hours = {int(hour): count for hour, count in fields["hours"].items()}
    users = frozenset(map(bytes, fields["few_users"]))
    return Issue(
        **fields
        | {
            "hours": hours,
            "environments": tuple(fields["environments"]),
            "few_users": users,
            "reopened_in": frozenset(fields.get("reopened_in", ())),
        }
    )
