"""How many entries each list and object of an event may have; what is beyond is left out before anybody looks at it.

Whoever has a DSN may send 30,000 exceptions in a few kilobytes, and others' events wait while they are read. The caps
lie above what SDKs send: they keep 100 breadcrumbs, and the deepest chains known have some 50 exceptions.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path

Event = dict[str, Any]

#: Lists in `values`, and how many of the first are kept when there are more; the rest of the cap are the last ones.
VALUES: Final = {"exception": (50, 10), "threads": (250, 250), "breadcrumbs": (250, 0)}
#: Where lists and objects with any number of entries may stand.
CAPS: Final[dict[tuple[str, ...], int]] = {
    ("tags",): 250,
    ("fingerprint",): 100,
    ("spans",): 1_000,
    ("errors",): 100,
    ("contexts",): 100,
    ("extra",): 2_000,
    ("modules",): 2_000,
    ("user",): 200,
    ("debug_meta", "images"): 1_500,
    ("request", "headers"): 1_000,
    ("request", "cookies"): 1_000,
    ("request", "query_string"): 1_000,
    ("request", "env"): 500,
    ("sdk", "integrations"): 250,
    ("sdk", "features"): 250,
    ("sdk", "packages"): 250,
    ("transaction_info", "changes"): 100,
    ("template", "pre_context"): 100,
    ("template", "post_context"): 100,
}
#: Frames of all traces together. A trace has at most 250; a program that hangs reports some hundred threads of 40.
MAX_FRAMES: Final = 4_000
#: Of one context; what is left is cut to 8 KB.
MAX_CONTEXT_FIELDS: Final = 500
TRACES: Final = ("stacktrace", "raw_stacktrace")
MAX_TRACE_FRAMES: Final = 250
KEPT_OUTERMOST: Final = 50


def cut_lists(event: Event, meta: Meta) -> Event:
    """The event with no list or object longer than its cap, each cut noted. What is given stays as it is."""
    kept = dict(event)
    for name, (cap, first) in VALUES.items():
        _cut_values(kept, name, cap, first, meta)
    for path, cap in CAPS.items():
        _cut_at(kept, path, cap, meta)
    _cut_contexts(kept, meta)
    _cut_frames(kept, meta)
    return kept


def _cut_values(event: Event, name: str, cap: int, first: int, meta: Meta) -> None:
    given = event.get(name)
    values = given.get("values") if type(given) is dict else given
    if type(values) is not list or len(values) <= cap:
        return
    meta.fewer((name, "values"), len(values))
    cut = [*values[:first], *values[len(values) - (cap - first) :]]
    event[name] = {**given, "values": cut} if type(given) is dict else cut


def _cut_at(event: Event, path: tuple[str, ...], cap: int, meta: Meta) -> None:
    holder: Any = event
    for name in path[:-1]:
        holder = holder.get(name)
        if type(holder) is not dict:
            return
    value = holder.get(path[-1])
    if (type(value) is not list and type(value) is not dict) or len(value) <= cap:
        return
    meta.fewer(path, len(value))
    cut = dict(islice(value.items(), cap)) if type(value) is dict else value[:cap]
    # The holder is the sender's and stays as it came.
    event[path[0]] = cut if len(path) == 1 else {**event[path[0]], path[-1]: cut}


def _cut_contexts(event: Event, meta: Meta) -> None:
    contexts = event.get("contexts")
    if type(contexts) is dict:
        for name in [name for name, one in contexts.items() if type(one) is dict and len(one) > MAX_CONTEXT_FIELDS]:
            _cut_at(event, ("contexts", name), MAX_CONTEXT_FIELDS, meta)


def _cut_frames(event: Event, meta: Meta) -> None:
    """Spend the frames the event may have on its main exception first, then on others, then on threads."""
    left = MAX_FRAMES
    if _count_frames(event) <= left:
        return
    for holder, path in _holders(event):
        for name in TRACES:
            trace = holder.get(name)
            frames = trace.get("frames") if type(trace) is dict else None
            if type(frames) is not list:
                continue
            room = max(min(MAX_TRACE_FRAMES, left), 1)
            left -= min(len(frames), room)
            if len(frames) > room:
                meta.fewer((*path, name, "frames"), len(frames))
                first = min(KEPT_OUTERMOST, room // 2)
                holder[name] = {**(trace or {}), "frames": [*frames[:first], *frames[len(frames) - (room - first) :]]}


def _count_frames(event: Event) -> int:
    count = 0
    for interface in ("exception", "threads"):
        given: Any = event.get(interface)
        values = given.get("values") if type(given) is dict else given
        if type(values) is list:
            count += sum(_frames_of(holder) for holder in values if type(holder) is dict)
        elif type(given) is dict:
            count += _frames_of(given)
    return count + _frames_of(event)


def _frames_of(holder: dict[str, Any]) -> int:
    traces = [holder.get(name) for name in TRACES]
    frames = [trace.get("frames") for trace in traces if type(trace) is dict]
    return sum(len(listed) for listed in frames if type(listed) is list)


def _holders(event: Event) -> Iterator[tuple[dict[str, Any], Path]]:
    """What has traces, copied as it may change: the youngest exception first, and of threads those that crashed."""
    for interface in ("exception", "threads"):
        given: Any = event.get(interface)
        values = given.get("values") if type(given) is dict else given
        if type(values) is not list:
            continue
        copies = [dict(holder) if type(holder) is dict else holder for holder in values]
        event[interface] = {**given, "values": copies} if type(given) is dict else copies
        numbered = [
            (holder, (interface, "values", index)) for index, holder in enumerate(copies) if type(holder) is dict
        ]
        yield from sorted(numbered, key=_by_weight, reverse=True)
    yield event, ()


def _by_weight(numbered: tuple[dict[str, Any], Path]) -> tuple[bool, int]:
    holder, path = numbered
    position = int(path[-1])
    return bool(holder.get("crashed") or holder.get("current")), position if path[0] == "exception" else -position
