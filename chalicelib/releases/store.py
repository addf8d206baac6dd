"""Releases of a project: noted when an event first names one, or made by a deploy; ordered by order.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.errors import NotFound
from chalicelib.releases.order import ReleaseMark, newest

MAX_VERSION_LENGTH = 200
# A release is a row of some 150 bytes: this many are read with one page, and more than a project ships in years.
MAX_LISTED = 5000
MAX_REMEMBERED = 10_000


class ReleaseRecord(CoreRecord):
    version = UnicodeAttribute()
    ref = UnicodeAttribute(null=True)
    url = UnicodeAttribute(null=True)
    date_created = UnicodeAttribute()
    date_released = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Release:
    version: str
    date_created: str
    date_released: str | None = None
    ref: str | None = None
    url: str | None = None

    @property
    def mark(self) -> ReleaseMark:
        return ReleaseMark(self.version, self.date_created)


def record_releases(project_id: str, first_seen: Mapping[str, str]) -> None:
    """Make a row for each version that has none, dated as told. Repeats within a process cost nothing."""
    known = _known_versions()
    for version, date_created in first_seen.items():
        if not version or (project_id, version) in known:
            continue
        _put_if_absent(project_id, Release(version[:MAX_VERSION_LENGTH], date_created))
        if len(known) >= MAX_REMEMBERED:
            known.clear()
        known.add((project_id, version))


def put_release(project_id: str, release: Release) -> Release:
    """Create the release or fill in what a deploy knows of it; what is None here stays as it was."""
    record = ReleaseRecord(keys.project(project_id), keys.release(release.version))
    # The first date stays: events may have named this release before its deploy was announced.
    told = {name: getattr(release, name) for name in ("ref", "url", "date_released")}
    record.update(
        actions=[
            ReleaseRecord.version.set(release.version),
            ReleaseRecord.date_created.set(ReleaseRecord.date_created | release.date_created),
            *(getattr(ReleaseRecord, name).set(value) for name, value in told.items() if value is not None),
        ]
    )
    return _release(record)


def find_release(project_id: str, version: str) -> Release | None:
    try:
        return _release(ReleaseRecord.get(keys.project(project_id), keys.release(version)))
    except ReleaseRecord.DoesNotExist:
        return None


def get_release(project_id: str, version: str) -> Release:
    """Raises NotFound."""
    release = find_release(project_id, version)
    if release is None:
        raise NotFound("This project has no such release")
    return release


def delete_release(project_id: str, version: str) -> None:
    """Forget the release; events that name it keep doing so. Nothing happens when there is none."""
    ReleaseRecord(keys.project(project_id), keys.release(version)).delete()


def list_releases(project_id: str) -> list[Release]:
    """The project's releases, newest first by date, at most MAX_LISTED of them."""
    prefix = keys.release("")
    rows = ReleaseRecord.query(keys.project(project_id), ReleaseRecord.sk.startswith(prefix), limit=MAX_LISTED)
    return sorted(map(_release, rows), key=lambda release: (release.date_created, release.version), reverse=True)


def newest_release(project_id: str) -> ReleaseMark | None:
    """The last release in order, or None when no event named one yet."""
    return newest([release.mark for release in list_releases(project_id)])


def forget_known_versions() -> None:
    """For tests: a new stage knows no release."""
    _known_versions.cache_clear()


@cache
def _known_versions() -> set[tuple[str, str]]:
    """What this process has noted, so that a hundred events of one release ask once."""
    return set()


def _put_if_absent(project_id: str, release: Release) -> None:
    record = ReleaseRecord(
        keys.project(project_id),
        keys.release(release.version),
        version=release.version,
        date_created=release.date_created,
    )
    try:
        record.save(condition=ReleaseRecord.pk.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def _release(record: ReleaseRecord) -> Release:
    return Release(record.version, record.date_created, record.date_released, record.ref, record.url)
