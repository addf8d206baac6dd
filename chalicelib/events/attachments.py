"""Files that came with an event: sealed objects in the events bucket, each with a row beside the event's own.

They expire with the project's events, and are unreadable once its data key is erased. Their names and sizes are not
sealed.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from botocore.exceptions import ClientError

from chalicelib import zstd
from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.encryption import get_data_key
from chalicelib.aws.rows import Row, delete_rows, find_row, is_live, put_rows, query_rows
from chalicelib.config import settings
from chalicelib.errors import NotFound

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file as its SDK sent it; *type* is Sentry's, such as `event.attachment` or `event.view_hierarchy`."""

    name: str
    content_type: str
    type: str
    content: bytes

    @property
    def attachment_id(self) -> str:
        """Derived, so that the same file sent twice is one."""
        return blake2b(self.name.encode("utf-8", "replace") + b"\0" + self.content, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a list says about a file."""

    attachment_id: str
    name: str
    content_type: str
    type: str
    size_bytes: int
    received_at: str


def store_attachments(
    project_id: str, event_id: str, files: Sequence[NewAttachment], *, received_at: str, retention_days: int
) -> int:
    """Keep *files* with an event for *retention_days*; answers how many bytes that takes.

    Doing it twice changes nothing.
    """
    expires_at = int(time.time()) + retention_days * DAY_SECONDS
    rows = {file.attachment_id: _row(project_id, event_id, file, received_at, retention_days) for file in files}
    stored_bytes = 0
    for file in files:
        sealed = get_data_key(project_id).encrypt(
            zstd.compress(file.content), _binding(project_id, event_id, file.attachment_id)
        )
        _put_object(str(rows[file.attachment_id]["object_key"]), sealed)
        stored_bytes += len(sealed)
    put_rows("hot", [{**row, "expires_at": expires_at} for row in rows.values()])
    return stored_bytes


def list_attachments(project_id: str, event_id: str) -> list[Attachment]:
    """The files of an event, by id; none for an event that is unknown or has expired."""
    return [_attachment(row) for row in _live_rows(project_id, event_id)]


def get_attachment(project_id: str, event_id: str, attachment_id: str) -> Attachment:
    """What is known of a file without its content. Raises NotFound."""
    return _attachment(_get_row(project_id, event_id, attachment_id))


def read_attachment(project_id: str, event_id: str, attachment_id: str) -> bytes:
    """A file's content. Raises NotFound."""
    sealed = _get_object(str(_get_row(project_id, event_id, attachment_id)["object_key"]))
    packed = get_data_key(project_id).decrypt(sealed, _binding(project_id, event_id, attachment_id))
    return zstd.decompress(packed)


def delete_attachments(project_id: str, event_id: str) -> None:
    """Remove an event's files, expired ones too, as erasing a person's data does."""
    rows = _rows(project_id, event_id)
    for row in rows:
        client("s3").delete_object(Bucket=settings().bucket_name("events"), Key=row["object_key"])
    delete_rows("hot", [(str(row["pk"]), str(row["sk"])) for row in rows])


def _row(project_id: str, event_id: str, file: NewAttachment, received_at: str, retention_days: int) -> Row:
    # The retention class leads, as in packs, so that S3's lifecycle expires both by the same prefixes.
    folder = f"raw/{retention_days}/{received_at[:10]}/{project_id}/attachments"
    return {
        "pk": keys.event(project_id, event_id),
        "sk": keys.attachment(file.attachment_id),
        "attachment_id": file.attachment_id,
        "name": file.name,
        "content_type": file.content_type,
        "type": file.type,
        "size_bytes": len(file.content),
        "received_at": received_at,
        "object_key": f"{folder}/{event_id}/{file.attachment_id}",
    }


def _attachment(row: Row) -> Attachment:
    return Attachment(**{name: row[name] for name in Attachment.__dataclass_fields__})


def _get_row(project_id: str, event_id: str, attachment_id: str) -> Row:
    row = find_row("hot", (keys.event(project_id, event_id), keys.attachment(attachment_id)))
    if row is None or not is_live(row, time.time()):
        raise NotFound("This event has no such attachment")
    return row


def _live_rows(project_id: str, event_id: str) -> list[Row]:
    now = time.time()
    return [row for row in _rows(project_id, event_id) if is_live(row, now)]


def _rows(project_id: str, event_id: str) -> list[Row]:
    first = keys.attachment("")
    return list(query_rows("hot", keys.event(project_id, event_id), first=first, last=first + "~"))


def _put_object(key: str, content: bytes) -> None:
    client("s3").put_object(Bucket=settings().bucket_name("events"), Key=key, Body=content)


def _get_object(key: str) -> bytes:
    try:
        answer = client("s3").get_object(Bucket=settings().bucket_name("events"), Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise NotFound("This attachment has expired") from error
        raise
    return bytes(answer["Body"].read())


def _binding(project_id: str, event_id: str, attachment_id: str) -> bytes:
    return f"{project_id}/{event_id}/{attachment_id}".encode()
