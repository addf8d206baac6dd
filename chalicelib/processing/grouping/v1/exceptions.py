"""Exceptions: type and trace of each, the value only where no frame counts; groups of exceptions by what is in them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.processing.grouping.v1.component import Component, branch, contributing_texts, leaf
from chalicelib.processing.grouping.v1.interfaces import exceptions_of, frames_of
from chalicelib.processing.grouping.v1.messages import parameterized_leaf
from chalicelib.processing.grouping.v1.native_places import Images, images_of
from chalicelib.processing.grouping.v1.parameterize import error_code
from chalicelib.processing.grouping.v1.stacktraces import (
    Frame,
    app_variant,
    frame_components,
    preferred,
    system_variant,
)

MAX_SHOWN_VALUE: Final = 200

Exc = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadException:
    """An exception with the components of its frames, before a variant decides which of them count."""

    exception: Exc
    frames: list[Frame]
    components: list[Component]
    platform: str

    def by_own_frames(self) -> Component:
        return _exception(self.exception, app_variant(self.frames, self.components))

    def by_all_frames(self) -> Component:
        return _exception(self.exception, system_variant(self.frames, self.components, self.platform))


def exceptions_component(event: dict[str, Any]) -> tuple[str, Component] | None:
    """The variant and its tree; None when the event has no exception."""
    exceptions = exceptions_of(event)
    if not exceptions:
        return None
    platform = str(event.get("platform") or "other")
    images = images_of(event)
    read = [_read(exception, platform, images) for exception in exceptions]
    kept = [read[index] for index in relevant_exceptions(exceptions, lambda index: _identity(read[index]))]
    app = _chain([one.by_own_frames() for one in kept])
    return preferred(app, lambda: _chain([one.by_all_frames() for one in kept]))


def _read(exception: Exc, platform: str, images: Images) -> ReadException:
    frames = frames_of(exception)
    return ReadException(exception, frames, frame_components(frames, platform, images), platform)


def _chain(components: list[Component]) -> Component:
    return components[0] if len(components) == 1 else branch("chained_exception", list(components))


def _identity(read: ReadException) -> tuple[str, ...]:
    """What tells one exception from another inside a group."""
    app = read.by_own_frames()
    return tuple(contributing_texts(app if app.contributes else read.by_all_frames()))


def _exception(exception: Exc, trace: Component) -> Component:
    mechanism = exception.get("mechanism") or {}
    name = leaf("type", exception.get("type"))
    if mechanism.get("synthetic") is True:
        name.ignore("ignored because exception is synthetic")
    parts: list[Component | str] = [trace, name]
    ns_error = _ns_error(mechanism)
    if ns_error:
        parts.append(ns_error)
    parts.append(_value(exception.get("value"), trace, ns_error))
    return branch("exception", parts)


def _value(value: str | None, trace: Component, ns_error: Component | None) -> Component:
    code = error_code(value) if value else None
    if code and trace.contributes:
        return leaf("value", code, "number of a message that was minified")
    if value and trace.contributes:
        return Component("value", [value[:MAX_SHOWN_VALUE]], "ignored because stack trace takes precedence")
    if value and ns_error:
        return Component("value", [value[:MAX_SHOWN_VALUE]], "ignored because NSError takes precedence")
    return parameterized_leaf("value", value)


def _ns_error(mechanism: dict[str, Any]) -> Component | None:
    error = (mechanism.get("meta") or {}).get("ns_error")
    if type(error) is not dict:
        return None
    domain, code = error.get("domain"), error.get("code")
    texts = [str(text) for text in (domain, code) if text is not None]
    return branch("ns_error", list(texts)) if texts else None


def relevant_exceptions(exceptions: list[Exc], identify: Callable[[int], tuple[str, ...]]) -> list[int]:
    """Positions of the exceptions that count.

    Groups (Python's ExceptionGroup, .NET's AggregateException) are a tree by `exception_id` and `parent_id`. Of the
    first exceptions below the root that are no groups themselves, equal ones count once. If one is left, it counts
    with what caused it, and the group does not; if several are left, they count with the root. A tree that is not one
    is used whole.
    """
    everything = list(range(len(exceptions)))
    tree = _tree(exceptions)
    if tree is None:
        return everything
    root, children = tree
    tops = sorted(_top_level(root, exceptions, children), key=lambda at: str(exceptions[at].get("type")), reverse=True)
    distinct: dict[tuple[str, ...], int] = {}
    for position in tops:
        distinct.setdefault(identify(position), position)
    if not distinct:
        return everything
    if len(distinct) == 1:
        # In the order of the list, so that SDKs which send no tree make the same chain.
        return sorted(_first_path(next(iter(distinct.values())), children))
    return [*distinct.values(), root]


def _tree(exceptions: list[Exc]) -> tuple[int, dict[int, list[int]]] | None:
    """Position of the root and the children of each position, or None when ids are missing, doubled or in a circle."""
    if len(exceptions) < 2:
        return None
    mechanisms = [exception.get("mechanism") or {} for exception in exceptions]
    position_of: dict[int, int] = {}
    for position, mechanism in enumerate(mechanisms):
        identifier = mechanism.get("exception_id")
        if type(identifier) is not int or identifier in position_of:
            return None
        position_of[identifier] = position
    roots = [position for position, mechanism in enumerate(mechanisms) if mechanism.get("parent_id") is None]
    if len(roots) != 1 or mechanisms[roots[0]]["exception_id"] != 0:
        return None
    children: dict[int, list[int]] = {}
    # SDKs list the innermost exception first, so that the last child in the list is the first of its parent.
    for position in range(len(exceptions) - 1, -1, -1):
        parent = mechanisms[position].get("parent_id")
        if parent is None:
            continue
        if parent not in position_of:
            return None
        children.setdefault(position_of[parent], []).append(position)
    return (roots[0], children) if _count_below(roots[0], children) == len(exceptions) else None


def _count_below(root: int, children: dict[int, list[int]]) -> int:
    """How many are reached from the root; fewer than all of them means that others form a circle."""
    reached = {root}
    pending = [root]
    while pending:
        for child in children.get(pending.pop(), ()):
            if child not in reached:
                reached.add(child)
                pending.append(child)
    return len(reached)


def _top_level(position: int, exceptions: list[Exc], children: dict[int, list[int]]) -> Iterator[int]:
    """The first exceptions on every way down that are no groups."""
    pending = [position]
    while pending:
        at = pending.pop(0)
        if (exceptions[at].get("mechanism") or {}).get("is_exception_group") is True:
            pending[:0] = children.get(at, [])
        else:
            yield at


def _first_path(position: int, children: dict[int, list[int]]) -> Iterator[int]:
    while True:
        yield position
        below = children.get(position)
        if not below:
            return
        position = below[0]
