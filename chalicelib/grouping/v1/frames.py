"""One frame: module, else file name; function; source line where the platform's source can be trusted."""

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

from chalicelib.grouping.component import Component, branch, leaf
from chalicelib.grouping.in_app import is_noise
from chalicelib.grouping.platforms import family_of
from chalicelib.grouping.v1.functions import trim_function, trim_native_function
from chalicelib.grouping.v1.generated_names import clean_java_file, clean_java_function, clean_java_module, without_hash

#: Platforms whose SDKs send the source line, and send it as it was written.
CONTEXT_LINE_PLATFORMS: Final = frozenset({"javascript", "node", "python", "php", "ruby"})
MAX_CONTEXT_LINE: Final = 120
URL_ORIGINS: Final = ("http:", "https:", "applewebdata:", "blob:")
JVM_PLATFORMS: Final = frozenset({"java", "kotlin"})
UNKNOWN_JAVASCRIPT_FUNCTIONS: Final = frozenset({"?", "<anonymous function>", "<anonymous>", "Anonymous function"})
LOW_QUALITY_PATHS: Final = frozenset({"[native code]", "native code", "eval code", "<anonymous>"})
UNKNOWN_NATIVE_FUNCTIONS: Final = frozenset({"<redacted>", "<unknown>"})

_ERB_SUFFIX: Final = re.compile(r"__\d{4,}_\d{4,}$")

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


def frame_component(frame: Frame, event_platform: str) -> Component:
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
        )
    )


@lru_cache(maxsize=4096)
def _component(frame: FrameTexts) -> Component:
    """Frames repeat within a batch more than anything else, as most of its events belong to few issues."""
    family = family_of(frame.platform)
    module = _module(frame)
    filename = _filename(frame, family)
    if module.contributes and filename.contributes:
        filename.ignore("module takes precedence")
    line = _context_line(frame, family)
    function = _function(frame, family, has_line=line is not None and line.contributes)
    if family == "javascript":
        _judge_javascript_name(frame, function)
    component = branch("frame", [module, filename, function] if line is None else [module, filename, function, line])
    _judge_frame(frame, family, component)
    return component


def has_url_origin(path: str) -> bool:
    return path.startswith(URL_ORIGINS)


def _module(frame: FrameTexts) -> Component:
    module = frame.module
    if not module:
        return Component("module")
    if frame.platform == "javascript" and "/" in module and frame.abs_path.endswith(module):
        return Component("module", [module], "ignored because it is only the path")
    if frame.platform in JVM_PLATFORMS:
        cleaned = clean_java_module(module)
        if not cleaned:
            return Component("module", [module], "ignored generated class")
        return leaf("module", cleaned, "removed generated part" if cleaned != module else None)
    return leaf("module", module)


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
    if frame.platform in JVM_PLATFORMS:
        cleaned = clean_java_file(name)
    elif family == "javascript":
        cleaned = without_hash(base).lower()
    else:
        cleaned = name
    return leaf("filename", cleaned, "removed generated part" if cleaned != name else None)


def _context_line(frame: FrameTexts, family: str) -> Component | None:
    if frame.platform not in CONTEXT_LINE_PLATFORMS:
        return None
    raw = frame.context_line or ""
    line = " ".join(raw.split())
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
        return Component("function")
    if not frame.raw_function or raw_first:
        name = trim_function(name, frame.platform, family)
    cleaned, hint, counts = _cleaned_function(name, frame.platform, family)
    if counts and family == "javascript" and has_line and frame.is_mapped:
        return Component("function", [cleaned], "ignored because source line from source map is available")
    if not counts:
        return Component("function", [cleaned], hint)
    return leaf("function", cleaned, hint)


def _cleaned_function(name: str, platform: str, family: str) -> tuple[str, str | None, bool]:
    """The name without what a compiler or runtime made up, why it was changed, and whether it counts at all."""
    if platform == "php":
        return _cleaned_php_function(name)
    cleaned, hint = name, "removed generated part"
    if platform == "ruby":
        cleaned = "block" if name.startswith("block ") else _ERB_SUFFIX.sub("", name)
    elif platform in JVM_PLATFORMS:
        cleaned = clean_java_function(name)
    elif family == "javascript":
        cleaned, hint = name.rsplit(".", 1)[-1], "removed object before function"
    elif family == "native" and name in UNKNOWN_NATIVE_FUNCTIONS:
        return name, "ignored unknown function", False
    if not cleaned:
        return name, "ignored function without a name", False
    return cleaned, hint if cleaned != name else None, True


def _cleaned_php_function(name: str) -> tuple[str, str | None, bool]:
    if name.startswith("class@anonymous") and "::" in name:
        return name.rsplit("::", 1)[-1], "method of anonymous class", True
    if name.startswith(("[Anonymous", "class@anonymous\0", "{closure")):
        return name, "ignored anonymous function", False
    return name, None, True


def _last_name(frame: FrameTexts) -> str:
    return (frame.raw_function or frame.function or "").rsplit(".", 1)[-1]


def _judge_javascript_name(frame: FrameTexts, function: Component) -> None:
    name = _last_name(frame)
    if not name:
        function.ignore()
    elif name in UNKNOWN_JAVASCRIPT_FUNCTIONS or name.endswith("/<"):
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
