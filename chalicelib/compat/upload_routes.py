"""Uploads of source maps: chunks and their assembling, and files of a release one by one.

Newer clients assemble by organization, older ones for a release; either way it is the same kind of bundle here.
"""

from collections.abc import Sequence
from urllib.parse import unquote

from chalice.app import Request, Response

from chalicelib.artifacts.assembly import assemble_bundle
from chalicelib.artifacts.chunks import store_chunk
from chalicelib.artifacts.model import MAX_BUNDLE_BYTES, Assembly, Bundle, ReleaseFile
from chalicelib.artifacts.release_files import (
    delete_release_file,
    get_release_file,
    list_release_files,
    read_release_file_body,
    store_release_file,
)
from chalicelib.artifacts.store import delete_bundle, get_bundle, list_bundles
from chalicelib.compat.lookup import find_project_of, select_projects
from chalicelib.compat.release_schemas import (
    ArtifactBundle,
    AssembleAnswer,
    AssembleBody,
    BundleQuery,
    FileQuery,
    SentryFile,
    UploadOptions,
)
from chalicelib.compat.releases import get_shared_release
from chalicelib.compat.resource import SentryResource, answer_list
from chalicelib.config import settings
from chalicelib.errors import BadRequest, NotFound, TooLarge, ValidationFailed
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization, require_project
from chalicelib.http.pagination import decode_text_cursor, encode_cursor
from chalicelib.http.request import FormPart, inflate_part, read_form
from chalicelib.projects.store import Project

routes = SentryResource(__name__, tag="Sentry's API")

# Two chunks fit a request of a Lambda function even when they do not compress, base64 and multipart included.
CHUNK_BYTES = 2 * 1024 * 1024
CHUNKS_PER_REQUEST = 2
CONCURRENCY = 4
ACCEPTED = ("release_files", "artifact_bundles", "artifact_bundles_v2")
UPLOADS = "/0/organizations/{org_slug}/chunk-upload"
FILES = "/0/organizations/{org_slug}/releases/{version}/files"
PROJECT_FILES = "/0/projects/{org_slug}/{project_slug}/releases/{version}/files"


@routes.endpoint("GET", UPLOADS, access="project:releases")
def show_upload_options(actor: Actor, org_slug: str) -> UploadOptions:
    """In which pieces uploads come, and what may be uploaded."""
    require_organization(actor, org_slug)
    return UploadOptions(
        url=f"{settings().public_url}/api/0/organizations/{org_slug}/chunk-upload/",
        chunk_size=CHUNK_BYTES,
        chunks_per_request=CHUNKS_PER_REQUEST,
        max_file_size=MAX_BUNDLE_BYTES,
        max_request_size=CHUNKS_PER_REQUEST * CHUNK_BYTES,
        concurrency=CONCURRENCY,
        hash_algorithm="sha1",
        compression=["gzip"],
        accept=list(ACCEPTED),
    )


@routes.endpoint("POST", UPLOADS, access="project:releases", errors=(BadRequest, TooLarge), answer=None)
def upload_chunks(actor: Actor, org_slug: str, request: Request) -> Response:
    """Keep chunks: parts named `file`, or `file_gzip`, whose file name is the SHA-1 of what is in them."""
    access = require_organization(actor, org_slug)
    chunks = [part for part in read_form(request) if part.name in {"file", "file_gzip"}]
    if not chunks:
        raise BadRequest("Expected parts named file or file_gzip")
    for part in chunks:
        content = inflate_part(part.content, CHUNK_BYTES) if part.name == "file_gzip" else part.content
        store_chunk(access.organization_id, (part.file_name or "").lower(), content)
    return Response("", status_code=200, headers={})


@routes.endpoint("POST", "/0/organizations/{org_slug}/artifactbundle/assemble", access="project:releases")
def assemble(actor: Actor, org_slug: str, body: AssembleBody) -> AssembleAnswer:
    """Start to put a bundle together, or say where that stands; ask again until it is `ok` or `error`."""
    return _assemble(actor, _writable(actor, org_slug, body.projects), body, body.version)


@routes.endpoint("POST", "/0/organizations/{org_slug}/releases/{version}/assemble", access="project:releases")
def assemble_for_release(actor: Actor, org_slug: str, version: str, body: AssembleBody) -> AssembleAnswer:
    """As above, for one release."""
    access = require_organization(actor, org_slug)
    shared = get_shared_release(select_projects(actor, access, body.projects), unquote(version))
    projects = [require_project(actor, project.project_id, "write") for project in shared.projects]
    return _assemble(actor, projects, body, shared.version)


