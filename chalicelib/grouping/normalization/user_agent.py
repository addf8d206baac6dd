"""Browser, operating system and device from a User-Agent header or client hints: the families that matter, no database.

Every pattern is anchored on a literal product name, so that a long hostile header costs one scan per family.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from chalicelib.grouping.patterns import pattern

MAX_CHARACTERS: Final = 512

_VERSION: Final = r"(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?"


def _product(name: str) -> str:
    return rf"{name}[/ ]{_VERSION}"


#: First match wins: browsers built on others come before what they are built on.
_BROWSERS: Final = (
    ("Googlebot", _product("Googlebot(?:-Mobile)?")),
    ("bingbot", _product("bingbot")),
    ("YandexBot", _product("YandexBot")),
    ("Facebook", rf"FBAV/{_VERSION}"),
    ("Instagram", _product("Instagram")),
    ("Electron", _product("Electron")),
    ("HeadlessChrome", _product("HeadlessChrome")),
    ("Samsung Internet", _product("SamsungBrowser")),
    ("UC Browser", _product("UCBrowser")),
    ("Yandex Browser", _product("YaBrowser")),
    ("Vivaldi", _product("Vivaldi")),
    ("Opera Mini", _product("Opera Mini")),
    ("Opera Mobile", rf"Mobile.*OPR/{_VERSION}"),
    ("Opera", _product("OPR")),
    ("Opera", rf"Opera/9\.80.*Version/{_VERSION}"),
    ("Opera", _product("Opera")),
    ("Edge Mobile", _product("(?:EdgA|EdgiOS)")),
    ("Edge", _product("(?:Edge|Edg)")),
    ("Firefox iOS", _product("FxiOS")),
    ("Chrome Mobile iOS", _product("CriOS")),
    ("Firefox Mobile", rf"Mobile;.*Firefox/{_VERSION}"),
    ("Firefox", _product("Firefox")),
    ("Chrome Mobile WebView", rf"; wv\).*Chrome/{_VERSION}"),
    ("Chrome Mobile", rf"Android.*Chrome/{_VERSION}[\d.]* Mobile"),
    ("Chromium", _product("Chromium")),
    ("Chrome", _product("Chrome")),
    ("Android", rf"Android.*Version/{_VERSION}"),
    ("Mobile Safari", rf"(?:iPhone|iPad|iPod).*Version/{_VERSION}"),
    ("Mobile Safari UI/WKWebView", rf"(?:iPhone|iPad|iPod).*AppleWebKit/{_VERSION}"),
    ("Safari", rf"Version/{_VERSION}.*Safari"),
    ("IE", rf"Trident/.*rv:{_VERSION}"),
    ("IE Mobile", rf"IEMobile[/ ]{_VERSION}"),
    ("IE", rf"MSIE {_VERSION}"),
    ("Python Requests", r"python-requests/(\d{1,9})\.(\d{1,9})"),
    ("curl", _product("curl")),
    ("okhttp", _product("okhttp")),
    ("CFNetwork", _product("CFNetwork")),
    ("Go-http-client", _product("Go-http-client")),
)
_WINDOWS_NAMES: Final = {
    "10.0": "10",
    "6.3": "8.1",
    "6.2": "8",
    "6.1": "7",
    "6.0": "Vista",
    "5.2": "XP",
    "5.1": "XP",
    "5.0": "2000",
}
_SYSTEMS: Final = (
    ("Windows Phone", rf"Windows Phone(?: OS)? {_VERSION}"),
    ("iOS", r"(?:iPhone|iPad|iPod).*? OS (\d{1,9})_(\d{1,9})(?:_(\d{1,9}))?"),
    ("iOS", r"(?:iPhone|iPad|iPod)()"),
    ("Android", rf"Android[ /-]{_VERSION}"),
    ("Android", "Android()"),
    ("Chrome OS", rf"CrOS [a-z0-9_]+ {_VERSION}"),
    ("Mac OS X", r"Mac OS X (\d{1,9})[_.](\d{1,9})(?:[_.](\d{1,9}))?"),
    ("Mac OS X", "Macintosh()"),
    ("Ubuntu", rf"Ubuntu(?:[/ ]{_VERSION})?"),
    ("Fedora", rf"Fedora(?:[/ ]{_VERSION})?"),
    ("Debian", rf"Debian(?:[/ ]{_VERSION})?"),
    ("FreeBSD", "FreeBSD()"),
    ("Linux", "Linux()|X11()"),
)
_WINDOWS: Final = r"Windows NT (\d{1,2}\.\d)"
_ANDROID_MODEL: Final = r"Android[^;)]{0,40}; (?:[a-z]{2}-[a-z]{2}; )?([^;)]{1,80}?)(?: Build/[^;)]*)?(?:; wv)?\)"
_APPLE_DEVICE: Final = r"\((iPhone|iPad|iPod)"
_BOT: Final = r"(?i)bot\b|crawler|spider|Googlebot"
_BRANDS: Final = (
    ("Samsung", ("SM-", "SAMSUNG", "GT-")),
    ("Google", ("Pixel", "Nexus")),
    ("Huawei", ("HUAWEI",)),
    ("XiaoMi", ("Redmi", "Mi ", "MI ", "POCO")),
    ("OnePlus", ("ONEPLUS",)),
    ("Motorola", ("moto", "Moto", "XT")),
    ("Nokia", ("Nokia",)),
    ("LG", ("LM-", "LG-")),
)
_CLIENT_HINT_BRAND: Final = r'"([^"]{1,100})";v="([^"]{1,50})"'
_ENGINES: Final = ("Brand", "Chromium", "Gecko", "WebKit")


@dataclass(frozen=True, slots=True)
class UserAgent:
    """What a header tells, each part in the form of the context it becomes, or None."""

    browser: dict[str, Any] | None
    system: dict[str, Any] | None
    device: dict[str, Any] | None


@lru_cache(maxsize=512)
def parse_user_agent(header: str) -> UserAgent:
    header = header[:MAX_CHARACTERS]
    return UserAgent(_browser(header), _system(header), _device(header))


def _version(match: re.Match[str]) -> str | None:
    parts: list[str] = []
    for part in match.groups():
        if not part:
            break
        parts.append(part)
    return ".".join(parts) or None


def _named(name: str, version: str | None) -> dict[str, Any]:
    return {"name": name, "version": version} if version else {"name": name}


def _browser(header: str) -> dict[str, Any] | None:
    for name, product in _BROWSERS:
        match = pattern(product).search(header)
        if match:
            return _named(name, _version(match))
    return None


def _system(header: str) -> dict[str, Any] | None:
    windows = pattern(_WINDOWS).search(header)
    if windows and "Windows Phone" not in header:
        name = _WINDOWS_NAMES.get(windows[1])
        # Browsers froze what they say at Windows 10 and macOS 10.15.7; the real version may be higher.
        return _named("Windows", ">=10" if name == "10" else name)
    for name, product in _SYSTEMS:
        match = pattern(product).search(header)
        if match:
            version = _version(match)
            frozen = name == "Mac OS X" and version == "10.15.7"
            return _named(name, f">={version}" if frozen else version)
    return None


def _device(header: str) -> dict[str, Any] | None:
    if pattern(_BOT).search(header):
        return {"family": "Spider", "model": "Desktop", "brand": "Spider"}
    apple = pattern(_APPLE_DEVICE).search(header)
    if apple:
        return {"family": apple[1], "model": apple[1], "brand": "Apple"}
    if "Macintosh" in header:
        return {"family": "Mac", "model": "Mac", "brand": "Apple"}
    model = pattern(_ANDROID_MODEL).search(header)
    if not model:
        return None
    name = model[1].strip()
    if name == "K":
        return {"family": "K", "model": "K"}
    brand = next((brand for brand, prefixes in _BRANDS if name.startswith(prefixes)), None)
    family = f"Samsung {name}" if brand == "Samsung" else name
    return {"family": family, "model": name, "brand": brand} if brand else {"family": name, "model": name}


def client_hints(headers: dict[str, str]) -> UserAgent:
    """What the Sec-CH-UA headers tell; names of *headers* are lower-case."""
    model = headers.get("sec-ch-ua-model", "").strip().replace('"', "")[:200]
    platform = headers.get("sec-ch-ua-platform", "").strip().replace('"', "")[:200]
    version = headers.get("sec-ch-ua-platform-version", "").strip().replace('"', "")[:200]
    return UserAgent(
        _browser_hint(headers.get("sec-ch-ua", "")[:MAX_CHARACTERS]),
        _named(platform, version) if platform else None,
        {"model": model} if model else None,
    )


def _browser_hint(hint: str) -> dict[str, Any] | None:
    for item in hint.split(","):
        if any(engine in item for engine in _ENGINES):
            continue
        match = pattern(_CLIENT_HINT_BRAND).search(item)
        return _named(match[1], match[2]) if match and match[1].strip() and match[2].strip() else None
    return None
