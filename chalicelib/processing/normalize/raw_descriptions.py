"""Names and versions out of the one-line descriptions that .NET, Unity and Unreal SDKs send of system and runtime."""

import re
from typing import Any, Final

from chalicelib.patterns import pattern

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
