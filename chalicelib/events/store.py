"""One event: found by project and event id, read from its pack. An event lives as long as its row and its issue do."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.encryption import get_data_key
from chalicelib.aws.rows import find_row, find_rows, is_live
from chalicelib.errors import NotFound
from chalicelib.events.packs import read_blob, read_blobs
from chalicelib.events.rows import EventPlace, EventRow, event_key, open_summary, place_from_row
from chalicelib.issues.store import Issue, find_issue_text, find_own_issue
from chalicelib.times import format_time

PACK_READERS = 8


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """*event* is the normalized JSON, {} where a budget left the body out. *grouping* says why it belongs to its issue.

    That is kept once, with the issue: what contributes is the same for all of its events, or their hash would differ.
    *culprit* is the event's own, None in bodies of older versions.
    """

    row: EventRow
    event: dict[str, Any]
    grouping: dict[str, Any]
    generation: int
    culprit: str | None = None
    is_body_kept: bool = True


def get_event(project_id: str, event_id: str) -> StoredEvent:
    """The event in full. Raises NotFound when it is unknown, has expired, or its issue was deleted."""
    place = find_place(project_id, event_id)
    if place is None or not is_current(place, find_own_issue(project_id, place.issue_id)):
        raise NotFound("This event does not exist")
    body = read_blob(project_id, event_id, place.pack, place.offset, place.length) if place.has_body else {}
    text = find_issue_text(project_id, place.issue_id)
    return StoredEvent(
        row=event_row(project_id, place),
        event=body.get("event", {}),
        grouping=text.grouping if text else {},
        generation=place.generation,
        culprit=body.get("culprit"),
        is_body_kept=place.has_body,
    )


def read_bodies(project_id: str, event_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Events in full, by id, of those that are there and whose body is kept. Each pack is read once."""
    packs: dict[str, dict[str, tuple[int, int]]] = {}
    for place in find_places(project_id, event_ids).values():
        if place.has_body:
            packs.setdefault(place.pack, {})[place.event_id] = (place.offset, place.length)
    with ThreadPoolExecutor(PACK_READERS) as readers:
        read = readers.map(lambda pack: _read_pack(project_id, *pack), packs.items())
        return {event_id: blob["event"] for blobs in read for event_id, blob in blobs.items()}


def _read_pack(project_id: str, pack: str, blobs: dict[str, tuple[int, int]]) -> dict[str, dict[str, Any]]:
    try:
        return read_blobs(project_id, pack, blobs)
    except NotFound:
        return {}


def find_event_projects(event_id: str, project_ids: Iterable[str]) -> list[str]:
    """Those of the projects that hold the event, the one that received it last first."""
    owners = {event_key(project_id, event_id): project_id for project_id in project_ids}
    now = time.time()
    rows = [(key, row) for key, row in find_rows("hot", list(owners)).items() if is_live(row, now)]
    return [owners[key] for key, _ in sorted(rows, key=lambda found: found[1]["received_ms"], reverse=True)]


def find_place(project_id: str, event_id: str) -> EventPlace | None:
    row = find_row("hot", event_key(project_id, event_id))
    return place_from_row(row) if row and is_live(row, time.time()) else None


def find_places(project_id: str, event_ids: Iterable[str]) -> dict[str, EventPlace]:
    now = time.time()
    rows = find_rows("hot", [event_key(project_id, event_id) for event_id in event_ids])
    places = (place_from_row(row) for row in rows.values() if is_live(row, now))
    return {place.event_id: place for place in places}


def event_row(project_id: str, place: EventPlace) -> EventRow:
    return open_summary(get_data_key(project_id), place, format_ms(place.received_ms))


def is_current(place: EventPlace, issue: Issue | None) -> bool:
    """Whether the event's issue still is the one it was counted for."""
    return issue is not None and issue.deleted_at is None and issue.generation == place.generation


def format_ms(milliseconds: int) -> str:
    return format_time(datetime.fromtimestamp(milliseconds / 1000, UTC))
