"""Where an event happened."""

from typing import Any

from chalicelib.processing.grouping.platforms import family_of
from chalicelib.processing.grouping.rules import Frame, frames_of, threads_of
from chalicelib.processing.grouping.v1.functions import trim_function
from chalicelib.processing.grouping.v1.messages import effective_directive

Event = dict[str, Any]


def culprit_of(event: Event, exception: dict[str, Any] | None) -> str:
    """Where: the transaction if the SDK named one, else the youngest own frame, else the page."""
    if event.get("culprit"):
        return str(event["culprit"])
    if event.get("transaction"):
        return str(event["transaction"])
    for holder in (exception or {}, *_crashed(event), event):
        frame = youngest_own_frame(frames_of(holder))
        if frame:
            return frame_culprit(frame, str(event.get("platform") or ""))
    if event.get("csp"):
        return effective_directive(event["csp"])
    return str((event.get("request") or {}).get("url") or "")


def _crashed(event: Event) -> list[dict[str, Any]]:
    return [thread for thread in threads_of(event) if thread.get("crashed") or thread.get("current")][:1]


def youngest_own_frame(frames: list[Frame]) -> Frame | None:
    return next((frame for frame in reversed(frames) if frame.get("in_app") is True), frames[-1] if frames else None)


def frame_culprit(frame: Frame, event_platform: str) -> str:
    """`module in function` for most, `function(file)` for JavaScript, the function for native code."""
    platform = frame.get("platform") or event_platform
    family = family_of(platform)
    function = frame.get("function") or "?"
    if family == "native":
        return trim_function(function, platform, family)
    place = frame.get("module") or frame.get("filename") or ""
    if family == "javascript":
        return f"{function}({place})" if place else function
    if platform in {"java", "kotlin", "csharp"}:
        return f"{place}.{function}" if place else function
    return f"{place} in {function}" if place else function
