"""A stack trace in two variants: by the project's own frames, and by all frames."""

from collections.abc import Callable
from typing import Any, Final

from chalicelib.processing.grouping.v1.component import Component, branch, contains_contributing, left_out
from chalicelib.processing.grouping.v1.frame_categories import inner_frames, kinds_of, plumbing
from chalicelib.processing.grouping.v1.frames import frame_component, has_url_origin
from chalicelib.processing.grouping.v1.native_places import Images, has_name
from chalicelib.processing.grouping.v1.platforms import family_of

#: Two neighbours that agree in all of these are one recursive call.
RECURSION_FIELDS: Final = ("lineno", "function", "filename", "module", "colno", "abs_path", "package")

Frame = dict[str, Any]


def frame_components(frames: list[Frame], platform: str, images: Images = ()) -> list[Component]:
    """One component a frame, before the variant decides which of them count."""
    components: list[Component] = []
    previous: Frame | None = None
    for frame in frames:
        component = frame_component(frame, platform, images)
        if previous is not None and _is_recursion(previous, frame):
            component = left_out(component, "ignored because it repeats the frame before")
        components.append(component)
        previous = frame
    _judge_single_frame(frames, components, platform)
    if family_of(platform) == "native":
        inner = inner_frames(kinds_of(frames, platform) or [])
        _leave_out(
            components, [index not in inner for index in range(len(frames))], "ignored: how the program starts or dies"
        )
    return components


def _is_recursion(previous: Frame, frame: Frame) -> bool:
    if not has_name(frame) and previous.get("instruction_addr") != frame.get("instruction_addr"):
        return False
    return all(previous.get(field) == frame.get(field) for field in RECURSION_FIELDS)


def _leave_out(components: list[Component], silent: list[bool], hint: str) -> None:
    """Leaves out the frames that say nothing, unless there is nothing else."""
    if not any(
        component.contributes and not says_nothing for component, says_nothing in zip(components, silent, strict=True)
    ):
        return
    for index, says_nothing in enumerate(silent):
        if says_nothing and components[index].contributes:
            components[index] = left_out(components[index], hint)


def _judge_single_frame(frames: list[Frame], components: list[Component], platform: str) -> None:
    """A single frame without a function says only in which page or file something happened."""
    if len(frames) != 1 or not components[0].contributes:
        return
    frame = frames[0]
    if family_of(frame.get("platform") or platform) != "javascript" or frame.get("function"):
        return
    if ".wasm:" in (frame.get("filename") or ""):
        return
    path = frame.get("abs_path") or ""
    if has_url_origin(path) or path.startswith(("/", "file:")):
        components[0] = left_out(components[0], "ignored single frame without a function")


def system_variant(frames: list[Frame], components: list[Component], platform: str) -> Component:
    """All frames count, but what systems do between two calls."""
    kinds = kinds_of(frames, platform)
    shown = list(components)
    if kinds is not None:
        inner = inner_frames(kinds)
        silent = [plumbed or index not in inner for index, plumbed in enumerate(plumbing(frames, kinds))]
        _leave_out(shown, silent, "ignored between two calls")
    return branch("stacktrace", list(shown))


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
