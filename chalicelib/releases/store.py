"""Releases of a project: noted when an event first names one, or made by a deploy; ordered by order.py.

Beside each release stands a row that lists it by date, in which order they are read.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.rows import delete_rows, encode_row, find_row, find_rows, put_rows, query_rows
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import write_transaction
from chalicelib.errors import Conflict, NotFound
from chalicelib.releases.model import MAX_VERSION_LENGTH, Release
from chalicelib.releases.order import ReleaseMark, newest, package_of

# The newest of a package is looked for among this many; more than a project ships in years.
MAX_COMPARED = 5000
MAX_REMEMBERED = 10_000
TOLD = ("ref", "url", "date_released")


class ReleaseRecord(CoreRecord):
    version = UnicodeAttribute()
    ref = UnicodeAttribute(null=True)
    url = UnicodeAttribute(null=True)
    date_created = UnicodeAttribute()
    date_released = UnicodeAttribute(null=True)
    commit_count = NumberAttribute(default=0)
    last_commit_id = UnicodeAttribute(null=True)
    deploy_count = NumberAttribute(default=0)
    last_deploy_environment = UnicodeAttribute(null=True)
    last_deployed_at = UnicodeAttribute(null=True)


class ReleaseDateRecord(CoreRecord):
    """Lists a release by its date."""

    version = UnicodeAttribute()


def record_releases(project_id: str, first_seen: Mapping[str, str]) -> None:
    """Make a row for each version that has none, dated as told. Repeats within a process cost nothing."""
    known = _known_versions()
    for version, date_created in first_seen.items():
        if not version or (project_id, version) in known:
            continue
        _put_if_absent(project_id, version[:MAX_VERSION_LENGTH], date_created)
        if len(known) >= MAX_REMEMBERED:
            known.clear()
        known.add((project_id, version))


def put_release(project_id: str, release: Release) -> Release:
    """Create the release or fill in what a deploy knows of it; what is None here stays as it was."""
    # The first date stays: events may have named this release before its deploy was announced.
    _put_if_absent(project_id, release.version, release.date_created)
    told = {name: getattr(release, name) for name in TOLD}
    return update_release(project_id, release.version, **{name: told[name] for name in TOLD if told[name] is not None})


def update_release(project_id: str, version: str, **changes: str | int | None) -> Release:
    """Set the named fields of a release that exists."""
    record = ReleaseRecord(keys.project(project_id), keys.release(version))
    actions = [
        getattr(ReleaseRecord, name).remove() if value is None else getattr(ReleaseRecord, name).set(value)
        for name, value in changes.items()
    ]
    if not actions:
        return get_release(project_id, version)
    record.update(actions=actions, condition=ReleaseRecord.pk.exists())
    return _release(record)


def find_release(project_id: str, version: str) -> Release | None:
    try:
        return _release(ReleaseRecord.get(keys.project(project_id), keys.release(version), consistent_read=True))
    except ReleaseRecord.DoesNotExist:
        return None


def get_release(project_id: str, version: str) -> Release:
    """Raises NotFound."""
    release = find_release(project_id, version)
    if release is None:
        raise NotFound("This project has no such release")
    return release


def find_releases(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Release]:
    """The releases that there are, by project id and version."""
    places = {
        (keys.project(project_id), keys.release(version)): (project_id, version) for project_id, version in wanted
    }
    rows = find_rows("core", list(places), consistent=True) if places else {}
    return {places[key]: _release(ReleaseRecord.from_raw_data(encode_row(row))) for key, row in rows.items()}


def delete_release(project_id: str, version: str) -> None:
    """Forget the release with its commits and deploys; events that name it keep doing so."""
    release = find_release(project_id, version)
    if release is None:
        return
    partition = keys.release_details(project_id, version)
    details = [(partition, str(row["sk"])) for row in query_rows("core", partition)]
    deploys = [
        (keys.deploys(project_id), str(row["sk"]).removeprefix(keys.DEPLOY))
        for row in query_rows("core", partition, first=keys.DEPLOY, last=keys.DEPLOY_END)
    ]
    listed = (keys.releases_by_date(project_id), keys.dated_release(release.date_created, version))
    delete_rows("core", [*details, *deploys, listed, (keys.project(project_id), keys.release(version))])
    _known_versions().discard((project_id, version))


def erase_release_rows(project_id: str) -> None:
    """Remove what hangs on the project's releases; their own rows are the project's. It may be done again."""
    prefix = keys.release("")
    for row in query_rows("core", keys.project(project_id), first=prefix, last=f"{prefix}\U0010ffff"):
        _erase_partition(keys.release_details(project_id, row["version"]))
    for partition in (keys.deploys(project_id), keys.releases_by_date(project_id)):
        _erase_partition(partition)


def list_releases(
    project_id: str, *, limit: int = MAX_COMPARED, before: tuple[str, str] | None = None
) -> list[Release]:
    """Up to *limit* of the project's releases, newest first by date, *before* the date and version of one of them."""
    _list_old_releases(project_id)
    partition = keys.releases_by_date(project_id)
    last = keys.dated_release(*before) if before else "~"
    rows = query_rows("core", partition, last=last, newest_first=True, page_size=min(limit + 1, 1000))
    versions = [row["version"] for row in islice((row for row in rows if row["sk"] != last), limit)]
    if not versions:
        return []
    found = find_releases((project_id, version) for version in versions)
    return [found[project_id, version] for version in versions if (project_id, version) in found]


