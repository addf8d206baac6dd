"""What is too long for a job's row: lists of issue ids on the way in, exports on the way out. S3, under `jobs/`."""

from collections.abc import Sequence

import orjson

from chalicelib import zstd
from chalicelib.aws.clients import client
from chalicelib.config import settings

LINK_LIFETIME_SECONDS = 3600


def put_issue_ids(organization_id: str, job_id: str, issue_ids: Sequence[str]) -> str:
    """Store the ids a job is to work through and return their key."""
    key = f"jobs/{organization_id}/{job_id}/issue-ids.json.zst"
    client("s3").put_object(Bucket=_bucket(), Key=key, Body=zstd.compress(orjson.dumps(list(issue_ids))))
    return key


def get_issue_ids(key: str) -> list[str]:
    body = client("s3").get_object(Bucket=_bucket(), Key=key)["Body"].read()
    ids: list[str] = orjson.loads(zstd.decompress(body))
    return ids


def put_export_part(organization_id: str, job_id: str, number: int, lines: bytes) -> None:
    """Store a part of an export, gzip in its name and coding."""
    client("s3").put_object(
        Bucket=_bucket(),
        Key=part_key(organization_id, job_id, number),
        Body=lines,
        ContentType="application/x-ndjson",
        ContentEncoding="gzip",
    )


def part_key(organization_id: str, job_id: str, number: int) -> str:
    """Parts are counted from 0. Their number is kept and not their keys: thousands of these would not fit a row."""
    return f"jobs/{organization_id}/{job_id}/part-{number:05d}.jsonl.gz"


def link_to(key: str) -> str:
    """A link that whoever holds it can read *key* with, for LINK_LIFETIME_SECONDS."""
    return str(
        client("s3").generate_presigned_url(
            "get_object", Params={"Bucket": _bucket(), "Key": key}, ExpiresIn=LINK_LIFETIME_SECONDS
        )
    )


def delete_file(key: str) -> None:
    client("s3").delete_object(Bucket=_bucket(), Key=key)


def _bucket() -> str:
    return settings().bucket_name("events")
