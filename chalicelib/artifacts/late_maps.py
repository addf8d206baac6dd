"""The job after an upload: stored events of the last seven days that lacked its maps are mapped and grouped anew.

Events move with their counts, each once, however often a slice runs. A dry run moves nothing and says what would.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from chalicelib.artifacts.lookup import kept_maps, release_name
from chalicelib.artifacts.store import bundle_of, find_bundle_record, list_bundle_entries
from chalicelib.artifacts.unmapped import UnmappedBatch, list_unmapped, replace_unmapped
from chalicelib.aws.encryption import get_data_key
from chalicelib.aws.leases import take_lease
from chalicelib.errors import NotFound
from chalicelib.events.packs import blank_blobs, store_pack
from chalicelib.events.rows import EventPlace, NewEvent
from chalicelib.events.store import format_ms, read_bodies
from chalicelib.issues.counting import Committed
from chalicelib.issues.counting_plans import BatchScope
from chalicelib.issues.merging import Moving, find_movable, move_events
from chalicelib.issues.store import find_own_issues
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job, create_job
from chalicelib.messages import EventMessage, JobMessage, send_job
from chalicelib.processing.pipeline import process_again
from chalicelib.processing.project_batch import add_facets, new_scope, post_tags
from chalicelib.processing.project_cache import EventProject, find_event_project
from chalicelib.times import utc_now

BATCHES_A_SLICE = 5
#: Files of a release come one by one: they wait for each other, and the sweep starts what nobody sent.
GATHERING_SECONDS = 600


@dataclass(slots=True)
class _Tally:
    """What became of the events so far; kept as the job's position between slices."""

    seen: int = 0
    mapped: int = 0
    moved: int = 0
    by_issue: dict[str, dict[str, int]] = field(default_factory=dict)


def start_late_maps(
    organization_id: str,
    project_id: str,
    *,
    bundle_id: str | None = None,
    release: tuple[str, str | None] | None = None,
    issue_id: str | None = None,
    is_dry_run: bool = False,
    requested_by: str | None = None,
) -> Job:
    """A job for what one bundle, one release or one issue concerns; all that lacks maps when none is named."""
    now = utc_now()
    arguments = {
        "bundle_id": bundle_id,
        "release": release_name(*release) if release else None,
        "issue_id": issue_id,
        "is_dry_run": is_dry_run,
    }
    job = create_job(
        organization_id,
        "apply_late_maps",
        project_id=project_id,
        requested_by=requested_by,
        arguments=arguments,
        now=now,
    )
    send_job(JobMessage(organization_id, job.id, job.kind))
    return job


def gather_late_maps(organization_id: str, project_id: str, version: str, dist: str | None) -> None:
    """Note that a release got another map: at most one job in ten minutes, which begins when they have passed."""
    window = int(time.time()) // GATHERING_SECONDS
    lease = f"late-maps#{release_name(version, dist)}"[:900]
    if take_lease(project_id, lease, window, tokens=1, limit=1, ends_at=(window + 1) * GATHERING_SECONDS):
        create_job(
            organization_id,
            "apply_late_maps",
            project_id=project_id,
            requested_by=None,
            arguments={"release": release_name(version, dist)},
            now=utc_now(),
        )


def apply_late_maps_slice(job: Job, now: datetime) -> Progress:
    """Work through the next batches of events. The position is the last batch and what became of all so far."""
    position: dict[str, Any] = job.position or {"after": None, "tally": {}}
    tally = _Tally(**position["tally"])
    if job.position is None:
        # This process may remember that it did not find what has come since.
        kept_maps.cache_clear()
    project = find_event_project(str(job.project_id))
    wanted = _wanted(job)
    batches = list(islice(list_unmapped(str(job.project_id), position["after"]), BATCHES_A_SLICE)) if project else []
    for batch in batches:
        assert project is not None  # noqa: S101 - no project, no batches
        _apply_batch(project, batch, wanted, job.arguments, now, tally)
    result = {"events": tally.seen, "mapped": tally.mapped, "moved": tally.moved, "issues": tally.by_issue}
    if len(batches) < BATCHES_A_SLICE:
        return Progress(tally.seen, tally.seen, None, result | {"dry_run": bool(job.arguments.get("is_dry_run"))})
    following = {"after": batches[-1].position, "tally": _fields(tally)}
    return Progress(tally.seen, tally.seen, following)


def _fields(tally: _Tally) -> dict[str, Any]:
    return {"seen": tally.seen, "mapped": tally.mapped, "moved": tally.moved, "by_issue": tally.by_issue}


