"""A project's source maps: what was uploaded, what is missing, whether a position can be mapped."""

from datetime import timedelta

from chalicelib.artifacts.deletion import remove_bundle
from chalicelib.artifacts.lookup import find_map, kept_maps, look_up
from chalicelib.artifacts.maps.mappings import InvalidMap
from chalicelib.artifacts.maps.read import UnreadableForm
from chalicelib.artifacts.schemas import (
    ApplyBody,
    BundleAnswer,
    BundleDetail,
    CheckAnswer,
    CheckBody,
    MappedRelease,
    SourceMapStatus,
    answer_bundle,
    answer_bundle_detail,
    debug_id_of,
)
from chalicelib.artifacts.store import (
    find_last_upload,
    get_bundle,
    list_bundle_entries,
    list_bundles,
    list_mapped_releases,
)
from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.jobs.serializers import JobAnswer, start_job
from chalicelib.organizations.audit import audit
from chalicelib.projects.statistics import UNMAPPED, get_hours
from chalicelib.times import utc_now

MAX_FILES_SHOWN = 1000
DAY = timedelta(hours=24)

routes = Resource(__name__, tag="source maps")


@routes.endpoint("GET", "/projects/{project_id}/source-maps", access="project:read")
def show_source_maps(project_id: str, actor: Actor) -> SourceMapStatus:
    """Show when maps were last uploaded, for which releases, and how many events of the last day lacked one."""
    require_project(actor, project_id)
    now = utc_now()
    hours = get_hours(project_id, now - DAY, now)
    return SourceMapStatus(
        last_upload_at=find_last_upload(project_id),
        events_without_maps=sum(hour.counts.get(UNMAPPED, 0) for hour in hours),
        releases=[
            MappedRelease(version=version, dist=dist, last_upload_at=at)
            for version, dist, at in list_mapped_releases(project_id)
        ],
    )


@routes.endpoint("GET", "/projects/{project_id}/source-maps/bundles", access="project:read")
def show_bundles(project_id: str, actor: Actor, query: PageQuery) -> Page[BundleAnswer]:
    """List the project's uploaded bundles, newest first."""
    project = require_project(actor, project_id)
    before = decode_text_cursor(query.cursor)
    bundles, following = list_bundles(project.organization_id, project_id=project_id, before=before, limit=query.limit)
    return page_of([answer_bundle(bundle) for bundle in bundles], following)


@routes.endpoint("GET", "/projects/{project_id}/source-maps/bundles/{bundle_id}", access="project:read")
def show_bundle(project_id: str, bundle_id: str, actor: Actor) -> BundleDetail:
    """Show a bundle with its files, and what is wrong with each."""
    project = require_project(actor, project_id)
    bundle = get_bundle(project.organization_id, bundle_id)
    if project_id not in bundle.project_ids:
        raise NotFound("This project has no such bundle")
    try:
        entries = list_bundle_entries(project.organization_id, bundle_id)[:MAX_FILES_SHOWN]
    except NotFound:
        entries = []
    return answer_bundle_detail(bundle, entries)


@routes.endpoint("DELETE", "/projects/{project_id}/source-maps/bundles/{bundle_id}", access="project:releases")
def delete_project_bundle(project_id: str, bundle_id: str, actor: Actor) -> None:
    """Take a bundle away from the project. Events that were mapped with it stay as they are."""
    project = require_project(actor, project_id, "write")
    remove_bundle(project.organization_id, bundle_id, project_id)
    audit(project.organization_id, actor, "source_maps.delete", project_id, bundle=bundle_id)


@routes.endpoint("POST", "/projects/{project_id}/source-maps/check", access="project:read", status=200)
def check_position(project_id: str, actor: Actor, body: CheckBody) -> CheckAnswer:
    """Say whether a minified file has a map, and where a position in it comes from.

    It looks as the worker does for an event: by debug id, then by release, dist and URL.
    """
    require_project(actor, project_id)
    # Who checks has often just uploaded.
    kept_maps().uploads.pop(project_id, None)
    found = find_map(project_id, debug_id=debug_id_of(body), version=body.release, dist=body.dist, url=body.url)
    if found.reference is None or body.line is None or body.column is None:
        return CheckAnswer(found=found.reference is not None, problem=found.problem)
    try:
        original = look_up(found.reference, body.line, body.column)
    except (UnreadableForm, InvalidMap, NotFound):
        return CheckAnswer(found=True, problem="The map cannot be read any more; upload it again")
    if original is None:
        return CheckAnswer(found=True, problem="The map says nothing about this position")
    return CheckAnswer(
        found=True,
        problem=None,
        source=original.source,
        line=original.line,
        column=original.column,
        function=original.scope or original.name,
        context_line=original.lines[1][:200] if original.lines else None,
    )


@routes.endpoint("POST", "/projects/{project_id}/source-maps/apply", access="event:write", status=202)
def apply_source_maps(project_id: str, actor: Actor, body: ApplyBody) -> JobAnswer:
    """Map the events of the last seven days that lacked maps, and group them anew.

    Uploads do so by themselves. The job's result says how many events were mapped and which issues they moved to.
    """
    project = require_project(actor, project_id, "write")
    return start_job(
        project,
        "apply_late_maps",
        actor.user_id,
        {"is_dry_run": body.dry_run, "issue_id": body.issue_id},
    )
