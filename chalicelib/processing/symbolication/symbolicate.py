"""The step that maps an event's minified frames: what lacks a map stays as it came, and says why.

It reads artifacts of the event's own project only. What a map's storage cannot hand over right now raises, so that the
event comes again; a map that is damaged or deleted is a problem of its frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.artifacts.lookup import Found, find_map, last_upload, look_up
from chalicelib.artifacts.maps.mappings import InvalidMap
from chalicelib.artifacts.maps.read import UnreadableForm
from chalicelib.artifacts.model import MapReference, Original
from chalicelib.errors import NotFound
from chalicelib.processing.symbolication.frames import (
    Event,
    Frame,
    apply_position,
    is_javascript,
    is_mappable,
    keep_raw_trace,
    list_traces,
    name_functions,
    plain_url,
    read_debug_ids,
    say_problem,
    url_of,
)

NEVER_UPLOADED: Final = "No source maps were uploaded for this project yet; see Source maps in its settings"
NO_COLUMN: Final = "The frame has no column, without which a position in a minified line cannot be told"
NOT_COVERED: Final = "The map says nothing about this position; the file may be of another build than its map"
MAX_MISSING: Final = 20


@dataclass(slots=True)
class Symbolicated:
    """What became of an event: how many frames were mapped, and what an upload has to bring for the others."""

    mapped: int = 0
    missing: set[str] = field(default_factory=set)


def symbolicate(event: Event, project_id: str) -> Symbolicated:
    """Map what can be mapped, in place. Doing so again maps only what lacked a map before."""
    outcome = Symbolicated()
    # Frames of JavaScript come in other platforms' events too; they are rare, and asked one by one.
    traces = [
        (holder, frames, indexes)
        for holder, frames in list_traces(event)
        if (indexes := [index for index, frame in enumerate(frames) if is_mappable(frame, event.get("platform"))])
    ]
    if not traces:
        return outcome
    files = _Files(event, project_id)
    if last_upload(project_id) is None:
        _note_never_uploaded(traces, files, outcome, is_web=is_javascript(event))
        return outcome
    for holder, frames, indexes in traces:
        _map_trace(holder, frames, indexes, files, outcome)
    return outcome


class _Files:
    """The maps of one event's files, each looked for once."""

    def __init__(self, event: Event, project_id: str) -> None:
        release, dist = event.get("release"), event.get("dist")
        self._project_id = project_id
        self._version = release if isinstance(release, str) and release else None
        self._dist = dist if isinstance(dist, str) and dist else None
        self._debug_ids = read_debug_ids(event)
        self._found: dict[str, Found] = {}

    def find(self, frame: Frame) -> Found:
        url = url_of(frame)
        if url not in self._found:
            self._found[url] = find_map(
                self._project_id,
                debug_id=self.debug_id_of(frame),
                version=self._version,
                dist=self._dist,
                url=url,
            )
        return self._found[url]

    def debug_id_of(self, frame: Frame) -> str | None:
        return self._debug_ids.get(plain_url(url_of(frame)))

    def key_of(self, frame: Frame) -> str | None:
        """What an upload has to bring for the frame."""
        release = f"{self._version}\0{self._dist or ''}" if self._version else None
        return self.debug_id_of(frame) or release


def _map_trace(
    holder: dict[str, Any], frames: list[Any], indexes: Sequence[int], files: _Files, outcome: Symbolicated
) -> None:
    positions: dict[int, Original] = {}
    maps: dict[int, str] = {}
    for index in indexes:
        frame = frames[index]
        found = files.find(frame)
        if found.reference is None:
            say_problem(frame, found.problem or NOT_COVERED)
            if found.key and len(outcome.missing) < MAX_MISSING:
                outcome.missing.add(found.key)
            continue
        position, problem = _look_up(found.reference, frame)
        if position is None:
            say_problem(frame, problem)
        else:
            positions[index], maps[index] = position, url_of(frame)
    if not positions:
        return
    keep_raw_trace(holder, frames)
    for index, position in positions.items():
        apply_position(frames[index], position, maps[index])
    name_functions(frames, positions)
    outcome.mapped += len(positions)


def _look_up(reference: MapReference, frame: Frame) -> tuple[Original | None, str]:
    if not frame.get("colno"):
        return None, NO_COLUMN
    try:
        original = look_up(reference, frame["lineno"], frame["colno"])
    except (UnreadableForm, InvalidMap) as error:
        return None, f"The map cannot be read ({error}); upload it again"
    except NotFound:
        return None, "The map was deleted; upload it again"
    return original, NOT_COVERED


def _note_never_uploaded(
    traces: Sequence[tuple[dict[str, Any], list[Any], list[int]]], files: _Files, outcome: Symbolicated, *, is_web: bool
) -> None:
    """Only what certainly was built is asked for: a server's own files need no map where nobody uploads any."""
    for _, frames, indexes in traces:
        for index in indexes:
            frame = frames[index]
            key = files.key_of(frame)
            looks_built = files.debug_id_of(frame) or (is_web and "://" in url_of(frame))
            if looks_built and not frame.get("context_line"):
                say_problem(frame, NEVER_UPLOADED)
                if key and len(outcome.missing) < MAX_MISSING:
                    outcome.missing.add(key)
