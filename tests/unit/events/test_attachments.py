"""Files stay with their event, sealed, for as long as the project keeps events."""

import time

import boto3
import pytest

from chalicelib.aws.encryption import erase_data_key
from chalicelib.config import Settings
from chalicelib.errors import NotFound
from chalicelib.events import attachments
from chalicelib.events.attachments import (
    NewAttachment,
    delete_attachments,
    list_attachments,
    read_attachment,
    store_attachments,
)
from chalicelib.times import utc_now

EVENT = "9ec79c33ec9942ab8353589fcb2e04dc"
LOG = NewAttachment("app.log", "text/plain", "event.attachment", b"a secret line\n" * 50)
EMPTY = NewAttachment("empty.bin", "application/octet-stream", "event.attachment", b"")


def store(*files: NewAttachment, project_id: str = "42") -> None:
    store_attachments(project_id, EVENT, files, received_at="2026-11-23T06:00:00.000Z", retention_days=7)


def test_files_read_as_they_came(stage: Settings) -> None:
    store(LOG, EMPTY)

    listed = {file.name: file for file in list_attachments("42", EVENT)}

    assert sorted(listed) == ["app.log", "empty.bin"]
    assert listed["app.log"].size_bytes == len(LOG.content)
    assert read_attachment("42", EVENT, listed["app.log"].attachment_id) == LOG.content
    assert read_attachment("42", EVENT, listed["empty.bin"].attachment_id) == b""


def test_the_same_file_twice_is_one(stage: Settings) -> None:
    store(LOG, LOG)
    store(LOG)

    assert len(list_attachments("42", EVENT)) == 1


def test_files_are_sealed_at_rest(stage: Settings) -> None:
    store(LOG)

    s3 = boto3.client("s3")
    (entry,) = s3.list_objects_v2(Bucket=stage.bucket_name("events"), Prefix="raw/7/2026-11-23/42/")["Contents"]
    content = s3.get_object(Bucket=stage.bucket_name("events"), Key=entry["Key"])["Body"].read()

    assert b"secret" not in content


def test_another_project_sees_nothing(stage: Settings) -> None:
    store(LOG)

    assert list_attachments("43", EVENT) == []
    with pytest.raises(NotFound):
        read_attachment("43", EVENT, LOG.attachment_id)


def test_expired_files_are_gone(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store(LOG)
    later = time.time() + 8 * 24 * 3600
    monkeypatch.setattr(attachments.time, "time", lambda: later)

    assert list_attachments("42", EVENT) == []


def test_deleted_files_are_gone(stage: Settings) -> None:
    store(LOG, EMPTY)

    delete_attachments("42", EVENT)

    assert list_attachments("42", EVENT) == []
    assert "Contents" not in boto3.client("s3").list_objects_v2(Bucket=stage.bucket_name("events"))


def test_files_of_an_erased_project_are_unreadable(stage: Settings) -> None:
    store(LOG)

    erase_data_key("42", utc_now())

    with pytest.raises(NotFound):
        read_attachment("42", EVENT, LOG.attachment_id)