@routes.endpoint("GET", FILES, access="project:releases", answer=list[SentryFile])
def list_shared_files(actor: Actor, org_slug: str, version: str, query: FileQuery, request: Request) -> Response:
    """The files of a release that were uploaded one by one."""
    access = require_organization(actor, org_slug)
    projects = get_shared_release(select_projects(actor, access, ()), unquote(version)).projects
    return _list_files(request, projects, unquote(version), query)


@routes.endpoint("POST", FILES, access="project:releases", status=201, errors=(BadRequest, TooLarge))
def upload_shared_file(actor: Actor, org_slug: str, version: str, request: Request) -> SentryFile:
    """Keep a file of a release under the URL it is served from."""
    access = require_organization(actor, org_slug)
    shared = get_shared_release(select_projects(actor, access, ()), unquote(version))
    projects = [require_project(actor, project.project_id, "write") for project in shared.projects]
    return _upload_file(projects, shared.version, request)


@routes.endpoint("GET", f"{FILES}/{{file_id}}", access="project:releases", errors=(NotFound,), answer=SentryFile)
def show_shared_file(actor: Actor, org_slug: str, version: str, file_id: str, query: FileQuery) -> Response:
    """One file of a release; with `download=1` its content."""
    access = require_organization(actor, org_slug)
    projects = select_projects(actor, access, ())
    return _show_file(projects, unquote(version), file_id, is_wanted=bool(query.download))


@routes.endpoint("DELETE", f"{FILES}/{{file_id}}", access="project:releases")
def delete_shared_file(actor: Actor, org_slug: str, version: str, file_id: str) -> None:
    """Take a file of a release away."""
    access = require_organization(actor, org_slug)
    _delete_file(actor, select_projects(actor, access, ()), unquote(version), file_id)


@routes.endpoint("GET", PROJECT_FILES, access="project:releases", answer=list[SentryFile])
def list_project_files(
    actor: Actor, org_slug: str, project_slug: str, version: str, query: FileQuery, request: Request
) -> Response:
    """The files of a project's release that were uploaded one by one."""
    _, project = find_project_of(actor, org_slug, project_slug)
    get_shared_release([project], unquote(version))
    return _list_files(request, [project], unquote(version), query)


@routes.endpoint("POST", PROJECT_FILES, access="project:releases", status=201, errors=(BadRequest, TooLarge))
def upload_project_file(actor: Actor, org_slug: str, project_slug: str, version: str, request: Request) -> SentryFile:
    """Keep a file of a project's release under the URL it is served from."""
    _, project = find_project_of(actor, org_slug, project_slug, "write")
    return _upload_file([project], get_shared_release([project], unquote(version)).version, request)


@routes.endpoint("DELETE", f"{PROJECT_FILES}/{{file_id}}", access="project:releases")
def delete_project_file(actor: Actor, org_slug: str, project_slug: str, version: str, file_id: str) -> None:
    """Take a file of a project's release away."""
    _, project = find_project_of(actor, org_slug, project_slug, "write")
    _delete_file(actor, [project], unquote(version), file_id)


@routes.endpoint(
    "GET",
    "/0/projects/{org_slug}/{project_slug}/files/artifact-bundles",
    access="project:releases",
    answer=list[ArtifactBundle],
)
def list_artifact_bundles(
    actor: Actor, org_slug: str, project_slug: str, query: BundleQuery, request: Request
) -> Response:
    """A project's bundles, newest first."""
    access, project = find_project_of(actor, org_slug, project_slug)
    bundles, following = list_bundles(
        access.organization_id,
        project_id=project.project_id,
        before=decode_text_cursor(query.cursor or None),
        limit=query.page_size,
    )
    return answer_list(
        request, [_answer_bundle(bundle) for bundle in bundles], encode_cursor(following) if following else None
    )


@routes.endpoint("DELETE", "/0/projects/{org_slug}/{project_slug}/files/artifact-bundles", access="project:releases")
def delete_artifact_bundle(actor: Actor, org_slug: str, project_slug: str, query: BundleQuery) -> None:
    """Delete the bundle that `bundleId` names, in all its projects."""
    access, project = find_project_of(actor, org_slug, project_slug, "write")
    bundle = get_bundle(access.organization_id, query.bundle_id or "")
    if project.project_id not in bundle.project_ids:
        raise NotFound("This project has no such bundle")
    for project_id in bundle.project_ids:
        require_project(actor, project_id, "write")
    delete_bundle(access.organization_id, bundle.bundle_id)


