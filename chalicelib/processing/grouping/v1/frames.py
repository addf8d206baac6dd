"""One frame: module, else file name; function; source line where the platform's source can be trusted."""

from functools import lru_cache
from typing import Any, Final, NamedTuple

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.v1.cleaned_names import (
    cleaned_file,
    cleaned_function,
    cleaned_module,
    function_name,
    is_unknown,
)
from chalicelib.processing.grouping.v1.component import Component, branch, leaf
from chalicelib.processing.grouping.v1.functions import trim_function, trim_native_function
from chalicelib.processing.grouping.v1.native_places import Images, has_name, place_in_program
from chalicelib.processing.grouping.v1.noise import is_noise
from chalicelib.processing.grouping.v1.platforms import family_of

#: Platforms whose SDKs send the source line, and send it as it was written.
CONTEXT_LINE_PLATFORMS: Final = frozenset({"javascript", "node", "python", "php", "ruby"})
MAX_CONTEXT_LINE: Final = 120
URL_ORIGINS: Final = ("http:", "https:", "applewebdata:", "blob:")
LOW_QUALITY_PATHS: Final = frozenset({"[native code]", "native code", "eval code", "<anonymous>"})
#: How Python's multiprocessing starts a process: spawn_main(tracker_fd=11, pipe_handle=21)
_SPAWN_NUMBERS: Final = r"(?<==)\d+"

_WASM_FUNCTION: Final = r"\b(wasm-function\[\d{1,9}\])"

Frame = dict[str, Any]


class FrameTexts(NamedTuple):
    """All of a frame that grouping looks at."""

    platform: str
    module: str | None
    filename: str | None
    abs_path: str
    function: str | None
    raw_function: str | None
    context_line: str | None
    is_mapped: bool
    place: str | None = None


def frame_component(frame: Frame, event_platform: str, images: Images = ()) -> Component:
    """The component of a frame, shared by all frames that read the same; who changes it makes a copy."""
    platform = frame.get("platform") or event_platform
    data = frame.get("data")
    return _component(
        FrameTexts(
            platform,
            frame.get("module"),
            frame.get("filename"),
            frame.get("abs_path") or "",
            frame.get("function"),
            frame.get("raw_function"),
            frame.get("context_line") if platform in CONTEXT_LINE_PLATFORMS else None,
            bool(data and data.get("sourcemap")),
            None if has_name(frame) else place_in_program(frame, images),
        )
    )


@lru_cache(maxsize=4096)
def _component(frame: FrameTexts) -> Component:
    """Frames repeat within a batch more than anything else, as most of its events belong to few issues."""
    family = family_of(frame.platform)
    module = _module(frame, family)
    filename = _filename(frame, family)
    if module.contributes and filename.contributes:
        filename.ignore("module takes precedence")
    line = _context_line(frame, family)
    function = _function(frame, family, has_line=line is not None and line.contributes)
    if family == "javascript":
        _judge_javascript_name(frame, function)
    parts: list[Component | str] = [module, filename, function] if line is None else [module, filename, function, line]
    if frame.place and not function.contributes:
        parts.append(leaf("place", frame.place, "stands for the function, which has no name"))
    component = branch("frame", parts)
    _judge_frame(frame, family, component)
    return component


def has_url_origin(path: str) -> bool:
    return path.startswith(URL_ORIGINS)


def _module(frame: FrameTexts, family: str) -> Component:
    module = frame.module
    if not module:
        return Component("module")
    if frame.platform == "javascript" and "/" in module and frame.abs_path.endswith(module):
        return Component("module", [module], "ignored because it is only the path")
    cleaned = cleaned_module(module, frame.platform, family)
    if not cleaned:
        return Component("module", [module], "ignored generated class")
    return leaf("module", cleaned, "removed generated part" if cleaned != module else None)


def _filename(frame: FrameTexts, family: str) -> Component:
    if not frame.filename:
        return Component("filename")
    base = frame.filename.rpartition("/")[2].rpartition("\\")[2]
    name = base.lower()
    if has_url_origin(frame.abs_path):
        return Component("filename", [name], "ignored because frame points to a URL")
    if name == "<anonymous>":
        return Component("filename", [name], "ignored anonymous file")
    if name == "[native code]":
        return Component("filename", [name], "ignored native code")
    cleaned = cleaned_file(base, frame.platform, family).lower()
    return leaf("filename", cleaned, "removed generated part" if cleaned != name else None)


def _context_line(frame: FrameTexts, family: str) -> Component | None:
    if frame.platform not in CONTEXT_LINE_PLATFORMS:
        return None
    raw = frame.context_line or ""
    line = " ".join(raw.split())
    if frame.platform == "python" and "spawn_main(" in line:
        line = pattern(_SPAWN_NUMBERS).sub("<int>", line)
    if not line:
        return Component("context_line")
    if len(raw) > MAX_CONTEXT_LINE:
        return Component("context_line", [line[:MAX_CONTEXT_LINE]], "ignored because line is too long")
    if family == "javascript" and not frame.function and has_url_origin(frame.abs_path):
        return Component("context_line", [line], "ignored because frame points to a URL and has no function")
    return leaf("context_line", line)


def _function(frame: FrameTexts, family: str, *, has_line: bool) -> Component:
    # The .NET SDKs trim `function` since some version only; the raw name is the same in all of them.
    raw_first = frame.platform == "csharp"
    name = (frame.raw_function or frame.function) if raw_first else (frame.function or frame.raw_function)
    if not name:
        return _wasm_function(frame)
    if not frame.raw_function or raw_first:
        name = trim_function(name, frame.platform, family)
    cleaned, hint, counts = cleaned_function(name, frame.platform, family)
    if counts and family == "javascript" and has_line and frame.is_mapped:
        return Component("function", [cleaned], "ignored because source line from source map is available")
    if not counts:
        return Component("function", [cleaned], hint)
    return leaf("function", cleaned, hint)


def _wasm_function(frame: FrameTexts) -> Component:
    """WebAssembly without names says its function in the file: `engine.wasm:wasm-function[127458]:0x3695e9b`."""
    found = pattern(_WASM_FUNCTION).search(frame.filename or frame.abs_path)
    return leaf("function", found[1], "taken from the file name") if found else Component("function")


def _last_name(frame: FrameTexts) -> str:
    named = function_name(frame.raw_function or frame.function or "")
    return named or "".join(pattern(_WASM_FUNCTION).findall(frame.filename or frame.abs_path)[:1])


def _judge_javascript_name(frame: FrameTexts, function: Component) -> None:
    name = _last_name(frame)
    if not name:
        function.ignore()
    elif is_unknown(name):
        function.ignore("ignored unknown function name")


def _judge_frame(frame: FrameTexts, family: str, component: Component) -> None:
    """Leaves out frames that some browsers or runtime versions show and others do not."""
    if family == "javascript" and (_last_name(frame) == "eval" or frame.abs_path in LOW_QUALITY_PATHS):
        component.ignore("ignored low quality javascript frame")
    elif is_noise(frame.function or "", frame.module or "", family):
        component.ignore("ignored frame of runtime or SDK")


def forget_frames() -> None:
    """Empties what is remembered of earlier events' frames, to measure without it."""
    _component.cache_clear()
    trim_native_function.cache_clear()
