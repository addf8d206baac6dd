"""From uploaded chunks to a bundle whose files are found: what an uploader asks for and polls, and the work of its job.

A bundle is what its SHA-1 says. Uploading it again, or for more projects and releases, adds links and compiles nothing.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import IO

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action  # noqa: TC002 - one import block beside its neighbours

from chalicelib.artifacts.bundle_files import UnreadableBundle, read_bundle
from chalicelib.artifacts.chunks import find_missing_chunks, reject_checksums
from chalicelib.artifacts.model import MAX_BUNDLE_BYTES, Assembly, BundleEntry
from chalicelib.artifacts.objects import bundle_key, chunk_key, copy_object_to, put_object
from chalicelib.artifacts.store import (
    BundleRecord,
    bundle_of,
    find_bundle_record,
    link_bundle,
    list_bundle_entries,
    release_key,
    store_bundle_entries,
    unlink_bundle,
)
from chalicelib.aws import keys
from chalicelib.errors import BadRequest, NotFound
from chalicelib.jobs.store import Job, create_job
from chalicelib.messages import JobMessage, send_job
from chalicelib.times import format_time, parse_time, utc_now

# Whoever polls sees why assembling failed; whoever uploads anew after that starts it again.
ERROR_STANDS = timedelta(seconds=60)


def assemble_bundle(  # noqa: PLR0913 - what uploaders say of a bundle
    organization_id: str,
    *,
    checksum: str,
    chunks: Sequence[str],
    project_ids: Sequence[str],
    version: str | None = None,
    dist: str | None = None,
    requested_by: str | None = None,
    now: datetime | None = None,
) -> Assembly:
    """Where the bundle with the SHA-1 *checksum* stands for these projects and this release; starts what is to be done.

    `not_found` names the chunks to upload, `assembling` means ask again, `ok` that every file is findable, `error` says
    why it cannot be. Idempotent: the same call starts one job. The projects must be the organization's: the caller
    has looked them up there. Raises BadRequest for malformed checksums or no project.
    """
    at = now or utc_now()
    reject_checksums([checksum, *chunks])
    if not project_ids:
        raise BadRequest("Name at least one project that the bundle belongs to")
    record = find_bundle_record(organization_id, checksum)
    release = release_key(version, dist)
    if record is not None and _covers(record, project_ids, release) and not _may_retry(record, at):
        return Assembly(bundle_of(record).state, detail=record.detail)
    if record is None or record.state == "error":
        missing = find_missing_chunks(organization_id, chunks)
        if missing or not chunks:
            return Assembly("not_found", tuple(missing))
    job = create_job(
        organization_id,
        "assemble_bundle",
        project_id=project_ids[0],
        requested_by=requested_by,
        arguments={"bundle_id": checksum},
        now=at,
    )
    if _store_request(
        organization_id,
        record=record,
        checksum=checksum,
        chunks=chunks,
        project_ids=project_ids,
        release=release,
        job=job,
        now=at,
    ):
        send_job(JobMessage(organization_id, job.id, job.kind))
    return Assembly("assembling")


def assemble(organization_id: str, bundle_id: str) -> BundleRecord | None:
    """The job's work: put chunks together, check, compile and link. The record as it ended; None without a bundle.

    What can never succeed ends the bundle with `error`; everything else raises and is tried again.
    """
    record = find_bundle_record(organization_id, bundle_id)
    if record is None:
        return None
    try:
        entries = _find_entries(organization_id, record) or _compile(organization_id, record)
    except UnreadableBundle as error:
        _update(record, "error", detail=str(error)[:500])
        return record
    while True:
        link_bundle(organization_id, bundle_of(record), entries, format_time(utc_now()))
        asked = (BundleRecord.project_ids == record.project_ids) & (BundleRecord.releases == record.releases)
        if _update(record, "ok", asked, entries=entries):
            return record
        # More projects or releases were asked for meanwhile, or fewer: the bundle may be gone altogether.
        now = find_bundle_record(organization_id, bundle_id)
        for project_id in {*record.project_ids} - {*(now.project_ids if now else ())}:
            unlink_bundle(organization_id, bundle_of(record), project_id)
        if now is None:
            return None
        record = now


def _covers(record: BundleRecord, project_ids: Sequence[str], release: str) -> bool:
    return {*project_ids} <= record.project_ids and release in record.releases


def _may_retry(record: BundleRecord, now: datetime) -> bool:
    return record.state == "error" and parse_time(record.changed_at) < now - ERROR_STANDS


def _store_request(  # noqa: PLR0913 - a row's attributes
    organization_id: str,
    *,
    record: BundleRecord | None,
    checksum: str,
    chunks: Sequence[str],
    project_ids: Sequence[str],
    release: str,
    job: Job,
    now: datetime,
) -> bool:
    """Note what is wanted of the bundle. False when somebody else created it a moment ago, whose job does the work."""
    at = format_time(now)
    if record is None:
        new = BundleRecord(
            keys.artifacts(organization_id),
            keys.bundle(checksum),
            bundle_id=checksum,
            state="assembling",
            project_ids={*project_ids},
            releases={release},
            chunks=bytes.fromhex("".join(chunks)),
            uploaded_at=at,
            changed_at=at,
            job_id=job.id,
        )
        try:
            new.save(BundleRecord.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            record = find_bundle_record(organization_id, checksum)
        else:
            return True
    if record is None or (_covers(record, project_ids, release) and record.state == "assembling"):
        return False
    actions: list[Action] = [
        BundleRecord.project_ids.add({*project_ids}),
        BundleRecord.releases.add({release}),
        BundleRecord.state.set("assembling"),
        BundleRecord.changed_at.set(at),
        BundleRecord.job_id.set(job.id),
        BundleRecord.detail.remove(),
        *([BundleRecord.chunks.set(bytes.fromhex("".join(chunks)))] if chunks else []),
    ]
    record.update(actions=actions, condition=BundleRecord.pk.exists())
    return True


def _find_entries(organization_id: str, record: BundleRecord) -> list[BundleEntry] | None:
    try:
        return list_bundle_entries(organization_id, record.bundle_id)
    except NotFound:
        return None


def _compile(organization_id: str, record: BundleRecord) -> list[BundleEntry]:
    """Store the bundle, its compiled maps, and last the list of its files, by which the next run knows it is done."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as maps:
        _join_chunks(organization_id, record, source)
        entries = read_bundle(source, maps, bundle_key(organization_id, record.bundle_id, "maps"))
        for part, file in (("source", source), ("maps", maps)):
            file.seek(0)
            put_object(bundle_key(organization_id, record.bundle_id, part), file)
        record.size_bytes = source.seek(0, 2)
    store_bundle_entries(organization_id, record.bundle_id, entries)
    return entries