def _writable(actor: Actor, org_slug: str, wanted: Sequence[str]) -> list[Project]:
    access = require_organization(actor, org_slug)
    if not wanted:
        raise ValidationFailed("Which projects?", fields={"projects": "expected at least one slug"})
    found = select_projects(actor, access, wanted)
    return [require_project(actor, project.project_id, "write") for project in found]


def _assemble(actor: Actor, projects: Sequence[Project], body: AssembleBody, version: str | None) -> AssembleAnswer:
    assembly = assemble_bundle(
        projects[0].organization_id,
        checksum=body.checksum,
        chunks=body.chunks,
        project_ids=[project.project_id for project in projects],
        version=version or None,
        dist=body.dist or None,
        requested_by=actor.user_id,
    )
    return answer_assembly(assembly)


def answer_assembly(assembly: Assembly) -> AssembleAnswer:
    return AssembleAnswer(state=assembly.state, missing_chunks=list(assembly.missing_chunks), detail=assembly.detail)


def _list_files(request: Request, projects: Sequence[Project], version: str, query: FileQuery) -> Response:
    only = projects[0].project_id if len(projects) == 1 else None
    files, following = list_release_files(
        projects[0].organization_id,
        version,
        project_id=only,
        name=query.query,
        checksum=query.checksum[0] if query.checksum else None,
        after=decode_text_cursor(query.cursor or None),
        limit=query.page_size,
    )
    readable = {project.project_id for project in projects}
    shown = [_answer_file(file) for file in files if readable & file.project_ids]
    return answer_list(request, shown, encode_cursor(following) if following else None)


def _upload_file(projects: Sequence[Project], version: str, request: Request) -> SentryFile:
    parts = read_form(request)
    content = next((part for part in parts if part.name in {"file", "file_gzip"}), None)
    if content is None:
        raise BadRequest("Expected a part named file")
    file = store_release_file(
        projects[0].organization_id,
        [project.project_id for project in projects],
        version,
        _field(parts, "name") or content.file_name or "",
        _field(parts, "dist"),
        dict(_headers(parts)),
        content.content,
    )
    return _answer_file(file)


def _field(parts: Sequence[FormPart], name: str) -> str | None:
    return next((part.text for part in parts if part.name == name and part.text), None)


def _headers(parts: Sequence[FormPart]) -> list[tuple[str, str]]:
    """`header` parts such as `Sourcemap:app.js.map`."""
    told = (part.text.partition(":") for part in parts if part.name == "header")
    return [(name.strip(), value.strip()) for name, colon, value in told if colon]


def _show_file(projects: Sequence[Project], version: str, file_id: str, *, is_wanted: bool) -> Response:
    file = _get_file(projects, version, file_id)
    if not is_wanted:
        return Response(
            _answer_file(file).model_dump_json(), status_code=200, headers={"Content-Type": "application/json"}
        )
    body = read_release_file_body(projects[0].organization_id, version, file_id)
    return Response(body, status_code=200, headers={"Content-Type": "application/octet-stream"})


def _delete_file(actor: Actor, projects: Sequence[Project], version: str, file_id: str) -> None:
    for project_id in _get_file(projects, version, file_id).project_ids:
        require_project(actor, project_id, "write")
    delete_release_file(projects[0].organization_id, version, file_id)


def _get_file(projects: Sequence[Project], version: str, file_id: str) -> ReleaseFile:
    if not projects:
        raise NotFound("This release has no such file")
    file = get_release_file(projects[0].organization_id, version, file_id)
    if not file.project_ids & {project.project_id for project in projects}:
        raise NotFound("This release has no such file")
    return file


def _answer_file(file: ReleaseFile) -> SentryFile:
    return SentryFile(
        id=file.file_id,
        name=file.name,
        dist=file.dist,
        headers=file.headers,
        sha1=file.sha1,
        size=file.size_bytes,
        date_created=file.created_at,
    )


def _answer_bundle(bundle: Bundle) -> ArtifactBundle:
    return ArtifactBundle(
        bundle_id=bundle.bundle_id,
        associations=[{"release": version, "dist": dist} for version, dist in bundle.releases],
        date=bundle.uploaded_at,
        date_modified=bundle.uploaded_at,
        file_count=bundle.file_count,
    )
