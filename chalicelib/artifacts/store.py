"""Bundles of an organization, and the rows by which a worker finds a file's map: by debug id, or release and URL.

The chunks that a bundle is made of are in chunks.py, single files of a release in release_files.py, and what turns the
one into the other in assembly.py. Every function takes the organization or project it acts for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any, cast

import orjson
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib import zstd
from chalicelib.artifacts.model import (
    Artifact,
    AssemblyState,
    Bundle,
    BundleEntry,
    MapReference,
    canonical_name,
)
from chalicelib.artifacts.objects import bundle_key, put_object, read_object
from chalicelib.aws import keys
from chalicelib.aws.objects import delete_below
from chalicelib.aws.rows import Key, Row, delete_rows, encode_row, find_row, find_rows, put_rows, query_rows
from chalicelib.aws.tables import CoreRecord
from chalicelib.errors import NotFound

MAX_CANDIDATES = 20
MAX_COUNTED = 1000


class BundleRecord(CoreRecord):
    """*project_ids* and *releases* are what was asked for; the job that links them ends with `ok`."""

    bundle_id = UnicodeAttribute()
    state = UnicodeAttribute()
    project_ids = UnicodeSetAttribute()
    releases = UnicodeSetAttribute(null=True)
    chunks = BinaryAttribute(legacy_encoding=False)
    uploaded_at = UnicodeAttribute()
    changed_at = UnicodeAttribute()
    job_id = UnicodeAttribute()
    size_bytes = NumberAttribute(default=0)
    file_count = NumberAttribute(default=0)
    map_count = NumberAttribute(default=0)
    detail = UnicodeAttribute(null=True)


def release_key(version: str | None, dist: str | None) -> str:
    return f"{version or ''}\0{dist or ''}"


def split_release(release: str) -> tuple[str, str | None]:
    version, _, dist = release.partition("\0")
    return version, dist or None


def find_bundle_record(organization_id: str, bundle_id: str) -> BundleRecord | None:
    try:
        return BundleRecord.get(keys.artifacts(organization_id), keys.bundle(bundle_id), consistent_read=True)
    except BundleRecord.DoesNotExist:
        return None


def get_bundle(organization_id: str, bundle_id: str) -> Bundle:
    """Raises NotFound."""
    record = find_bundle_record(organization_id, bundle_id)
    if record is None:
        raise NotFound("This organization has no such bundle")
    return bundle_of(record)


def list_bundles(
    organization_id: str, *, project_id: str | None = None, before: str | None = None, limit: int = 25
) -> tuple[list[Bundle], str | None]:
    """Up to *limit* bundles, newest first, of the organization or one project, and where the next page begins.

    *before* is what an earlier call returned. The second value is None on the last page.
    """
    partition, prefix = keys.artifacts(organization_id), keys.bundle_list(project_id or "")
    last = f"{prefix}{before}" if before else f"{prefix}~"
    found = query_rows("core", partition, first=prefix, last=last, newest_first=True, page_size=limit + 2)
    listed = [row for row in islice(found, limit + 2) if row["sk"] != last][: limit + 1]
    wanted = [(partition, keys.bundle(row["bundle_id"])) for row in listed[:limit]]
    rows = find_rows("core", wanted, consistent=True)
    bundles = [bundle_of(BundleRecord.from_raw_data(encode_row(rows[key]))) for key in wanted if key in rows]
    following = listed[limit - 1]["sk"].removeprefix(prefix) if len(listed) > limit else None
    return bundles, following


def list_bundle_entries(organization_id: str, bundle_id: str) -> list[BundleEntry]:
    """The files of an assembled bundle. Raises NotFound when it was never assembled."""
    content = orjson.loads(zstd.decompress(read_object(bundle_key(organization_id, bundle_id, "entries"))))
    return [BundleEntry(**{**entry, "map": _reference(entry["map"])}) for entry in content]


def store_bundle_entries(organization_id: str, bundle_id: str, entries: Sequence[BundleEntry]) -> None:
    content = orjson.dumps([asdict(entry) for entry in entries])
    put_object(bundle_key(organization_id, bundle_id, "entries"), zstd.compress(content))


def delete_bundle(organization_id: str, bundle_id: str) -> None:
    """Take a bundle away from every project and release. Raises NotFound.

    The row that lists it goes last, so that a crash in between leaves a bundle that can be deleted again.
    """
    bundle = get_bundle(organization_id, bundle_id)
    for project_id in bundle.project_ids:
        unlink_bundle(organization_id, bundle, project_id)
    partition = keys.artifacts(organization_id)
    delete_below("artifacts", bundle_key(organization_id, bundle_id, ""))
    delete_rows("core", [(partition, keys.listed_bundle("", bundle.uploaded_at, bundle_id))])
    delete_rows("core", [(partition, keys.bundle(bundle_id))])


def link_bundle(organization_id: str, bundle: Bundle, entries: Sequence[BundleEntry], linked_at: str) -> None:
    """Make every file of the bundle findable in its projects and releases. It may be done again."""
    partition = keys.artifacts(organization_id)
    listed = [
        {
            "pk": partition,
            "sk": keys.listed_bundle(project_id, bundle.uploaded_at, bundle.bundle_id),
            "bundle_id": bundle.bundle_id,
        }
        for project_id in ("", *bundle.project_ids)
    ]
    put_rows("core", listed)
    for project_id in sorted(bundle.project_ids):
        link_artifacts(project_id, _artifacts(bundle, entries), bundle.releases, linked_at)


def unlink_bundle(organization_id: str, bundle: Bundle, project_id: str) -> None:
    """Take the bundle away from one project."""
    try:
        entries = list_bundle_entries(organization_id, bundle.bundle_id)
    except NotFound:
        entries = []
    unlink_artifacts(project_id, _artifacts(bundle, entries), bundle.releases)
    listed = keys.listed_bundle(project_id, bundle.uploaded_at, bundle.bundle_id)
    delete_rows("core", [(keys.artifacts(organization_id), listed)])


def link_artifacts(
    project_id: str, artifacts: Sequence[Artifact], releases: Sequence[tuple[str, str | None]], linked_at: str
) -> None:
    """Make *artifacts* findable by their debug ids and, where *releases* are named, by their URLs in each of these.

    Workers that remember not to have found something look again after *linked_at*.
    """
    rows = [
        {"pk": pk, "sk": sk, **_artifact_row(artifact)}
        for (pk, sk), artifact in _artifact_keys(project_id, artifacts, releases)
    ]
    put_rows("core", rows)
    if artifacts:
        put_rows("core", [*_release_rows(project_id, releases, linked_at), _upload_row(project_id, linked_at)])


def unlink_artifacts(
    project_id: str, artifacts: Sequence[Artifact], releases: Sequence[tuple[str, str | None]]
) -> None:
    delete_rows("core", [key for key, _ in _artifact_keys(project_id, artifacts, releases)])


def find_artifact_by_debug_id(project_id: str, debug_id: str) -> Artifact | None:
    """The newest upload with that debug id; one with a map before one without."""
    found = query_rows("core", keys.debug_id(project_id, debug_id), newest_first=True, page_size=MAX_CANDIDATES)
    return _best(map(_artifact, islice(found, MAX_CANDIDATES)))


def find_artifact_by_url(project_id: str, version: str, dist: str | None, url: str) -> Artifact | None:
    """The newest upload of a release under that URL, or under `~/` and its path; the whole URL counts for more."""
    name = keys.artifact_name(canonical_name(url))
    found = query_rows(
        "core",
        keys.release_artifacts(project_id, version, dist or ""),
        first=f"{name}#",
        last=f"{name}#~",
        newest_first=True,
        page_size=MAX_CANDIDATES,
    )
    candidates = [_artifact(row) for row in islice(found, MAX_CANDIDATES)]
    exact = [artifact for artifact in candidates if artifact.name == url]
    tilde = [artifact for artifact in candidates if artifact.name.startswith("~")]
    return _best(exact) or _best(tilde) or _best(candidates)


def count_release_artifacts(project_id: str, version: str, dist: str | None) -> int:
    """How many files a release has, at most MAX_COUNTED."""
    found = query_rows("core", keys.release_artifacts(project_id, version, dist or ""), page_size=MAX_COUNTED)
    return sum(1 for _ in islice(found, MAX_COUNTED))


def list_mapped_releases(project_id: str, limit: int = 100) -> list[tuple[str, str | None, str]]:
    """Version, dist and last upload of the releases that have artifacts, at most *limit* of them, newest first."""
    rows = islice(query_rows("core", keys.mapped_releases(project_id)), MAX_COUNTED)
    newest = sorted(rows, key=lambda row: str(row["uploaded_at"]), reverse=True)[:limit]
    return [(row["version"], row.get("dist"), row["uploaded_at"]) for row in newest]


def find_last_upload(project_id: str) -> str | None:
    """When artifacts were last uploaded for the project; None when they never were."""
    row = find_row("core", (keys.project(project_id), keys.LAST_UPLOAD), consistent=False)
    return None if row is None else str(row["uploaded_at"])


def bundle_of(record: BundleRecord) -> Bundle:
    releases = sorted(split_release(each) for each in record.releases or () if each != release_key(None, None))
    return Bundle(
        bundle_id=record.bundle_id,
        state=cast("AssemblyState", record.state),
        project_ids=frozenset(record.project_ids),
        releases=tuple(releases),
        uploaded_at=record.uploaded_at,
        size_bytes=int(record.size_bytes),
        file_count=int(record.file_count),
        map_count=int(record.map_count),
        detail=record.detail,
    )


def _artifacts(bundle: Bundle, entries: Iterable[BundleEntry]) -> list[Artifact]:
    """What frames can point into. A map is an artifact of its own only when it carries a debug id or stands alone."""
    return [
        Artifact(
            name=entry.name,
            debug_id=entry.debug_id,
            source_id=bundle.bundle_id,
            uploaded_at=bundle.uploaded_at,
            map=entry.map,
            sourcemap=entry.headers.get("sourcemap"),
            problem=entry.problem,
        )
        for entry in entries
        if entry.kind in {"minified_source", "source_map"}
    ]


def _artifact_keys(
    project_id: str, artifacts: Sequence[Artifact], releases: Sequence[tuple[str, str | None]]
) -> Iterable[tuple[Key, Artifact]]:
    """Every key that leads to an artifact, each once: a file and its map may share a debug id, and the map wins."""
    found: dict[Key, Artifact] = {}
    for artifact in sorted(artifacts, key=lambda artifact: artifact.map is not None):
        uploaded = keys.uploaded(artifact.uploaded_at, artifact.source_id)
        if artifact.debug_id:
            found[keys.debug_id(project_id, artifact.debug_id), uploaded] = artifact
        name = keys.artifact_name(canonical_name(artifact.name))
        for version, dist in releases:
            partition = keys.release_artifacts(project_id, version, dist or "")
            # Two names of one path, such as `~/a.js` and `https://host/a.js`, are two rows.
            own = keys.artifact_name(artifact.name)[:8]
            found[partition, f"{name}#{uploaded}#{own}"] = artifact
    return found.items()


def _artifact_row(artifact: Artifact) -> Row:
    row: Row = {
        "name": artifact.name,
        "debug_id": artifact.debug_id,
        "source_id": artifact.source_id,
        "uploaded_at": artifact.uploaded_at,
        "sourcemap": artifact.sourcemap,
        "problem": artifact.problem,
    }
    if artifact.map is not None:
        row |= {f"map_{name}": value for name, value in asdict(artifact.map).items()}
    return row


def _artifact(row: Row) -> Artifact:
    fields = {name: row.get(f"map_{name}") for name in MapReference.__dataclass_fields__}
    return Artifact(
        name=row["name"],
        debug_id=row.get("debug_id"),
        source_id=row["source_id"],
        uploaded_at=row["uploaded_at"],
        map=_reference(fields) if fields["object_key"] else None,
        sourcemap=row.get("sourcemap"),
        problem=row.get("problem"),
    )


def _release_rows(project_id: str, releases: Iterable[tuple[str, str | None]], uploaded_at: str) -> list[Row]:
    return [
        {
            "pk": keys.mapped_releases(project_id),
            "sk": keys.mapped_release(version, dist or ""),
            "version": version,
            "dist": dist,
            "uploaded_at": uploaded_at,
        }
        for version, dist in releases
    ]


def _upload_row(project_id: str, uploaded_at: str) -> Row:
    return {"pk": keys.project(project_id), "sk": keys.LAST_UPLOAD, "uploaded_at": uploaded_at}


def _best(artifacts: Iterable[Artifact]) -> Artifact | None:
    """The first that has a map, or the first."""
    candidates = list(artifacts)
    return next((artifact for artifact in candidates if artifact.map is not None), next(iter(candidates), None))


def _reference(fields: dict[str, Any] | None) -> MapReference | None:
    return MapReference(**fields) if fields else None
