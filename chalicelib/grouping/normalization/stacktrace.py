"""Stack traces: frames oldest first, each with its known fields, at most 250 of them and source code on 50."""

from typing import Any, Final
from urllib.parse import urlsplit

from chalicelib.grouping.normalization.bags import key_text, object_bag
from chalicelib.grouping.normalization.marks import Marks, Path
from chalicelib.grouping.normalization.structures import coerce_fields, structure
from chalicelib.grouping.normalization.values import (
    Coerce,
    address,
    boolean,
    nonempty_text,
    printable,
    source_lines,
    text,
    text_up_to,
    unsigned,
)

MAX_REGISTERS: Final = 100
MAX_FRAMES: Final = 250
KEPT_OUTERMOST: Final = 50
MAX_DETAILED_FRAMES: Final = 50
DETAILS: Final = ("vars", "pre_context", "post_context")
URL_SCHEMES: Final = ("http:", "https:", "file:", "applewebdata:")


def _said_in_app(value: Any, marks: Marks, path: Path) -> Any:
    """What an SDK said before rules spoke: 1 yes, 0 no, -1 nothing."""
    return -1 if type(value) is int and value == -1 else unsigned(value, marks, path)


_symbol: Final = text_up_to(512, keep_empty=False)


def _registers(value: Any, marks: Marks, path: Path) -> Any:
    """Register values by name, written like addresses."""
    if type(value) is not dict:
        marks.invalid(path, "expected an object", printable(value))
        return None
    entries = list(value.items())[:MAX_REGISTERS]
    return {
        key_text(name): None if entry is None else address(entry, marks, (*path, key_text(name)))
        for name, entry in entries
    }


FRAME_FIELDS: Final[dict[str, Coerce]] = {
    "function": _symbol,
    "raw_function": _symbol,
    "symbol": text_up_to(512),
    "module": nonempty_text,
    "package": nonempty_text,
    "filename": nonempty_text,
    "abs_path": nonempty_text,
    "lineno": unsigned,
    "colno": unsigned,
    "platform": nonempty_text,
    "pre_context": source_lines,
    "context_line": text,
    "post_context": source_lines,
    "in_app": boolean,
    "vars": object_bag(5, 2048, keep_empty=True, entries_from_list=True),
    "data": structure(
        {
            "sourcemap": text_up_to(256),
            "orig_function": text_up_to(256),
            "orig_filename": text_up_to(256),
            "orig_lineno": unsigned,
            "orig_colno": unsigned,
            "orig_in_app": _said_in_app,
        },
        "expected framedata",
    ),
    "image_addr": address,
    "instruction_addr": address,
    "addr_mode": nonempty_text,
    "function_id": address,
    "symbol_addr": address,
    "trust": text_up_to(128),
    "lang": text_up_to(128),
    "stack_start": boolean,
    "lock": object_bag(5, 2048),
}


def raw_stacktrace(value: Any, marks: Marks, path: Path) -> Any:
    """A trace as the SDK said it, before symbolication; its paths are left as they are."""
    return _stacktrace(value, marks, path, with_paths=False)


def stacktrace(value: Any, marks: Marks, path: Path) -> Any:
    return _stacktrace(value, marks, path, with_paths=True)


def _stacktrace(value: Any, marks: Marks, path: Path, *, with_paths: bool) -> Any:
    if type(value) is not dict:
        marks.invalid(path, "expected rawstacktrace", printable(value))
        return None
    result = coerce_fields(value, TRACE_FIELDS, marks, path)
    if "frames" not in result and not marks.already_noted((*path, "frames")):
        marks.invalid((*path, "frames"), kind="missing_attribute")
        result["frames"] = None
    frames = result["frames"]
    if frames and with_paths:
        for frame in frames:
            if frame:
                _complete_paths(frame)
    return result


def _frames(value: Any, marks: Marks, path: Path) -> list[Any] | None:
    if type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return None
    if not value:
        marks.invalid(path, "expected a non-empty value")
        return None
    if len(value) > MAX_FRAMES:
        marks.fewer(path, len(value))
        value = [*value[:KEPT_OUTERMOST], *value[KEPT_OUTERMOST - MAX_FRAMES :]]
    bare = frames_without_details(value) if len(value) > MAX_DETAILED_FRAMES else frozenset()
    return [_frame(entry, marks, (*path, index), bare=index in bare) for index, entry in enumerate(value)]


def _frame(value: Any, marks: Marks, path: Path, *, bare: bool) -> Any:
    if type(value) is not dict:
        if value is not None:
            marks.invalid(path, "expected frame", printable(value))
        return None
    if bare:
        value = {name: item for name, item in value.items() if name not in DETAILS}
    frame = coerce_fields(value, FRAME_FIELDS, marks, path)
    if frame.get("function") == "?":
        # So SDKs of browsers say that they do not know the function.
        del frame["function"]
    if "context_line" not in frame:
        _complete_context(frame)
    return frame


def _complete_context(frame: dict[str, Any]) -> None:
    """Readers of source code expect a line between what is before and after it."""
    if frame.get("pre_context") or frame.get("post_context"):
        frame["context_line"] = ""


def frames_without_details(frames: list[Any]) -> frozenset[int]:
    """Positions whose variables and source lines are dropped: the middle of the system frames, then of the others."""
    app = [index for index, frame in enumerate(frames) if type(frame) is dict and frame.get("in_app") is True]
    system = [index for index, frame in enumerate(frames) if type(frame) is dict and frame.get("in_app") is not True]
    half = max(MAX_DETAILED_FRAMES - len(app), 0) // 2
    dropped = system[half : len(system) - half] if len(system) >= 2 * half else []
    remaining = max(len(frames) - MAX_DETAILED_FRAMES - len(dropped), 0)
    half = max(len(app) - remaining, 0) // 2
    return frozenset(dropped + app[half : len(app) - half])


def _complete_paths(frame: dict[str, Any]) -> None:
    """Both `abs_path` and `filename`; of a URL the file name is the path."""
    abs_path = frame.get("abs_path")
    filename = frame.get("filename")
    if not abs_path:
        if not filename:
            return
        frame["abs_path"] = abs_path = filename
        filename = None
    if not filename:
        frame["filename"] = url_path(abs_path) if abs_path.startswith(URL_SCHEMES) else abs_path


def url_path(url: str) -> str:
    """The path of a URL, or all of it where it has none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return url
    return path if path and path != "/" else url


TRACE_FIELDS: Final[dict[str, Coerce]] = {
    "frames": _frames,
    "registers": _registers,
    "instruction_addr_adjustment": text_up_to(128),
    "lang": text_up_to(128),
    "snapshot": boolean,
}
