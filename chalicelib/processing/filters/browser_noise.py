"""Errors that say nothing about a page: of browsers' extensions, of robots, of browsers too old to care for."""

import re
from typing import Any, Final

from chalicelib.patterns import pattern
from chalicelib.processing.filters.robots import MAX_AGENT, is_robot
from chalicelib.processing.grouping.v1.interfaces import exceptions_of, frames_of
from chalicelib.processing.normalize.user_agent import parse_user_agent

Event = dict[str, Any]

#: Errors that extensions, in-app browsers and toolbars throw into every page.
_EXTENSION_ERRORS: Final = "|".join(
    re.escape(text)
    for text in (
        "top.GLOBALS",
        "originalCreateNotification",
        "canvas.contentDocument",
        "MyApp_RemoveAllHighlights",
        "http://tt.epicplay.com",
        "Can't find variable: ZiteReader",
        "jigsaw is not defined",
        "ComboSearch is not defined",
        "http://loading.retry.widdit.com/",
        "atomicFindClose",
        "fb_xd_fragment",
        "bmi_SafeAddOnload",
        "EBCallBackMessageReceived",
        "__gCrWeb",
        "conduitPage",
        'Can\'t redefine non-configurable property "userAgent"',
        "Cannot redefine property: ethereum",
        "Cannot set property ethereum of",
        "Can't find variable: _AutofillCallbackHandler",
        "Extension context invalidated",
        "__firefox__",
        "webkit-masked-url",
    )
)
_EXTENSION_SOURCES: Final = (
    r"^(?:chrome|chrome-extension|moz-extension|safari-extension|safari-web-extension|webkit-masked-url|resource):/"
    r"|graph\.facebook\.com|connect\.facebook\.net|static\.woopra\.com|127\.0\.0\.1:4001/isrunning"
    r"|webappstoolbarba\.texthelp\.com|kaspersky-labs\.com|metrics\.itunes\.apple\.com\.edgesuite\.net"
)
#: The first major version of each browser that is not legacy.
_OLDEST_WELCOME: Final = {
    "IE": 12,
    "IE Mobile": 12,
    "Edge": 79,
    "Firefox": 67,
    "Firefox Mobile": 67,
    "Chrome": 63,
    "Chrome Mobile": 63,
    "Safari": 12,
    "Mobile Safari": 12,
    "Opera": 51,
    "Opera Mobile": 51,
    "Opera Mini": 35,
    "Android": 5,
}


def is_of_extension(event: Event) -> bool:
    exceptions = exceptions_of(event)
    if not exceptions or event.get("platform") != "javascript":
        return False
    frames = frames_of(exceptions[0])
    sources = {frame.get("abs_path") or "" for frame in frames[-1:]}
    if any(pattern(_EXTENSION_SOURCES).search(source) for source in sources):
        return True
    return any(pattern(_EXTENSION_ERRORS).search(exception.get("value") or "") for exception in exceptions)


def is_of_crawler(event: Event) -> bool:
    return is_robot(_user_agent_of(event)[:MAX_AGENT])


def is_of_legacy_browser(event: Event) -> bool:
    browser = parse_user_agent(_user_agent_of(event)).browser
    if not browser or not browser.get("version"):
        return False
    oldest = _OLDEST_WELCOME.get(browser["name"])
    return oldest is not None and int(browser["version"].split(".")[0]) < oldest


def _user_agent_of(event: Event) -> str:
    """The browser whose request it was; the sender's own header is only the SDK's HTTP library."""
    for pair in (event.get("request") or {}).get("headers") or ():
        if pair and pair[0] == "User-Agent" and type(pair[1]) is str:
            return str(pair[1])
    return ""