def _join_chunks(organization_id: str, record: BundleRecord, file: IO[bytes]) -> None:
    """Raises UnreadableBundle when a chunk is gone, or all of them are not the bundle they were said to be."""
    checksums = record.chunks.hex()
    for start in range(0, len(checksums), 40):
        checksum = checksums[start : start + 40]
        try:
            copy_object_to(chunk_key(organization_id, checksum), file)
        except NotFound as error:
            raise UnreadableBundle(f"The chunk {checksum} has expired; upload the bundle again") from error
        if file.tell() > MAX_BUNDLE_BYTES:
            raise UnreadableBundle(f"A bundle has at most {MAX_BUNDLE_BYTES // 1024 // 1024} MB; upload fewer files")
    file.seek(0)
    actual = hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()  # type: ignore[arg-type]
    if actual != record.bundle_id:
        raise UnreadableBundle(f"The chunks make a file with the SHA-1 {actual}, not {record.bundle_id}")


def _update(
    record: BundleRecord,
    state: str,
    condition: Condition | None = None,
    *,
    entries: Sequence[BundleEntry] = (),
    detail: str | None = None,
) -> bool:
    actions: list[Action] = [
        BundleRecord.state.set(state),
        BundleRecord.changed_at.set(format_time(utc_now())),
        BundleRecord.file_count.set(len(entries)),
        BundleRecord.map_count.set(sum(entry.map is not None for entry in entries)),
        BundleRecord.size_bytes.set(record.size_bytes),
        BundleRecord.detail.set(detail) if detail else BundleRecord.detail.remove(),
    ]
    exists = BundleRecord.pk.exists()
    try:
        record.update(actions=actions, condition=exists & condition if condition is not None else exists)
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True