def _wanted(job: Job) -> frozenset[str] | None:
    """What the upload may have brought; None for everything."""
    if job.arguments.get("release"):
        return frozenset([job.arguments["release"]])
    if not job.arguments.get("bundle_id"):
        return None
    try:
        entries = list_bundle_entries(job.organization_id, job.arguments["bundle_id"])
    except NotFound:
        return frozenset()
    bundle = find_bundle_record(job.organization_id, job.arguments["bundle_id"])
    releases = {release_name(*release) for release in bundle_of(bundle).releases} if bundle else set()
    return frozenset({entry.debug_id for entry in entries if entry.debug_id} | releases)


def _apply_batch(
    project: EventProject,
    batch: UnmappedBatch,
    wanted: frozenset[str] | None,
    arguments: Mapping[str, Any],
    now: datetime,
    tally: _Tally,
) -> None:
    lacking = {i: lacks for i, lacks in batch.lacking.items() if wanted is None or not wanted.isdisjoint(lacks)}
    places = find_movable(project.project_id, lacking, now.timestamp())
    if arguments.get("issue_id"):
        places = {i: place for i, place in places.items() if place[0].issue_id == arguments["issue_id"]}
    if not places:
        return
    key = get_data_key(project.project_id)
    bodies = read_bodies(project.project_id, places)
    tally.seen += len(bodies)
    processed = {
        event_id: again
        for event_id, body in bodies.items()
        if (again := process_again(_message(project, places[event_id][0]), body, project, key)) is not None
    }
    tally.mapped += len(processed)
    movings = _movings(places, processed)
    if arguments.get("is_dry_run"):
        _count(tally, movings)
        return
    moved = _move(project, movings, now)
    _count(tally, moved)
    _note_rest(project.project_id, batch, moved)


def _message(project: EventProject, place: EventPlace) -> EventMessage:
    """What is known of an event's arrival."""
    return EventMessage(
        project_id=project.project_id,
        organization_id=project.organization_id,
        key_id="",
        event_id=place.event_id,
        received_at=format_ms(place.received_ms),
        kind="event",
        body=b"",
    )


def _movings(places: Mapping[str, tuple[EventPlace, int]], processed: Mapping[str, NewEvent]) -> list[Moving]:
    movings, offset = [], 0
    for event_id, event in processed.items():
        place, expires_at = places[event_id]
        movings.append(Moving(place, replace(event, offset=offset, received_ms=place.received_ms), expires_at))
        offset += len(event.blob)
    return movings


def _move(project: EventProject, movings: Sequence[Moving], now: datetime) -> list[Moving]:
    """Store the new bytes, find tags of their issues first as always, then move, and last blank the old bytes."""
    if not movings:
        return []
    scope = new_scope(project, now)
    store_pack(scope.pack, [moving.event.blob for moving in movings])
    by_issue: dict[str, list[NewEvent]] = {}
    for moving in movings:
        if moving.event.issue_id != moving.place.issue_id:
            by_issue.setdefault(moving.event.issue_id, []).append(moving.event)
    post_tags(scope, by_issue)
    moved = move_events(scope, movings)
    _add_facets(scope, moved)
    packs: dict[str, list[tuple[int, int]]] = {}
    for moving in moved:
        packs.setdefault(moving.place.pack, []).append((moving.place.offset, moving.place.length))
    for pack, frames in packs.items():
        blank_blobs(pack, frames)
    return moved


def _add_facets(scope: BatchScope, moved: Sequence[Moving]) -> None:
    """Facets of the issues that events came to. Those of the issues they left keep what they had counted."""
    by_issue: dict[str, list[NewEvent]] = {}
    for moving in moved:
        if moving.event.issue_id != moving.place.issue_id:
            by_issue.setdefault(moving.event.issue_id, []).append(moving.event)
    issues = find_own_issues(scope.project_id, by_issue)
    add_facets(scope, [Committed(issues[issue_id], events, None) for issue_id, events in by_issue.items()])


def _count(tally: _Tally, movings: Sequence[Moving]) -> None:
    for moving in movings:
        source, target = moving.place.issue_id, moving.event.issue_id
        if source != target:
            tally.moved += 1
            targets = tally.by_issue.setdefault(source, {})
            targets[target] = targets.get(target, 0) + 1


def _note_rest(project_id: str, batch: UnmappedBatch, moved: Sequence[Moving]) -> None:
    """What is still lacking: everything of events that did not move, and the rest of those that did."""
    rest = dict(batch.lacking)
    for moving in moved:
        rest.pop(moving.event.event_id, None)
        if moving.event.lacks_maps:
            rest[moving.event.event_id] = moving.event.lacks_maps
    if rest != batch.lacking:
        replace_unmapped(project_id, batch.position, rest)
