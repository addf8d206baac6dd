"""What version 1 groups by: the first of exceptions, thread, trace, template, report and message that counts."""

from collections.abc import Iterator
from typing import Any, Final

from chalicelib.processing.grouping.v1.built_in_rules import built_in_component
from chalicelib.processing.grouping.v1.component import Component, branch
from chalicelib.processing.grouping.v1.exceptions import exceptions_component
from chalicelib.processing.grouping.v1.interfaces import Frame, frames_of, threads_of
from chalicelib.processing.grouping.v1.messages import (
    csp_component,
    message_component,
    security_component,
    template_component,
)
from chalicelib.processing.grouping.v1.native_places import Images, images_of
from chalicelib.processing.grouping.v1.stacktraces import app_variant, frame_components, preferred, system_variant

VERSION: Final = "v1"

Event = dict[str, Any]


def default_component(event: Event) -> tuple[str, Component]:
    """The method and the tree; method `fallback` when nothing in the event says what it is."""
    left_out: list[Component | str] = []
    for method, name, component in _strategies(event):
        if component.contributes:
            return method, branch(name, [component, *left_out, *_also_present(event, method)])
        if component.values or component.hint:
            left_out.append(component)
    return "fallback", Component("fallback", left_out, "nothing in the event tells it from others", contributes=False)


def _strategies(event: Event) -> Iterator[tuple[str, str, Component]]:
    built_in = built_in_component(event)
    if built_in:
        yield "rule", "default", built_in
        return
    exceptions = exceptions_component(event)
    if exceptions:
        yield ("exception", *exceptions)
    threads = threads_of(event)
    if threads:
        yield ("threads", *_thread(threads, str(event.get("platform")), images_of(event)))
    frames = frames_of(event)
    if frames:
        yield ("stacktrace", *_trace(frames, str(event.get("platform")), images_of(event)))
    if event.get("template"):
        yield "message", "default", template_component(event)
    if event.get("csp"):
        yield "csp", "default", csp_component(event)
    for report in ("hpkp", "expectstaple", "expectct"):
        if event.get(report):
            yield "csp", "default", security_component(event, report)
    yield "message", "default", message_component(event)


def _trace(frames: list[Frame], platform: str, images: Images) -> tuple[str, Component]:
    components = frame_components(frames, platform, images)
    return preferred(app_variant(frames, components), lambda: system_variant(frames, components, platform))


def _thread(threads: list[dict[str, Any]], platform: str, images: Images) -> tuple[str, Component]:
    """The thread that crashed, else the current one, else the only one."""
    for chosen in (
        [thread for thread in threads if thread.get("crashed") is True],
        [thread for thread in threads if thread.get("current") is True],
        threads,
    ):
        if len(chosen) == 1:
            frames = frames_of(chosen[0])
            if not frames:
                return "app", Component("threads", [], "ignored because thread has no stack trace")
            name, trace = _trace(frames, platform, images)
            return name, branch("threads", [trace])
        if chosen:
            break
    return "app", Component("threads", [], "ignored because event has several threads")


def _also_present(event: Event, method: str) -> Iterator[Component]:
    """Parts that would have counted had nothing before them done so."""
    if method != "message" and (event.get("logentry") or {}).get("formatted"):
        yield Component("message", [], f"ignored because {method} takes precedence")
    if method == "exception" and threads_of(event):
        yield Component("threads", [], "ignored because exception takes precedence")