def newest_release(project_id: str, package: str | None = None) -> ReleaseMark | None:
    """The last release in order, of a package when one is named. None when no event named one yet."""
    marks = list_marks(project_id)
    return newest(mark for mark in marks if package is None or package_of(mark.version) == package)


def list_marks(project_id: str) -> list[ReleaseMark]:
    """What ordering needs of the project's newest releases, at most MAX_COMPARED, newest first by date."""
    _list_old_releases(project_id)
    rows = query_rows("core", keys.releases_by_date(project_id), last="~", newest_first=True, page_size=1000)
    return [ReleaseMark(row["version"], row["sk"].partition("#")[0]) for row in islice(rows, MAX_COMPARED)]


def forget_known_versions() -> None:
    """For tests: a new stage knows no release."""
    _known_versions.cache_clear()
    _listed_projects.cache_clear()


@cache
def _known_versions() -> set[tuple[str, str]]:
    """What this process has noted, so that a hundred events of one release ask once."""
    return set()


@cache
def _listed_projects() -> set[str]:
    """Projects all of whose releases are listed by date, as far as this process knows."""
    return set()


def _put_if_absent(project_id: str, version: str, date_created: str) -> None:
    def write(transaction: TransactWrite) -> None:
        transaction.save(
            ReleaseRecord(keys.project(project_id), keys.release(version), version=version, date_created=date_created),
            condition=ReleaseRecord.pk.does_not_exist(),
        )
        dated = keys.dated_release(date_created, version)
        transaction.save(ReleaseDateRecord(keys.releases_by_date(project_id), dated, version=version))

    exists = Conflict("This release is known")
    if find_release(project_id, version) is not None:
        return
    try:
        write_transaction(write, exists)
    except Conflict as error:
        if error is not exists:
            raise


def _list_old_releases(project_id: str) -> None:
    """List by date what was stored before releases were listed so. Done once for a project; a marker tells."""
    listed = _listed_projects()
    if project_id in listed:
        return
    partition = keys.releases_by_date(project_id)
    if find_row("core", (partition, keys.ALL_LISTED)) is None:
        prefix = keys.release("")
        rows = query_rows("core", keys.project(project_id), first=prefix, last=f"{prefix}\U0010ffff", page_size=1000)
        dated = [
            {"pk": partition, "sk": keys.dated_release(row["date_created"], row["version"]), "version": row["version"]}
            for row in rows
        ]
        put_rows("core", [*dated, {"pk": partition, "sk": keys.ALL_LISTED}])
    if len(listed) >= MAX_REMEMBERED:
        listed.clear()
    listed.add(project_id)


def _erase_partition(partition: str) -> None:
    delete_rows("core", [(partition, str(row["sk"])) for row in query_rows("core", partition)])


def _release(record: ReleaseRecord) -> Release:
    fields = {name: getattr(record, name) for name in Release.__dataclass_fields__}
    counts = {name: int(fields[name] or 0) for name in ("commit_count", "deploy_count")}
    return Release(**{**fields, **counts})
