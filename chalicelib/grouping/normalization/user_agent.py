"""Browser, operating system and device from a User-Agent header: the families that matter, no database.

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
    ("Twitterbot", _product("Twitterbot")),
    ("Slackbot-LinkExpanding", _product("Slackbot-LinkExpanding")),
    ("FacebookBot", _product("facebookexternalhit")),
    ("AhrefsBot", _product("AhrefsBot")),
    ("SemrushBot", _product("SemrushBot")),
    ("DuckDuckBot", "DuckDuckBot"),
    ("Baiduspider", _product("Baiduspider")),
    ("Applebot", _product("Applebot")),
    ("GPTBot", _product("GPTBot")),
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
    ("Edge Mobile", rf"Windows Phone.*Edge/{_VERSION}"),
    ("DuckDuckGo Mobile", rf"(?:iPhone|iPad|Android).*DuckDuckGo/{_VERSION}"),
    ("DuckDuckGo", _product("DuckDuckGo")),
    ("Edge", _product("(?:Edge|Edg)")),
    ("Firefox iOS", _product("FxiOS")),
    ("Chrome Mobile iOS", _product("CriOS")),
    ("Firefox Mobile", rf"(?:Mobile|Tablet);.*Firefox/{_VERSION}"),
    ("Firefox", _product("Firefox")),
    ("Chrome Mobile WebView", rf"; wv\).*Chrome/{_VERSION}"),
    ("Chrome Mobile", rf"Android.*Chrome/{_VERSION}[\d.]* Mobile"),
    ("Chromium", _product("Chromium")),
    ("Chrome", _product("Chrome")),
    ("Android", rf"Android[ /-]{_VERSION}"),
    ("Mobile Safari", rf"(?:iPhone|iPad|iPod).*Version/{_VERSION}"),
    ("Mobile Safari", "(?:iPhone|iPad|iPod).*AppleWebKit/.*Safari/"),
    ("Mobile Safari UI/WKWebView", "(?:iPhone|iPad|iPod).*AppleWebKit/"),
    ("Safari", rf"Version/{_VERSION}.*Safari"),
    ("IE", rf"Trident/.*rv:{_VERSION}"),
    ("IE Mobile", rf"IEMobile[/ ]{_VERSION}"),
    ("IE", rf"MSIE {_VERSION}"),
    ("Python Requests", r"python-requests/(\d{1,9})\.(\d{1,9})"),
    ("curl", _product("curl")),
    ("okhttp", _product("okhttp")),
    ("Apache-HttpClient", _product("Apache-HttpClient")),
    ("PostmanRuntime", _product("PostmanRuntime")),
    ("Python-urllib", r"Python-urllib/(\d{1,9})\.(\d{1,9})"),
    ("Wget", _product("Wget")),
    ("axios", _product("axios")),
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
_ANDROID_MODEL: Final = (
    r"Android[^;)]{0,40}; (?:[a-zA-Z]{2}-[a-zA-Z]{2}; )?([^;]{1,80}?)(?: Build/[^;)]*)?(?:; wv)?\)(?!\))"
)
_APPLE_DEVICE: Final = r"\((iPhone|iPad|iPod)"
_APPLE_MODEL: Final = r"(iPhone|iPad|iPod)\d{1,3},\d{1,3}"
_BOT: Final = r"(?i)bot\b|crawler|spider|Googlebot|facebookexternalhit|Python-urllib|Slackbot"
_BRANDS: Final = (
    ("Samsung", ("SM-", "SAMSUNG", "GT-")),
    ("Google", ("Pixel", "Nexus")),
    ("Huawei", ("HUAWEI", "VOG-", "ELE-", "ANE-", "MAR-", "CLT-", "EML-")),
    ("Oppo", ("CPH", "RMX", "OPPO")),
    ("XiaoMi", ("Redmi", "Mi ", "MI ", "POCO", "HM ")),
    ("OnePlus", ("ONEPLUS",)),
    ("Motorola", ("moto", "Moto", "XT")),
    ("Nokia", ("Nokia ",)),
    ("LG", ("LG-",)),
)
#: Firefox does not tell the model.
_ANDROID_FIREFOX: Final = r"\(Android[^;)]{0,20}; (?:Mobile|Tablet);"
_NAMED_IN_FAMILY: Final = frozenset({"Samsung", "XiaoMi", "OnePlus", "Huawei", "Oppo", "Motorola", "Nokia"})
_BRANDS_IN_MODEL: Final = ("SAMSUNG ", "Nokia ", "moto ")


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


def named(name: str, version: str | None) -> dict[str, Any]:
    return {"name": name, "version": version} if version else {"name": name}


def _browser(header: str) -> dict[str, Any] | None:
    for name, product in _BROWSERS:
        match = pattern(product).search(header)
        if match:
            return named(name, _version(match))
    return None


def _system(header: str) -> dict[str, Any] | None:
    windows = pattern(_WINDOWS).search(header)
    if windows and "Windows Phone" not in header:
        name = _WINDOWS_NAMES.get(windows[1])
        # Browsers froze what they say at Windows 10 and macOS 10.15.7; the real version may be higher.
        return named("Windows", ">=10" if name == "10" else name)
    for name, product in _SYSTEMS:
        match = pattern(product).search(header)
        if match:
            version = _version(match)
            frozen = name == "Mac OS X" and version == "10.15.7"
            return named(name, f">={version}" if frozen else version)
    return None


def _device(header: str) -> dict[str, Any] | None:
    if pattern(_BOT).search(header):
        return {"family": "Spider", "model": "Desktop", "brand": "Spider"}
    apple = pattern(_APPLE_DEVICE).search(header)
    if apple:
        exact = pattern(_APPLE_MODEL).search(header)
        return {"family": apple[1], "model": exact[0] if exact else apple[1], "brand": "Apple"}
    if "Macintosh" in header:
        return {"family": "Mac", "model": "Mac", "brand": "Apple"}
    mobile = "Mobile" in header
    if pattern(_ANDROID_FIREFOX).search(header):
        model = "Smartphone" if mobile else "Tablet"
        return {"family": f"Generic {model}", "model": model, "brand": "Generic"}
    found = pattern(_ANDROID_MODEL).search(header)
    return _android_device(found[1].strip(), is_phone=mobile) if found else None


def _android_device(model: str, *, is_phone: bool) -> dict[str, Any]:
    """The family is the model with its brand, where the model does not begin with it."""
    brand = next((brand for brand, prefixes in _BRANDS if model.startswith(prefixes)), None)
    for prefix in _BRANDS_IN_MODEL:
        model = model.removeprefix(prefix)
    if brand is None or model.startswith("SM-T"):
        return {"family": model, "model": model, "brand": "Generic_Android" if is_phone else "Generic_Android_Tablet"}
    family = f"{brand} {model}" if brand in _NAMED_IN_FAMILY else model
    return {"family": family, "model": model, "brand": brand}
