"""Stack traces: frames oldest first, each with its known fields, at most 250 of them and source code on 50."""

from typing import Any, Final
from urllib.parse import urlsplit

from chalicelib.processing.normalize.debug_images import address, registers, thread_id
from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import key_text, limited_object
from chalicelib.processing.normalize.structures import coerce_fields, structure
from chalicelib.processing.normalize.urls import normalized_url
from chalicelib.processing.normalize.values import (
    ABSENT,
    Coerce,
    boolean,
    nonempty_text,
    printable,
    signed,
    text,
    text_list,
    text_up_to,
    unsigned,
)

MAX_LOCKS: Final = 100

#: What a thread does with a lock: holds it, waits, sleeps on it or is blocked by it.
_LOCK_KINDS: Final = frozenset({1, 2, 4, 8})


def _lock_kind(value: Any, meta: Meta, path: Path) -> int | None:
    if type(value) is int and value in _LOCK_KINDS:
        return value
    meta.invalid(path, None if type(value) is int else "expected lock reason type", printable(value))
    return None


LOCK_FIELDS: Final[dict[str, Coerce]] = {
    "type": _lock_kind,
    **dict.fromkeys(("address", "package_name", "class_name"), nonempty_text),
    "thread_id": lambda value, meta, path: ABSENT if value == "" else thread_id(value, meta, path),
}


def lock(value: Any, meta: Meta, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        meta.invalid(path, "expected lockreason", printable(value))
        return None
    result = coerce_fields(value, LOCK_FIELDS, meta, path)
    if "type" not in result:
        meta.invalid((*path, "type"), kind="missing_attribute")
        result["type"] = None
    return result


def held_locks(value: Any, meta: Meta, path: Path) -> dict[str, Any] | None:
    """The locks of a thread by their address."""
    if type(value) is not dict:
        meta.invalid(path, "expected an object", printable(value))
        return None
    entries = list(value.items())[:MAX_LOCKS]
    return {
        key_text(name): None if entry is None else lock(entry, meta, (*path, key_text(name))) for name, entry in entries
    }


MAX_FRAMES: Final = 250
KEPT_OUTERMOST: Final = 50
MAX_DETAILED_FRAMES: Final = 50
DETAILS: Final = ("vars", "pre_context", "post_context")
URL_SCHEMES: Final = ("http:", "https:", "file:", "applewebdata:")

_symbol: Final = text_up_to(512, keep_empty=False)


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
    "pre_context": text_list,
    "context_line": text,
    "post_context": text_list,
    "in_app": boolean,
    "vars": limited_object(5, 2048, keep_empty=True, entries_from_list=True),
    "data": structure(
        {
            "sourcemap": text_up_to(256),
            "orig_function": text_up_to(256),
            "orig_filename": text_up_to(256),
            "orig_lineno": unsigned,
            "orig_colno": unsigned,
            # What an SDK said before rules spoke: 1 yes, 0 no, -1 nothing.
            "orig_in_app": signed,
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
    "lock": lock,
}


def raw_stacktrace(value: Any, meta: Meta, path: Path) -> Any:
    """A trace as the SDK said it, before symbolication; its frames are left as they are."""
    return _stacktrace(value, meta, path, complete=False)


def stacktrace(value: Any, meta: Meta, path: Path) -> Any:
    return _stacktrace(value, meta, path, complete=True)


def _stacktrace(value: Any, meta: Meta, path: Path, *, complete: bool) -> Any:
    if type(value) is not dict:
        meta.invalid(path, "expected rawstacktrace", printable(value))
        return None
    result = coerce_fields(value, TRACE_FIELDS, meta, path)
    if "frames" not in result and not meta.already_noted((*path, "frames")):
        meta.invalid((*path, "frames"), kind="missing_attribute")
        result["frames"] = None
    frames = result["frames"]
    if frames and complete:
        for index, frame in enumerate(frames):
            if frame:
                _complete_frame(frame, meta, (*path, "frames", index))
    return result


def _frames(value: Any, meta: Meta, path: Path) -> list[Any] | None:
    if type(value) is not list:
        meta.invalid(path, "expected an array", printable(value))
        return None
    if not value:
        meta.invalid(path, "expected a non-empty value")
        return None
    if len(value) > MAX_FRAMES:
        meta.fewer(path, len(value))
        value = [*value[:KEPT_OUTERMOST], *value[KEPT_OUTERMOST - MAX_FRAMES :]]
    bare = frames_without_details(value) if len(value) > MAX_DETAILED_FRAMES else frozenset()
    return [_frame(entry, meta, (*path, index), bare=index in bare) for index, entry in enumerate(value)]


def _frame(value: Any, meta: Meta, path: Path, *, bare: bool) -> Any:
    if type(value) is not dict:
        if value is not None:
            meta.invalid(path, "expected frame", printable(value))
        return None
    if bare:
        context = {"context_line": ""} if value.get("pre_context") or value.get("post_context") else {}
        value = context | {name: item for name, item in value.items() if name not in DETAILS}
    return coerce_fields(value, FRAME_FIELDS, meta, path)


def _complete_frame(frame: dict[str, Any], meta: Meta, path: Path) -> None:
    if frame.get("function") == "?":
        # So SDKs of browsers say that they do not know the function.
        del frame["function"]
    _complete_context(frame)
    if not frame.get("filename") or not frame.get("abs_path"):
        _complete_paths(frame, meta, path)


def _complete_context(frame: dict[str, Any]) -> None:
    """Readers of source code expect texts before and after a line, and a line between them."""
    for name in ("pre_context", "post_context"):
        if name in frame:
            lines = frame[name]
            if lines and None in lines:
                frame[name] = [line or "" for line in lines]
            if frame.get("context_line") is None:
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


def _complete_paths(frame: dict[str, Any], meta: Meta, path: Path) -> None:
    """Both `abs_path` and `filename`, with no note about the one that is not needed; of a URL the name is the path."""
    if not frame.get("abs_path"):
        if "filename" in frame:
            frame["abs_path"] = frame.pop("filename")
            meta.renamed(path, "filename", "abs_path")
        elif "abs_path" in frame and not meta.already_noted((*path, "abs_path")):
            del frame["abs_path"]
            meta.forget((*path, "abs_path"))
    abs_path = frame.get("abs_path")
    if abs_path and not frame.get("filename"):
        meta.forget((*path, "filename"))
        frame["filename"] = url_path(abs_path) if abs_path.startswith(URL_SCHEMES) else abs_path


def url_path(url: str) -> str:
    """The path of a URL, or all of it where it has none."""
    if not url.isascii() or " " in url or "/." in url:
        url = normalized_url(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts.path if parts.path and parts.path != "/" and (parts.netloc or parts.scheme == "file") else url


TRACE_FIELDS: Final[dict[str, Coerce]] = {
    "frames": _frames,
    "registers": registers,
    "instruction_addr_adjustment": text,
    "lang": text_up_to(128),
    "snapshot": boolean,
}
