"""The dashboard's files: uploaded with their cache headers, pages last; CloudFront forgets those that changed."""

import hashlib
import mimetypes
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from infra.deploy.cloud import cloud_client
from infra.deploy.folders import DASHBOARD

# Names under assets/ carry a hash of their content; everything else is asked for anew each time.
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
# Pages that are open while we deploy still load the chunks of their own build.
_KEPT_AFTER_REPLACEMENT = timedelta(days=30)
_REPLACED = "replaced"
_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True, slots=True)
class _File:
    key: str
    path: Path

    @property
    def is_asset(self) -> bool:
        return self.key.startswith("assets/")

    @property
    def content_type(self) -> str:
        kind = _TYPES.get(self.path.suffix) or mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def upload_dashboard(bucket: str, distribution_id: str) -> list[str]:
    """Upload what changed and return its keys."""
    stored = dict(_list_stored(bucket))
    files = list(_list_files())
    changed = [file for file in files if stored.get(file.key, ("", None))[0] != _etag(file.path)]
    # The page comes last, when all it names is there.
    for file in sorted(changed, key=lambda file: (not file.is_asset, file.key == "index.html")):
        _upload(bucket, file)
    _delete_old(bucket, {file.key for file in files}, stored)
    pages = [f"/{file.key}" for file in changed if not file.is_asset]
    if pages:
        _invalidate(distribution_id, [*pages, "/"])
    return [file.key for file in changed]


def list_changes(bucket: str) -> list[str]:
    stored = dict(_list_stored(bucket))
    return [file.key for file in _list_files() if stored.get(file.key, ("", None))[0] != _etag(file.path)]


def _list_files() -> Iterator[_File]:
    for path in sorted(DASHBOARD.rglob("*")):
        if path.is_file() and path.suffix != ".map":
            yield _File(path.relative_to(DASHBOARD).as_posix(), path)


def _list_stored(bucket: str) -> Iterator[tuple[str, tuple[str, datetime]]]:
    for page in cloud_client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for item in page.get("Contents", []):
            yield item["Key"], (item["ETag"].strip('"'), item["LastModified"])


def _upload(bucket: str, file: _File) -> None:
    cloud_client("s3").put_object(
        Bucket=bucket,
        Key=file.key,
        Body=file.path.read_bytes(),
        ContentType=file.content_type,
        CacheControl=_FOREVER if file.is_asset else _ASK_AGAIN,
    )


def _delete_old(bucket: str, current: set[str], stored: dict[str, tuple[str, datetime]]) -> None:
    """Delete what was replaced long ago. When that was no list tells, so that the file is marked, and ages anew."""
    oldest = datetime.now(UTC) - _KEPT_AFTER_REPLACEMENT
    for key, (_, modified_at) in stored.items():
        if key in current or modified_at >= oldest:
            continue
        head = cloud_client("s3").head_object(Bucket=bucket, Key=key)
        if _REPLACED in head["Metadata"]:
            cloud_client("s3").delete_object(Bucket=bucket, Key=key)
        else:
            _mark_replaced(bucket, key, head)


def _mark_replaced(bucket: str, key: str, head: Mapping[str, Any]) -> None:
    cloud_client("s3").copy_object(
        Bucket=bucket,
        Key=key,
        CopySource={"Bucket": bucket, "Key": key},
        MetadataDirective="REPLACE",
        Metadata={_REPLACED: datetime.now(UTC).date().isoformat()},
        ContentType=head["ContentType"],
        CacheControl=head.get("CacheControl", _ASK_AGAIN),
    )


def _invalidate(distribution_id: str, paths: list[str]) -> None:
    batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": str(time.time_ns())}
    cloud_client("cloudfront").create_invalidation(DistributionId=distribution_id, InvalidationBatch=batch)


def _etag(path: Path) -> str:
    # The ETag of an object uploaded in one piece is its MD5.
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
