"""Pieces of bundles, named by their SHA-1 within an organization, until they are assembled or expire."""

import time
from collections.abc import Sequence

from chalicelib.artifacts.model import MAX_CHUNK_BYTES, MAX_CHUNKS, is_sha1, sha1_of
from chalicelib.artifacts.objects import chunk_key, put_object
from chalicelib.aws import keys
from chalicelib.aws.rows import find_rows, put_rows
from chalicelib.errors import BadRequest, TooLarge

# The bucket's lifecycle removes a chunk two days after its upload; its row is gone well before.
KEPT_SECONDS = 24 * 3600
# A chunk that is about to expire is asked for again, so that it outlives the assembling.
MARGIN_SECONDS = 3600


def find_missing_chunks(organization_id: str, checksums: Sequence[str]) -> list[str]:
    """Those of *checksums*, in their order and each once, that the organization has to upload.

    Another organization's chunks never count. Raises BadRequest for what is no SHA-1 or too many of them.
    """
    wanted = list(dict.fromkeys(checksums))
    reject_checksums(wanted)
    partition = keys.chunk_store(organization_id)
    rows = find_rows("hot", [(partition, checksum) for checksum in wanted], consistent=True)
    needed_until = time.time() + MARGIN_SECONDS
    present = {sk for (_, sk), row in rows.items() if float(row["expires_at"]) > needed_until}
    return [checksum for checksum in wanted if checksum not in present]


def store_chunk(organization_id: str, checksum: str, body: bytes) -> None:
    """Keep a chunk for a day. Raises BadRequest when *body* does not have the SHA-1 *checksum*, TooLarge.

    Storing it again prolongs its life and changes nothing else.
    """
    reject_checksums([checksum])
    if len(body) > MAX_CHUNK_BYTES:
        raise TooLarge(f"A chunk has at most {MAX_CHUNK_BYTES} bytes; this one has {len(body)}")
    actual = sha1_of(body)
    if actual != checksum:
        raise BadRequest(f"The chunk {checksum} arrived with the SHA-1 {actual}; upload it again")
    put_object(chunk_key(organization_id, checksum), body)
    # The row comes last: a chunk that counts as present can be read.
    expires_at = int(time.time()) + KEPT_SECONDS
    put_rows(
        "hot",
        [{"pk": keys.chunk_store(organization_id), "sk": checksum, "size_bytes": len(body), "expires_at": expires_at}],
    )


def reject_checksums(checksums: Sequence[str]) -> None:
    """Raises BadRequest for what is no SHA-1, or for more than a bundle may have."""
    if len(checksums) > MAX_CHUNKS:
        raise BadRequest(f"A bundle has at most {MAX_CHUNKS} chunks; this one has {len(checksums)}")
    for checksum in checksums:
        if not is_sha1(checksum):
            raise BadRequest("A checksum is a SHA-1 of 40 hexadecimal digits in lower case")
