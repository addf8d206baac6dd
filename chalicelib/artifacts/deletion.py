"""Takes artifacts away for good: of a bundle in a project, of a deleted project, of a deleted organization.

Every step may be repeated. A bundle ends with the last project that it was uploaded for.
"""

from itertools import islice

from pynamodb.exceptions import UpdateError

from chalicelib.artifacts.objects import KINDS
from chalicelib.artifacts.release_files import delete_release_file, list_release_files, remove_release_file
from chalicelib.artifacts.store import (
    BundleRecord,
    bundle_of,
    delete_bundle,
    find_bundle_record,
    list_bundles,
    list_mapped_releases,
    unlink_bundle,
)
from chalicelib.aws import keys
from chalicelib.aws.objects import delete_below
from chalicelib.aws.rows import delete_rows, query_rows
from chalicelib.config import TableKind
from chalicelib.errors import NotFound

ROWS_TOGETHER = 500


def remove_bundle(organization_id: str, bundle_id: str, project_id: str) -> None:
    """Take a bundle away from one project, and delete it when no other has it. Raises NotFound."""
    record = find_bundle_record(organization_id, bundle_id)
    if record is None or project_id not in record.project_ids:
        raise NotFound("This project has no such bundle")
    if {*record.project_ids} == {project_id}:
        delete_bundle(organization_id, bundle_id)
        return
    try:
        record.update(actions=[BundleRecord.project_ids.delete({project_id})], condition=BundleRecord.pk.exists())
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise NotFound("This project has no such bundle") from error
    unlink_bundle(organization_id, bundle_of(record), project_id)


def erase_project_artifacts(organization_id: str, project_id: str) -> None:
    """Remove whatever a deleted project had uploaded, and what remembers that it lacked something."""
    while True:
        bundles, _ = list_bundles(organization_id, project_id=project_id)
        if not bundles:
            break
        for bundle in bundles:
            try:
                remove_bundle(organization_id, bundle.bundle_id, project_id)
            except NotFound:
                # Its row is gone or names others only; what lists it here goes, too.
                unlink_bundle(organization_id, bundle, project_id)
    for version, _, _ in list_mapped_releases(project_id, limit=1000):
        _erase_release_files(organization_id, project_id, version)
    _delete_partition("core", keys.mapped_releases(project_id))
    _delete_partition("hot", keys.unmapped_events(project_id))
    delete_rows("core", [(keys.project(project_id), keys.LAST_UPLOAD)])


def erase_organization_artifacts(organization_id: str) -> None:
    """Remove what a deleted organization still holds: chunks never assembled, bundles of no project, their rows."""
    for kind in KINDS:
        delete_below("artifacts", f"{kind}/{organization_id}/")
    _delete_partition("core", keys.artifacts(organization_id))
    _delete_partition("hot", keys.chunk_store(organization_id))


def _erase_release_files(organization_id: str, project_id: str, version: str) -> None:
    after: str | None = None
    while True:
        files, after = list_release_files(organization_id, version, project_id=project_id, after=after)
        for file in files:
            if file.project_ids == {project_id}:
                delete_release_file(organization_id, version, file.file_id)
            else:
                remove_release_file(organization_id, file, project_id)
        if after is None:
            return


def _delete_partition(table: TableKind, partition: str) -> None:
    while rows := [(partition, str(row["sk"])) for row in islice(query_rows(table, partition), ROWS_TOGETHER)]:
        delete_rows(table, rows)
