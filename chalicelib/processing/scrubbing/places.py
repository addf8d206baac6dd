"""Where secrets are looked for in an event."""

from typing import Any, Final

Event = dict[str, Any]
Path = tuple[str | int, ...]

#: Parts of an event that hold free-form values, pairs or URLs.
WALKED: Final = ("request", "user", "contexts", "extra", "tags", "breadcrumbs", "spans", "csp")


def frames_with_vars(event: Event) -> list[tuple[dict[str, Any], Path]]:
    """Frames that have variables, with the path of those."""
    found: list[tuple[dict[str, Any], Path]] = []
    holders: list[tuple[Any, Path]] = [(event, ())]
    for interface in ("exception", "threads"):
        values = (event.get(interface) or {}).get("values") or ()
        holders += [(holder, (interface, "values", index)) for index, holder in enumerate(values) if holder]
    for holder, path in holders:
        for name in ("stacktrace", "raw_stacktrace"):
            for index, frame in enumerate((holder.get(name) or {}).get("frames") or ()):
                if frame and frame.get("vars"):
                    found.append((frame, (*path, name, "frames", index, "vars")))
    return found


def walked_parts(event: Event, frames: list[tuple[dict[str, Any], Path]]) -> list[Any]:
    """All that the walk may come to: source lines, the bulk of most events, are not among it."""
    exceptions = filter(None, (event.get("exception") or {}).get("values") or ())
    return [
        *map(event.get, (*WALKED, "logentry", "errors", "_meta")),
        *(frame["vars"] for frame, _ in frames),
        *((exception.get("value"), exception.get("mechanism")) for exception in exceptions),
    ]
