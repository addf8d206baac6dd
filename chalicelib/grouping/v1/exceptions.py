"""Exceptions: type and trace of each, the value only where no frame counts; groups of exceptions by what is in them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.grouping.component import Component, branch, contributing_texts, leaf
from chalicelib.grouping.rules import exceptions_of, frames_of
from chalicelib.grouping.v1.messages import parameterized_leaf
from chalicelib.grouping.v1.stacktraces import app_variant, frame_components, system_variant

MAX_DEPTH: Final = 100

Exc = dict[str, Any]
Build = Callable[[list[dict[str, Any]], list[Component]], Component]


@dataclass(frozen=True, slots=True)
class Variants:
    """The same exceptions by own frames only and by all frames."""

    app: Component
    system: Component


def exception_variants(event: dict[str, Any]) -> Variants | None:
    """None when the event has no exception."""
    exceptions = exceptions_of(event)
    if not exceptions:
        return None
    platform = str(event.get("platform") or "other")
    built = [_variants(exception, platform) for exception in exceptions]
    chosen = relevant_exceptions(exceptions, [_identity(one.app, one.system) for one in built])
    kept = [built[index] for index in chosen]
    if len(kept) == 1:
        return kept[0]
    return Variants(
        branch("chained_exception", [one.app for one in kept]),
        branch("chained_exception", [one.system for one in kept]),
    )


def _identity(app: Component, system: Component) -> tuple[str, ...]:
    """What tells one exception from another inside a group."""
    return tuple(contributing_texts(app if app.contributes else system))


def _variants(exception: Exc, platform: str) -> Variants:
    frames = frames_of(exception)
    components = frame_components(frames, platform)
    return Variants(
        _exception(exception, app_variant(frames, components)),
        _exception(exception, system_variant(components)),
    )


def _exception(exception: Exc, trace: Component) -> Component:
    mechanism = exception.get("mechanism") or {}
    name = leaf("type", exception.get("type"))
    if mechanism.get("synthetic") is True:
        name.ignore("ignored because exception is synthetic")
    parts: list[Component | str] = [trace, name]
    ns_error = _ns_error(mechanism)
    if ns_error:
        parts.append(ns_error)
    value = parameterized_leaf("value", exception.get("value"))
    if value.contributes and trace.contributes:
        value.ignore("ignored because stack trace takes precedence")
    elif value.contributes and ns_error:
        value.ignore("ignored because NSError takes precedence")
    parts.append(value)
    return branch("exception", parts)


def _ns_error(mechanism: dict[str, Any]) -> Component | None:
    error = (mechanism.get("meta") or {}).get("ns_error")
    if type(error) is not dict:
        return None
    domain, code = error.get("domain"), error.get("code")
    texts = [str(text) for text in (domain, code) if text is not None]
    return branch("ns_error", list(texts)) if texts else None


def relevant_exceptions(exceptions: list[Exc], identities: list[tuple[str, ...]]) -> list[int]:
    """Positions of the exceptions that count.

    Groups (Python's ExceptionGroup, .NET's AggregateException) are a tree by `exception_id` and `parent_id`. Of the first
    exceptions below the root that are no groups themselves, equal ones count once. If one is left, it counts with what
    caused it, and the group does not; if several are left, they count with the root. A tree that is not one is used whole.
    """
    everything = list(range(len(exceptions)))
    tree = _tree(exceptions)
    if tree is None:
        return everything
    root, children = tree
    tops = sorted(_top_level(root, exceptions, children), key=lambda at: str(exceptions[at].get("type")), reverse=True)
    distinct: dict[tuple[str, ...], int] = {}
    for position in tops:
        distinct.setdefault(identities[position], position)
    if not distinct:
        return everything
    if len(distinct) == 1:
        return list(_first_path(next(iter(distinct.values())), children))
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
