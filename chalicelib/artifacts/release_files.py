"""Files uploaded one by one for a release, as older uploaders do: kept as sent, maps compiled by a job."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import islice

import orjson

from chalicelib import zstd
from chalicelib.artifacts.bundle_files import compile_file, find_inline_map, missing_map, read_comments
from chalicelib.artifacts.maps.mappings import InvalidMap
from chalicelib.artifacts.model import (
    MAX_HEADERS,
    MAX_NAME_LENGTH,
    MAX_RELEASE_FILE_BYTES,
    Artifact,
    MapReference,
    ReleaseFile,
    canonical_debug_id,
    sha1_of,
)
from chalicelib.artifacts.objects import put_object, read_object, release_file_key
from chalicelib.artifacts.store import link_artifacts, unlink_artifacts
from chalicelib.aws import keys
from chalicelib.aws.objects import delete_below
from chalicelib.aws.rows import Row, delete_rows, find_row, put_rows, query_rows
from chalicelib.errors import BadRequest, NotFound, TooLarge
from chalicelib.ids import derived_id
from chalicelib.jobs.store import create_job
from chalicelib.messages import JobMessage, send_job
from chalicelib.times import format_time, utc_now

MAX_SCANNED = 5000
_SCRIPT = re.compile(r"\.(?:[cm]?js|bundle|jsbundle)(?:[?#].*)?\Z")


def store_release_file(  # noqa: PLR0913, PLR0917 - what an uploader says of a file
    organization_id: str,
    project_ids: Sequence[str],
    version: str,
    name: str,
    dist: str | None,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime | None = None,
) -> ReleaseFile:
    """Keep a file of a release under *name*, over an earlier one of that name and dist.

    Frames find it once its job has run, a moment later. Raises BadRequest for a name that is none, TooLarge.
    """
    if not name.strip() or len(name) > MAX_NAME_LENGTH:
        raise BadRequest(f"A file's name is the URL it is served under, of 1 to {MAX_NAME_LENGTH} characters")
    if not project_ids:
        raise BadRequest("Name at least one project that the release belongs to")
    if len(body) > MAX_RELEASE_FILE_BYTES:
        raise TooLarge(f"A file has at most {MAX_RELEASE_FILE_BYTES // 1024 // 1024} MB; upload larger ones in chunks")
    at = now or utc_now()
    told = {str(key).lower()[:100]: str(value)[:MAX_NAME_LENGTH] for key, value in islice(headers.items(), MAX_HEADERS)}
    if _SCRIPT.search(name):
        reference, debug_id = read_comments(body)
        said = {"sourcemap": reference, "debug-id": debug_id}
        told = {key: text[:MAX_NAME_LENGTH] for key, text in said.items() if text} | told
    file = ReleaseFile(
        file_id=derived_id("release file", organization_id, version, dist or "", name),
        version=version,
        dist=dist,
        name=name,
        headers=told,
        sha1=sha1_of(body),
        size_bytes=len(body),
        project_ids=frozenset(project_ids),
        created_at=format_time(at),
    )
    put_object(release_file_key(organization_id, file.file_id, "body"), zstd.compress(body))
    job = create_job(
        organization_id,
        "compile_release_file",
        project_id=project_ids[0],
        requested_by=None,
        arguments={"version": version, "file_id": file.file_id},
        now=at,
    )
    replaced = find_release_file(organization_id, version, file.file_id)
    if replaced is not None:
        for project_id in replaced.project_ids:
            unlink_release_file(replaced, project_id)
    put_rows("core", [_row(organization_id, file)])
    send_job(JobMessage(organization_id, job.id, job.kind))
    return file


def list_release_files(
    organization_id: str,
    version: str,
    *,
    project_id: str | None = None,
    name: str | None = None,
    checksum: str | None = None,
    after: str | None = None,
    limit: int = 100,
) -> tuple[list[ReleaseFile], str | None]:
    """Up to *limit* files of a release, in the order of their ids, and the id that the next page comes *after*.

    *name* is a part of the file's name, *checksum* its SHA-1. A page may hold fewer although more follow: at most
    MAX_SCANNED files are looked at.
    """
    partition = keys.release_files(organization_id, version)
    found: list[ReleaseFile] = []
    seen = after
    rows = (row for row in query_rows("core", partition, first=after, page_size=1000) if row["sk"] != after)
    for row in islice(rows, MAX_SCANNED):
        if len(found) == limit:
            return found, seen
        seen = str(row["sk"])
        file = _file(row)
        is_named = name is None or name.lower() in file.name.lower()
        if is_named and checksum in {None, file.sha1} and (project_id is None or project_id in file.project_ids):
            found.append(file)
    return found, None


def find_release_file(organization_id: str, version: str, file_id: str) -> ReleaseFile | None:
    row = find_row("core", (keys.release_files(organization_id, version), file_id))
    return None if row is None else _file(row)


def get_release_file(organization_id: str, version: str, file_id: str) -> ReleaseFile:
    """Raises NotFound."""
    file = find_release_file(organization_id, version, file_id)
    if file is None:
        raise NotFound("This release has no such file")
    return file


def read_release_file_body(organization_id: str, version: str, file_id: str) -> bytes:
    """The file as it was uploaded. Raises NotFound."""
    get_release_file(organization_id, version, file_id)
    return zstd.decompress(read_object(release_file_key(organization_id, file_id, "body")))


def delete_release_file(organization_id: str, version: str, file_id: str) -> None:
    """Raises NotFound."""
    file = get_release_file(organization_id, version, file_id)
    for project_id in file.project_ids:
        unlink_release_file(file, project_id)
    delete_below("artifacts", release_file_key(organization_id, file_id, ""))
    delete_rows("core", [(keys.release_files(organization_id, version), file_id)])


def remove_release_file(organization_id: str, file: ReleaseFile, project_id: str) -> None:
    """Take a file away from one of its projects; the others keep it."""
    unlink_release_file(file, project_id)
    put_rows("core", [_row(organization_id, replace(file, project_ids=file.project_ids - {project_id}))])


def unlink_release_file(file: ReleaseFile, project_id: str) -> None:
    unlink_artifacts(project_id, [_artifact(file, None, None)], [(file.version, file.dist)])


def compile_release_file(organization_id: str, version: str, file_id: str) -> ReleaseFile | None:
    """The job's work: compile the file if it is a map or carries one, and link it. None when it was deleted."""
    file = find_release_file(organization_id, version, file_id)
    if file is None:
        return None
    try:
        body = read_release_file_body(organization_id, version, file_id)
    except NotFound:
        return None
    reference: MapReference | None = None
    problem: str | None = None
    try:
        source_map = find_inline_map(body) if _SCRIPT.search(file.name) else body if _is_map(file, body) else None
        if source_map is not None:
            compiled, _ = compile_file(source_map, body if source_map is not body else b"")
            key = release_file_key(organization_id, file_id, "map")
            put_object(key, compiled.content)
            reference = MapReference(key, 0, len(compiled.content), compiled.head_bytes)
    except InvalidMap as error:
        problem = f"This map cannot be used: {error}"
    for project_id in sorted(file.project_ids):
        artifact = _artifact(file, reference, problem)
        link_artifacts(project_id, [artifact], [(version, file.dist)], format_time(utc_now()))
    return file


def _is_map(file: ReleaseFile, body: bytes) -> bool:
    return file.name.partition("?")[0].endswith(".map") or body[:200].lstrip().startswith((b'{"version"', b")]}"))


def _artifact(file: ReleaseFile, reference: MapReference | None, problem: str | None) -> Artifact:
    sourcemap = (file.headers.get("sourcemap") or file.headers.get("x-sourcemap")) if reference is None else None
    if reference is None and problem is None and not sourcemap and _SCRIPT.search(file.name):
        problem = missing_map(None, b"")
    return Artifact(
        name=file.name,
        debug_id=canonical_debug_id(file.headers.get("debug-id")),
        source_id=file.file_id,
        uploaded_at=file.created_at,
        map=reference,
        sourcemap=sourcemap,
        problem=problem,
    )


def _row(organization_id: str, file: ReleaseFile) -> Row:
    fields = asdict(file) | {"headers": orjson.dumps(file.headers).decode()}
    return {"pk": keys.release_files(organization_id, file.version), "sk": file.file_id, **fields}


def _file(row: Row) -> ReleaseFile:
    fields = {name: row.get(name) for name in ReleaseFile.__dataclass_fields__}
    return ReleaseFile(**{**fields, "headers": orjson.loads(row["headers"])})
