"""An event's frames: which can be mapped, which file each is of, and what a mapped one becomes. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chalicelib.artifacts.model import Original
from chalicelib.processing.grouping.v1.platforms import family_of
from chalicelib.processing.symbolication.paths import absolute_path, file_name, is_own, module_of

Event = dict[str, Any]
Frame = dict[str, Any]

MAX_LINE_LENGTH: Final = 200
#: How much of a long line stands before the column that the frame points at.
_BEFORE_COLUMN: Final = 60
MAX_PROBLEM_LENGTH: Final = 400
_NO_FILE: Final = re.compile(
    r"(?:<anonymous>|\[native code\]|native\Z|native |node:|internal/|\(?native\)?\Z|eval at |chrome-extension:"
    r"|moz-extension:|safari-(?:web-)?extension:|data:|blob:|about:|wasm:|debugger eval)"
)
_UNNAMED: Final = frozenset({"", "?", "<anonymous>", "anonymous", "eval", "<unknown>"})
_SHORT_NAME: Final = 3


def list_traces(event: Event) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Everything in an event that has frames, with them."""
    holders: list[Any] = [event]
    for name in ("exception", "threads"):
        interface = event.get(name)
        holders += (interface.get("values") or []) if isinstance(interface, dict) else []
    for holder in holders:
        trace = holder.get("stacktrace") if isinstance(holder, dict) else None
        frames = trace.get("frames") if isinstance(trace, dict) else None
        if isinstance(frames, list) and frames:
            yield holder, frames


def is_javascript(event: Event) -> bool:
    return family_of(event.get("platform")) == "javascript"


def is_mappable(frame: Any, platform: Any) -> bool:
    """Whether a frame points into a file that was built: not native, not Node's own, not mapped already."""
    if not isinstance(frame, dict) or family_of(frame.get("platform") or platform) != "javascript":
        return False
    url = url_of(frame)
    return bool(
        url and frame.get("lineno") and not _NO_FILE.match(url) and not (frame.get("data") or {}).get("sourcemap")
    )


def url_of(frame: Frame) -> str:
    return frame.get("abs_path") or frame.get("filename") or ""


def read_debug_ids(event: Event) -> dict[str, str]:
    """The debug id of each file that the event's images name."""
    images = (event.get("debug_meta") or {}).get("images") if isinstance(event.get("debug_meta"), dict) else None
    return {
        plain_url(image["code_file"]): image["debug_id"]
        for image in images or ()
        if isinstance(image, dict)
        and image.get("type") == "sourcemap"
        and isinstance(image.get("code_file"), str)
        and isinstance(image.get("debug_id"), str)
    }


def plain_url(url: str) -> str:
    """A file's URL as frames and images both write it: Node's images have a scheme that its frames lack."""
    return url.partition("?")[0].partition("#")[0].removeprefix("file://")


def keep_raw_trace(holder: dict[str, Any], frames: Sequence[Any]) -> None:
    """Copy what the SDK sent beside what it is about to become; one that is there already stays."""
    if not holder.get("raw_stacktrace"):
        raw = [dict(frame) if isinstance(frame, dict) else frame for frame in frames]
        holder["raw_stacktrace"] = {**holder["stacktrace"], "frames": raw}


def apply_position(frame: Frame, position: Original, map_name: str) -> None:
    """Let *frame* stand for its original. What it was stays in `data`, as far as people look for it there."""
    url = url_of(frame)
    name = file_name(position.source)
    own = is_own(position.source) and not position.is_ignored
    frame["data"] = {
        **_without_problem(frame.get("data")),
        "sourcemap": map_name[:256],
        "orig_filename": str(frame.get("filename") or url)[:256],
        "orig_function": str(frame.get("function") or "?")[:256],
        "orig_lineno": frame.get("lineno"),
        "orig_colno": frame.get("colno"),
    }
    # What the SDK said was about the bundle, in which all code is the app's.
    frame["data"].pop("orig_in_app", None)
    frame["abs_path"] = absolute_path(position.source, url)
    frame["filename"] = name
    frame["module"] = module_of(name)
    frame["lineno"] = position.line
    frame["colno"] = position.column
    frame["in_app"] = own and frame.get("in_app") is not False
    for field in ("pre_context", "context_line", "post_context"):
        frame.pop(field, None)
    if position.lines is not None:
        before, line, after = position.lines
        frame["pre_context"] = [cut_line(each, 0) for each in before]
        frame["context_line"] = cut_line(line, position.column - 1)
        frame["post_context"] = [cut_line(each, 0) for each in after]


def name_functions(frames: Sequence[Any], positions: Mapping[int, Original]) -> None:
    """Give mapped frames the names of their functions: the scope they are in, else what their caller called.

    Frames are oldest first, so that the caller of a frame stands before it.
    """
    for index, position in positions.items():
        frame = frames[index]
        caller = positions.get(index - 1)
        called = caller.name if caller is not None else None
        raw = str(frame.get("function") or "")
        if position.scope:
            frame["function"] = position.scope[:512]
        elif called and _may_be_called(raw, called):
            frame["function"] = called[:512]


def say_problem(frame: Frame, problem: str) -> None:
    frame["data"] = {**(frame.get("data") or {}), "sourcemap_problem": problem[:MAX_PROBLEM_LENGTH]}


def cut_line(line: str, column: int) -> str:
    """At most MAX_LINE_LENGTH characters of a line, with the *column* among them."""
    if len(line) <= MAX_LINE_LENGTH:
        return line
    start = max(min(column - _BEFORE_COLUMN, len(line) - MAX_LINE_LENGTH), 0)
    end = start + MAX_LINE_LENGTH
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def _may_be_called(raw: str, called: str) -> bool:
    """Whether the minified function *raw* may be what the caller knows as *called*.

    Minifiers shorten variables and leave properties: a long name behind a dot is the real one already.
    """
    last = raw.rpartition(".")[2].rpartition(" ")[2]
    return last in _UNNAMED or last == called or len(last) <= _SHORT_NAME or "." not in raw


def _without_problem(data: Any) -> dict[str, Any]:
    return {name: value for name, value in (data or {}).items() if name != "sourcemap_problem"}
