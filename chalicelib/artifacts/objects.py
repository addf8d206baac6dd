"""Objects of the artifacts bucket: under `chunks/`, `bundles/` and `files/`, then the organization they belong to."""

from typing import IO, Any

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.config import settings
from chalicelib.errors import NotFound

KINDS = ("chunks", "bundles", "files")


def chunk_key(organization_id: str, sha1: str) -> str:
    return f"chunks/{organization_id}/{sha1}"


def bundle_key(organization_id: str, bundle_id: str, part: str) -> str:
    """*part* is `source` for the bundle as uploaded, `maps` for what was compiled, `entries` for its list of files."""
    return f"bundles/{organization_id}/{bundle_id}/{part}"


def release_file_key(organization_id: str, file_id: str, part: str) -> str:
    """*part* is `body` for the file as uploaded, `map` for what was compiled from it."""
    return f"files/{organization_id}/{file_id}/{part}"


def put_object(key: str, content: bytes | IO[bytes]) -> None:
    client("s3").put_object(Bucket=_bucket(), Key=key, Body=content)


def read_object(key: str) -> bytes:
    """Raises NotFound."""
    return bytes(_get(key)["Body"].read())


def read_range(key: str, start: int, end: int) -> bytes:
    """The bytes from *start* up to *end*, fewer at the object's end. Raises NotFound."""
    return bytes(_get(key, Range=f"bytes={start}-{end - 1}")["Body"].read())


def copy_object_to(key: str, file: IO[bytes]) -> None:
    """Append the object to an open *file*, a piece at a time. Raises NotFound."""
    for piece in _get(key)["Body"].iter_chunks(1024 * 1024):
        file.write(piece)


def _get(key: str, **arguments: str) -> Any:
    try:
        return client("s3").get_object(Bucket=_bucket(), Key=key, **arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise NotFound("This file is gone") from error
        raise


def _bucket() -> str:
    return settings().bucket_name("artifacts")
