"""One frame: module, else file name; function; source line where the platform's source can be trusted."""

import re
from typing import Any, Final

from chalicelib.grouping.component import Component, branch, leaf
from chalicelib.grouping.in_app import is_noise
from chalicelib.grouping.platforms import family_of
from chalicelib.grouping.v1.functions import trim_function
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


def frame_component(frame: Frame, event_platform: str) -> Component:
    platform = frame.get("platform") or event_platform
    family = family_of(platform)
    abs_path = frame.get("abs_path") or ""
    module = _module(frame.get("module"), abs_path, platform)
    filename = _filename(frame.get("filename"), abs_path, platform, family)
    if module.contributes and filename.contributes:
        filename.ignore("module takes precedence")
    parts: list[Component | str] = [module, filename]
    line = _context_line(frame, abs_path, platform, family)
    function = _function(frame, platform, family, has_line=line is not None and line.contributes)
    parts.append(function)
    if line is not None:
        parts.append(line)
    if family == "javascript":
        _judge_javascript_name(frame, function)
    component = branch("frame", parts)
    _judge_frame(frame, abs_path, family, component)
    return component


def has_url_origin(path: str) -> bool:
    return path.startswith(URL_ORIGINS)


def _module(module: str | None, abs_path: str, platform: str) -> Component:
    if not module:
        return Component("module")
    if platform == "javascript" and "/" in module and abs_path.endswith(module):
        return Component("module", [module], "ignored because it is only the path")
    if platform in JVM_PLATFORMS:
        cleaned = clean_java_module(module)
        if not cleaned:
            return Component("module", [module], "ignored generated class")
        return leaf("module", cleaned, "removed generated part" if cleaned != module else None)
    return leaf("module", module)


def _filename(filename: str | None, abs_path: str, platform: str, family: str) -> Component:
    if not filename:
        return Component("filename")
    base = re.split(r"[/\\]", filename)[-1] if "/" in filename or "\\" in filename else filename
    name = base.lower()
    if has_url_origin(abs_path):
        return Component("filename", [name], "ignored because frame points to a URL")
    if name == "<anonymous>":
        return Component("filename", [name], "ignored anonymous file")
    if name == "[native code]":
        return Component("filename", [name], "ignored native code")
    if platform in JVM_PLATFORMS:
        cleaned = clean_java_file(name)
    elif family == "javascript":
        cleaned = without_hash(base).lower()
    else:
        cleaned = name
    return leaf("filename", cleaned, "removed generated part" if cleaned != name else None)


def _context_line(frame: Frame, abs_path: str, platform: str, family: str) -> Component | None:
    if platform not in CONTEXT_LINE_PLATFORMS:
        return None
    raw = frame.get("context_line") or ""
    line = " ".join(raw.split())
    if not line:
        return Component("context_line")
    if len(raw) > MAX_CONTEXT_LINE:
        return Component("context_line", [line[:MAX_CONTEXT_LINE]], "ignored because line is too long")
    if family == "javascript" and not frame.get("function") and has_url_origin(abs_path):
        return Component("context_line", [line], "ignored because frame points to a URL and has no function")
    return leaf("context_line", line)


def _function(frame: Frame, platform: str, family: str, *, has_line: bool) -> Component:
    function, raw_function = frame.get("function"), frame.get("raw_function")
    # The .NET SDKs trim `function` since some version only; the raw name is the same in all of them.
    name = (raw_function or function) if platform == "csharp" else (function or raw_function)
    if not name:
        return Component("function")
    if not raw_function or platform == "csharp":
        name = trim_function(name, platform, family)
    cleaned, hint, counts = _cleaned_function(name, platform, family)
    if counts and family == "javascript" and has_line and (frame.get("data") or {}).get("sourcemap"):
        return Component("function", [cleaned], "ignored because source line from source map is available")
    if not counts:
        return Component("function", [cleaned], hint)
    return leaf("function", cleaned, hint)


def _cleaned_function(name: str, platform: str, family: str) -> tuple[str, str | None, bool]:
    """The name without what a compiler or runtime made up, why it was changed, and whether it counts at all."""
    if platform == "ruby":
        if name.startswith("block "):
            return "block", "ruby block", True
        cleaned = _ERB_SUFFIX.sub("", name)
        return cleaned, "removed generated template suffix" if cleaned != name else None, True
    if platform == "php":
        return _cleaned_php_function(name)
    if platform in JVM_PLATFORMS:
        cleaned = clean_java_function(name)
        return (cleaned, "removed generated part" if cleaned != name else None, True) if cleaned else (
            name,
            "ignored lambda function",
            False,
        )
    if family == "native" and name in UNKNOWN_NATIVE_FUNCTIONS:
        return name, "ignored unknown function", False
    if family == "javascript":
        cleaned = name.rsplit(".", 1)[-1]
        return cleaned, "removed object before function" if cleaned != name else None, True
    return name, None, True


def _cleaned_php_function(name: str) -> tuple[str, str | None, bool]:
    if name.startswith("class@anonymous") and "::" in name:
        return name.rsplit("::", 1)[-1], "method of anonymous class", True
    if name.startswith(("[Anonymous", "class@anonymous\0", "{closure")):
        return name, "ignored anonymous function", False
    return name, None, True


def _judge_javascript_name(frame: Frame, function: Component) -> None:
    name = (frame.get("raw_function") or frame.get("function") or "").rsplit(".", 1)[-1]
    if not name:
        function.ignore()
    elif name in UNKNOWN_JAVASCRIPT_FUNCTIONS or name.endswith("/<"):
        function.ignore("ignored unknown function name")


def _judge_frame(frame: Frame, abs_path: str, family: str, component: Component) -> None:
    """Leaves out frames that some browsers or runtime versions show and others do not."""
    if family == "javascript":
        name = (frame.get("raw_function") or frame.get("function") or "").rsplit(".", 1)[-1]
        if name == "eval" or abs_path in LOW_QUALITY_PATHS:
            component.ignore("ignored low quality javascript frame")
            return
    if is_noise(frame, family):
        component.ignore("ignored frame of runtime or SDK")
