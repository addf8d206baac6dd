"""Browser, system and device: from a User-Agent, from client hints, from the one-line descriptions of .NET and Unity.

User-Agents are told by the expressions that Sentry uses, too.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from chalicelib.patterns import pattern
from chalicelib.processing.normalize.values import well_formed

_WINDOWS: Final = (
    r"(?:Microsoft\s+)?Windows\s+(?:NT\s+)?(?P<version>\d+\.\d+\.(?P<build>\d+))",
    r"Windows\s+\d+\s+\((?P<version>\d+\.\d+\.(?P<build>\d+))",
)
_NAMED: Final = (
    ("macOS", r"Mac OS X (?P<version>\d+\.\d+\.\d+)(?: \((?P<build>[a-fA-F0-9]+)\))?$"),
    ("iOS", r"iOS (?P<version>\d+\.\d+(?:\.\d+)?)"),
    ("iPadOS", r"iPadOS (?P<version>\d+\.\d+(?:\.\d+)?)"),
)
_KERNEL: Final = r"(?P<kernel_version>\d+\.\d+(?:\.\d+(?:\.[1-9]+)?)?)"
_LINUX: Final = rf"Linux {_KERNEL} (?P<name>[a-zA-Z]+) (?P<version>\d+(?:\.\d+){{0,2}})"
_UNAME: Final = rf"(?P<name>[a-zA-Z]+) {_KERNEL}"
_ANDROID: Final = r"Android (?:OS )?(?P<version>\d+(?:\.\d+){0,2}) / API-\d+"
_MARKETING: Final = r"(?P<name>[a-zA-Z]+) (?P<version>[0-9.\-]+)"
_RUNTIME: Final = r"(?P<name>.*) (?P<version>\d+\.\d+(?:\.\d+){0,2})"

#: https://en.wikipedia.org/wiki/List_of_Microsoft_Windows_versions
_WINDOWS_BUILDS: Final = (
    (2600, 3790, "XP"),
    (6002, 6002, "Vista"),
    (7601, 7601, "7"),
    (9200, 9200, "8"),
    (9600, 9600, "8.1"),
    (10240, 19044, "10"),
    (22000, 22999, "11"),
)
#: https://learn.microsoft.com/dotnet/framework/migration-guide/how-to-determine-which-versions-are-installed
_DOTNET_RELEASES: Final = {
    "378389": "4.5",
    "378675": "4.5.1",
    "378758": "4.5.1",
    "379893": "4.5.2",
    "393295": "4.6",
    "393297": "4.6",
    "394254": "4.6.1",
    "394271": "4.6.1",
    "394802": "4.6.2",
    "394806": "4.6.2",
    "460798": "4.7",
    "460805": "4.7",
    "461308": "4.7.1",
    "461310": "4.7.1",
    "461808": "4.7.2",
    "461814": "4.7.2",
    "528040": "4.8",
    "528049": "4.8",
    "528209": "4.8",
    "528372": "4.8",
    "528449": "4.8",
}


def describe_os(description: str) -> dict[str, Any]:
    """The fields of an os context that a description tells; none when it is not understood."""
    description = description[:200]
    for form in _WINDOWS:
        match = pattern(form).match(description)
        if match:
            return {"name": "Windows", "version": _windows_name(match), "build": match["build"]}
    for name, form in _NAMED:
        match = pattern(form).match(description)
        if match:
            return {"name": name, **_found(match)}
    for form in (_LINUX, _UNAME):
        match = pattern(form).match(description)
        if match:
            return _found(match)
    match = pattern(_ANDROID).match(description)
    if match:
        return {"name": "Android", **_found(match)}
    if description == "Nintendo Switch":
        return {"name": "Nintendo OS"}
    match = pattern(_MARKETING).fullmatch(description)
    return _found(match) if match else {}


def _found(match: re.Match[str]) -> dict[str, Any]:
    return {field: value for field, value in match.groupdict().items() if value is not None}


def _windows_name(match: re.Match[str]) -> str:
    build = int(match["build"][:9])
    return next((name for first, last, name in _WINDOWS_BUILDS if first <= build <= last), match["version"])


def describe_runtime(context: dict[str, Any]) -> None:
    """Fills name and version of a runtime context from its description and its .NET release key."""
    if not context.get("name") and not context.get("version") and context.get("raw_description"):
        match = pattern(_RUNTIME).match(context["raw_description"][:200])
        if match:
            context["name"], context["version"] = match["name"], match["version"]
    if type(context.get("name")) is str and context["name"].startswith(".NET Framework"):
        version = _DOTNET_RELEASES.get(str(context.get("build")))
        if version:
            context["version"] = version


LOW, MEDIUM, HIGH = "1", "2", "3"
_APPLE_FAMILIES: Final = frozenset({"iPhone", "iOS", "iOS-Device"})
_APPLE_MODEL: Final = re.compile(r"(iPhone|iPad)(\d{1,3}),(\d{1,3})")
#: First generation of iPhones and iPads that is medium, and first that is high.
_GENERATIONS: Final = {"iPhone": (9, 13), "iPad": (6, 13)}
#: iPads of a medium generation that are low: those of the sixth that are no iPad Pro.
_LOW_IPADS: Final = frozenset({"iPad6,11", "iPad6,12"})
_GIBIBYTE: Final = 1024**3


def device_class(contexts: dict[str, Any]) -> str | None:
    device = contexts.get("device") or {}
    if device.get("type") != "device" or type(device.get("family")) is not str:
        return None
    if device["family"] in _APPLE_FAMILIES:
        model = device.get("model")
        # The model as a User-Agent tells it, which says nothing.
        return _apple_class(model) if type(model) is str and model != device["family"] else None
    numbers = [device.get(name) for name in ("processor_frequency", "processor_count", "memory_size")]
    return _class_by_numbers(*numbers) if all(type(number) is int for number in numbers) else None


def _apple_class(model: str) -> str:
    """A model that is not known is new, and so high."""
    match = _APPLE_MODEL.fullmatch(model)
    if match is None:
        return HIGH
    medium, high = _GENERATIONS[match[1]]
    generation = int(match[2])
    if generation < medium or model in _LOW_IPADS:
        return LOW
    return MEDIUM if generation < high else HIGH


def _class_by_numbers(megahertz: Any, processors: Any, memory_bytes: Any) -> str:
    if megahertz < 2000 or processors < 8 or memory_bytes < 4 * _GIBIBYTE:
        return LOW
    return MEDIUM if megahertz < 2500 or memory_bytes < 6 * _GIBIBYTE else HIGH


if TYPE_CHECKING:
    from ua_parser import OS, Device, Parser
    from ua_parser import UserAgent as Browser

MAX_CHARACTERS: Final = 512
#: The family of what is not known.
_UNKNOWN: Final = "Other"
#: Versions at which browsers froze what they say of their system: the real one may be higher.
_FROZEN: Final = frozenset({("Windows", "10"), ("Mac OS X", "10.15.7")})


@dataclass(frozen=True, slots=True)
class UserAgent:
    """What a header tells, each part in the form of the context it becomes, or None."""

    browser: dict[str, Any] | None
    system: dict[str, Any] | None
    device: dict[str, Any] | None


@cache
def _parser() -> "Parser":
    # A thousand expressions take a tenth of a second to compile, which only processes that meet a browser pay.
    from ua_parser import Parser  # noqa: PLC0415 - see above
    from ua_parser.loaders import load_lazy_builtins  # noqa: PLC0415 - see above
    from ua_parser.regex import Resolver  # noqa: PLC0415 - see above

    return Parser(Resolver(load_lazy_builtins()))


@lru_cache(maxsize=512)
def parse_user_agent(header: str) -> UserAgent:
    found = _parser().parse(well_formed(header[:MAX_CHARACTERS]))
    return UserAgent(_browser(found.user_agent), _system(found.os), _device(found.device))


def named(name: str, version: str | None) -> dict[str, Any]:
    return {"name": name, "version": version} if version else {"name": name}


def _version(*parts: str | None) -> str | None:
    known = parts[: parts.index(None)] if None in parts else parts
    return ".".join(filter(None, known)) or None


def _browser(found: "Browser | None") -> dict[str, Any] | None:
    if found is None or found.family == _UNKNOWN:
        return None
    return named(found.family, _version(found.major, found.minor, found.patch))


def _system(found: "OS | None") -> dict[str, Any] | None:
    if found is None or found.family == _UNKNOWN:
        return None
    version = _version(found.major, found.minor, found.patch)
    return named(found.family, f">={version}" if (found.family, version) in _FROZEN else version)


def _device(found: "Device | None") -> dict[str, Any] | None:
    if found is None or found.family == _UNKNOWN:
        return None
    return {"family": found.family, "model": found.model, "brand": found.brand}


_CLIENT_HINT_BRAND: Final = r'"([^"]{1,100})";v="([^"]{1,50})"'
_CLIENT_HINT_NAMES: Final = {"Google Chrome": "Chrome"}
_ENGINES: Final = ("Brand", "Chromium", "Gecko", "WebKit")


def client_hints(headers: dict[str, str]) -> UserAgent:
    """What the Sec-CH-UA headers tell; names of *headers* are lower-case."""
    model = headers.get("sec-ch-ua-model", "").strip().replace('"', "")[:200]
    platform = headers.get("sec-ch-ua-platform", "").strip().replace('"', "")[:200]
    version = headers.get("sec-ch-ua-platform-version", "").strip().replace('"', "")[:200]
    return UserAgent(
        _browser_hint(headers.get("sec-ch-ua", "")[:MAX_CHARACTERS]),
        named(platform, version) if platform else None,
        {"model": model} if model else None,
    )


def _browser_hint(hint: str) -> dict[str, Any] | None:
    for item in hint.split(","):
        if any(engine in item for engine in _ENGINES):
            continue
        match = pattern(_CLIENT_HINT_BRAND).search(item)
        if match and match[1].strip() and match[2].strip():
            return named(_CLIENT_HINT_NAMES.get(match[1], match[1]), match[2])
        return None
    return None
