"""Source maps as the API reads and answers them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.artifacts.model import MAX_NAME_LENGTH, Bundle, BundleEntry, canonical_debug_id
from chalicelib.http.schemas import Answer, Body

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME_LENGTH)]
Version = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Position = Annotated[int, Field(ge=1, le=2**31)]


class ReleaseReference(Answer):
    version: str
    dist: str | None


class MappedRelease(ReleaseReference):
    """A release with files. *last_upload_at* is the last of them."""

    last_upload_at: str


class SourceMapStatus(Answer):
    """What a project has of source maps. *events_without_maps* counts those of the last 24 hours."""

    last_upload_at: str | None
    events_without_maps: int
    releases: list[MappedRelease]


class BundleAnswer(Answer):
    """An uploaded bundle. *detail* says why one ended with an error."""

    id: str
    state: Literal["not_found", "created", "assembling", "ok", "error"]
    releases: list[ReleaseReference]
    uploaded_at: str
    size_bytes: int
    files: int
    maps: int
    detail: str | None


class BundleFile(Answer):
    """A file of a bundle. *problem* says why frames in it stay minified."""

    name: str
    kind: str
    size_bytes: int
    debug_id: str | None
    map: str | None
    is_mapped: bool
    problem: str | None


class BundleDetail(BundleAnswer):
    """*contents* are the first 1,000 files."""

    contents: list[BundleFile]


class CheckBody(Body):
    """A position in a minified file, as a stack trace writes it: line and column count from 1."""

    url: Text
    debug_id: Text | None = None
    release: Version | None = None
    dist: Text | None = None
    line: Position | None = None
    column: Position | None = None


class CheckAnswer(Answer):
    """Whether a map is found, and where the position comes from. *problem* says what stands in the way."""

    found: bool
    problem: str | None
    source: str | None = None
    line: int | None = None
    column: int | None = None
    function: str | None = None
    context_line: str | None = None


class ApplyBody(Body):
    """*dry_run* says what would change and changes nothing. *issue_id* confines it to one issue's events."""

    dry_run: bool = False
    issue_id: Text | None = None


def answer_bundle(bundle: Bundle) -> BundleAnswer:
    return BundleAnswer(**_bundle_fields(bundle))


def answer_bundle_detail(bundle: Bundle, entries: list[BundleEntry]) -> BundleDetail:
    return BundleDetail(**_bundle_fields(bundle), contents=[_answer_file(entry) for entry in entries])


def debug_id_of(body: CheckBody) -> str | None:
    return canonical_debug_id(body.debug_id)


def _bundle_fields(bundle: Bundle) -> dict[str, object]:
    return {
        "id": bundle.bundle_id,
        "state": bundle.state,
        "releases": [ReleaseReference(version=version, dist=dist) for version, dist in bundle.releases],
        "uploaded_at": bundle.uploaded_at,
        "size_bytes": bundle.size_bytes,
        "files": bundle.file_count,
        "maps": bundle.map_count,
        "detail": bundle.detail,
    }


def _answer_file(entry: BundleEntry) -> BundleFile:
    return BundleFile(
        name=entry.name,
        kind=entry.kind,
        size_bytes=entry.size_bytes,
        debug_id=entry.debug_id,
        map=entry.map_name,
        is_mapped=entry.map is not None,
        problem=entry.problem,
    )
