"""What an issue is called and where it happened: its main exception, a message's first line, what a browser blocked."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from chalicelib.processing.grouping.v1.functions import trim_function
from chalicelib.processing.grouping.v1.interfaces import Frame, exceptions_of, frames_of, threads_of
from chalicelib.processing.grouping.v1.messages import LOCAL, blocked_host, effective_directive, local_violation
from chalicelib.processing.grouping.v1.platforms import family_of

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


MAX_CHARACTERS: Final = 200

EventType = Literal["error", "csp", "feedback", "default"]

#: What directives block, in words.
_RESOURCES: Final = {
    "child-src": "child",
    "connect-src": "connect",
    "font-src": "font",
    "form-action": "form",
    "frame-src": "frame",
    "img-src": "image",
    "manifest-src": "manifest",
    "media-src": "media",
    "object-src": "object",
    "script-src": "script",
    "script-src-attr": "script",
    "script-src-elem": "script",
    "style-src": "style",
    "style-src-attr": "style",
    "style-src-elem": "style",
    "worker-src": "worker",
}


@dataclass(frozen=True, slots=True)
class Title:
    """How an event is shown in a line. *type* and *value* are those of the main exception, else the kind of event."""

    title: str
    culprit: str
    type: EventType
    value: str
    level: str
    handled: bool | None
    exception_type: str = ""


def describe(event: Event) -> Title:
    exception = main_exception(event)
    return Title(
        title=shortened(_title(event, exception)),
        culprit=shortened(culprit_of(event, exception)),
        type=event_kind(event),
        value=_value(event, exception),
        level=str(event.get("level") or "error"),
        handled=is_handled(event),
        exception_type=(exception or {}).get("type") or "",
    )


def event_kind(event: Event) -> EventType:
    kind = event.get("type")
    if kind == "error":
        return "error"
    if kind == "feedback":
        return "feedback"
    return "csp" if kind in {"csp", "hpkp", "expectct", "expectstaple"} else "default"


def main_exception(event: Event) -> dict[str, Any] | None:
    """The last one of a chain; of a group that holds one exception only, that one."""
    exceptions = exceptions_of(event)
    if not exceptions:
        return None
    groups = [exception for exception in exceptions if _mechanism(exception).get("is_exception_group") is True]
    others = [exception for exception in exceptions if exception not in groups]
    direct = [one for one in others if _parent_is_group(one, groups)]
    if groups and len({(one.get("type"), one.get("value")) for one in direct}) == 1:
        return direct[-1]
    return exceptions[-1]


def _mechanism(exception: dict[str, Any]) -> dict[str, Any]:
    mechanism = exception.get("mechanism")
    return mechanism if type(mechanism) is dict else {}


def _parent_is_group(exception: dict[str, Any], groups: list[dict[str, Any]]) -> bool:
    parent = _mechanism(exception).get("parent_id")
    return parent is not None and any(_mechanism(group).get("exception_id") == parent for group in groups)


def is_handled(event: Event) -> bool | None:
    """False when any exception was not caught by the application, None when no SDK said."""
    said = [_mechanism(exception).get("handled") for exception in exceptions_of(event)]
    if any(handled is False for handled in said):
        return False
    return True if any(handled is True for handled in said) else None


def _title(event: Event, exception: dict[str, Any] | None) -> str:
    if exception:
        return _exception_title(exception)
    if event.get("csp"):
        return describe_csp(event["csp"])
    for report, name in (("hpkp", "Public key pinning"), ("expectct", "Expect-CT"), ("expectstaple", "Expect-Staple")):
        if event.get(report):
            return f"{name} failed for '{event[report].get('hostname') or 'unknown host'}'"
    return first_line(message_of(event)) or _thread_title(event) or "<unlabeled event>"


def _exception_title(exception: dict[str, Any]) -> str:
    name = exception.get("type") or ""
    value = first_line(exception.get("value") or "")
    mechanism = _mechanism(exception)
    if mechanism.get("synthetic") is True and not value:
        name = _function_of(frames_of(exception)) or name
    if not name:
        return value or _function_of(frames_of(exception)) or "<unknown exception>"
    return f"{name}: {value}" if value else name


def _thread_title(event: Event) -> str:
    threads = threads_of(event)
    frames = next((frames_of(thread) for thread in threads if thread.get("crashed")), [])
    return _function_of(frames or frames_of(event))


def _function_of(frames: list[Frame]) -> str:
    frame = youngest_own_frame(frames)
    return (frame or {}).get("function") or ""


def describe_csp(csp: dict[str, Any]) -> str:
    """What was blocked and from where, in one line."""
    directive = effective_directive(csp)
    violation = local_violation(csp)
    resource = _RESOURCES.get(directive)
    host = blocked_host(csp)
    if violation:
        return f"Blocked {violation.replace('-', ' ')} '{resource or directive}'"
    if not resource:
        return f"Blocked by '{directive}' from '{host}'" if directive else "Content security policy violated"
    return (
        f"Blocked inline '{resource}'"
        if host == LOCAL and not csp.get("blocked_uri")
        else f"Blocked '{resource}' from '{host}'"
    )


def message_of(event: Event) -> str:
    entry = event.get("logentry") or {}
    return entry.get("formatted") or entry.get("message") or ""


def _value(event: Event, exception: dict[str, Any] | None) -> str:
    return (exception.get("value") or "") if exception else message_of(event)


def first_line(text: str) -> str:
    for line in text[: 8 * MAX_CHARACTERS].splitlines():
        if line.strip():
            return line.strip()
    return ""


def shortened(text: str) -> str:
    """At most 200 characters on one line, cut with three dots."""
    flat = " ".join(text.split()) if not text.isprintable() else text
    return flat if len(flat) <= MAX_CHARACTERS else flat[: MAX_CHARACTERS - 3] + "..."
