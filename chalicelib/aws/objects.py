"""Objects in S3 that go together."""

from chalicelib.aws.clients import client
from chalicelib.config import BucketKind, settings


def delete_below(bucket: BucketKind, prefix: str) -> None:
    """Delete every object whose key begins with *prefix*, which must end a folder."""
    if not prefix.endswith("/"):
        raise ValueError(f"{prefix} is no folder")
    name = settings().bucket_name(bucket)
    for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket=name, Prefix=prefix):
        # Deleting one by one is what the functions' permissions and every emulator know.
        for entry in page.get("Contents", ()):
            client("s3").delete_object(Bucket=name, Key=entry["Key"])
