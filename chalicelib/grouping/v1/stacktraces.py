"""A stack trace in two variants: by the project's own frames, and by all frames."""

from collections.abc import Callable
from typing import Any, Final

from chalicelib.grouping.component import Component, branch, contains_contributing, left_out
from chalicelib.grouping.platforms import family_of
from chalicelib.grouping.v1.frames import frame_component, has_url_origin
from chalicelib.grouping.v1.native_categories import kinds_of, plumbing

#: Two neighbours that agree in all of these are one recursive call.
RECURSION_FIELDS: Final = ("lineno", "function", "filename", "module", "colno", "abs_path", "package")

Frame = dict[str, Any]


def frame_components(frames: list[Frame], platform: str) -> list[Component]:
    """One component a frame, before the variant decides which of them count."""
    components: list[Component] = []
    previous: Frame | None = None
    for frame in frames:
        component = frame_component(frame, platform)
        if previous is not None and _is_recursion(previous, frame):
            component = left_out(component, "ignored because it repeats the frame before")
        components.append(component)
        previous = frame
    _judge_single_frame(frames, components, platform)
    if family_of(platform) == "native":
        _leave_out_beyond_borders(frames, components)
    return components


def _is_recursion(previous: Frame, frame: Frame) -> bool:
    return all(previous.get(field) == frame.get(field) for field in RECURSION_FIELDS)


def _leave_out_beyond_borders(frames: list[Frame], components: list[Component]) -> None:
    """Leaves out how native threads begin and how they die, unless there is nothing else."""
    kinds = kinds_of(frames)
    counting = [index for index, component in enumerate(components) if component.contributes]
    first = max((index + 1 for index, kind in enumerate(kinds) if kind == "threadbase"), default=0)
    last = min((index for index, kind in enumerate(kinds) if index >= first and kind == "throw"), default=len(kinds))
    if not any(first <= index < last for index in counting):
        return
    for index in counting:
        if index < first:
            components[index] = left_out(components[index], "ignored because the thread begins here")
        elif index >= last:
            components[index] = left_out(components[index], "ignored because the program dies here")


def _judge_single_frame(frames: list[Frame], components: list[Component], platform: str) -> None:
    """A single frame without a function says only in which page or file something happened."""
    if len(frames) != 1 or not components[0].contributes:
        return
    frame = frames[0]
    if family_of(frame.get("platform") or platform) != "javascript" or frame.get("function"):
        return
    path = frame.get("abs_path") or ""
    if has_url_origin(path) or path.startswith(("/", "file:")):
        components[0] = left_out(components[0], "ignored single frame without a function")


def system_variant(frames: list[Frame], components: list[Component], platform: str) -> Component:
    """All frames count; of native ones those that are no plumbing, if any is left."""
    shown: list[Component | str] = list(components)
    if family_of(platform) == "native":
        silent = plumbing(frames)
        if any(component.contributes and not left for component, left in zip(components, silent, strict=True)):
            shown = [
                left_out(component, "ignored between two calls") if component.contributes and left else component
                for component, left in zip(components, silent, strict=True)
            ]
    return branch("stacktrace", shown)


def preferred(app: Component, build_system: Callable[[], Component]) -> tuple[str, Component]:
    """Own frames if any counts, else all frames if any counts, else what is said without frames."""
    if contains_contributing(app, "stacktrace"):
        return "app", app
    system = build_system()
    if contains_contributing(system, "stacktrace") or not app.contributes:
        return "system", system
    return "app", app


def app_variant(frames: list[Frame], components: list[Component]) -> Component:
    """Only frames of the project's own code count; without any, the trace does not."""
    shown: list[Component | str] = []
    found = False
    for frame, component in zip(frames, components, strict=True):
        if frame.get("in_app") is True:
            found = True
            shown.append(component)
        else:
            shown.append(left_out(component, "not the project's own code") if component.contributes else component)
    trace = branch("stacktrace", shown)
    if not found:
        trace.hint = "no frame of the project's own code"
    return trace
