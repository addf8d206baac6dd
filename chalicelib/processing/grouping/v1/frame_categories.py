"""Frames of systems and runtimes that are only plumbing between two that matter, for native code and the JVM.

What a system does between two calls differs with every version of it. The rules are those of Sentry for stack traces.
"""

from collections.abc import Callable
from typing import Any, Final

from chalicelib.processing.grouping.platforms import family_of
from chalicelib.processing.grouping.v1.jvm_categories import jvm_kind
from chalicelib.processing.grouping.v1.native_categories import NAMELESS, native_kind

Frame = dict[str, Any]

#: A frame of the second kind that is called by one of the first is plumbing.
_CALLED_BY: Final = (
    ("gl", "gl"),
    ("av", "av"),
    ("malloc", "malloc"),
)
_CALLED_BY_AFTER: Final = (
    ("free", "system"),
    ("system", "system"),
    ("std", "system"),
    ("std", "std"),
    ("ui", "ui"),
    ("ui", "system"),
    ("internals", "system"),
    ("internals", "ui"),
    ("load", "system"),
    ("load", "load"),
    ("throw", "system"),
    ("runtime", "system"),
    ("runtime", "runtime"),
    ("dtor", "dtor"),
)
_PLUMBING: Final = frozenset({"internals", "indirection", "telemetry"})


def kinds_of(frames: list[Frame], platform: str) -> list[str] | None:
    """What each frame is by itself, empty where nothing is known; None for platforms whose systems do not show."""
    kind_of = _native if family_of(platform) == "native" else _KINDS.get(platform)
    return [kind_of(frame) for frame in frames] if kind_of else None


def _native(frame: Frame) -> str:
    return native_kind(frame.get("function") or "", frame.get("package") or "", frame.get("in_app") is True)


def _jvm(frame: Frame) -> str:
    return jvm_kind(frame.get("module") or "", frame.get("function") or "")


_KINDS: Final[dict[str, Callable[[Frame], str]]] = {"java": _jvm, "kotlin": _jvm}


def plumbing(frames: list[Frame], kinds: list[str]) -> list[bool]:
    """For each frame, oldest first, whether it says nothing beside its neighbours."""
    kinds = list(kinds)
    last = len(kinds) - 1
    for index in range(last):
        if kinds[index] == kinds[index + 1] == "driver":
            kinds[index] = "internals"
    _mark_called(kinds, _CALLED_BY)
    for index, frame in enumerate(frames):
        if kinds[index] == "system" and _is_unsaid(frame):
            kinds[index] = "internals"
    for index in range(1, last):
        if kinds[index] == "system" and "system" not in {kinds[index - 1], kinds[index + 1]}:
            kinds[index] = "indirection"
    _mark_called(kinds, _CALLED_BY_AFTER)
    return [kind in _PLUMBING for kind in kinds]


def _mark_called(kinds: list[str], pairs: tuple[tuple[str, str], ...]) -> None:
    """Of a row of such calls all but the first are marked."""
    for caller, callee in pairs:
        if caller not in kinds or callee not in kinds:
            continue
        for index in [at for at in range(1, len(kinds)) if kinds[at] == callee and kinds[at - 1] == caller]:
            kinds[index] = "internals"


def _is_unsaid(frame: Frame) -> bool:
    """A native function that is hidden or has no name."""
    function = frame.get("function") or ""
    hidden = function.startswith("_") and function != "_purecall"
    return not frame.get("module") and (hidden or function in NAMELESS)


def inner_frames(kinds: list[str]) -> range:
    """The positions between where a thread begins and where the program throws or dies."""
    first = max((index + 1 for index, kind in enumerate(kinds) if kind == "threadbase"), default=0)
    last = min((index for index, kind in enumerate(kinds) if index >= first and kind == "throw"), default=len(kinds))
    return range(first, last)
