"""Events a project does not want: noise of browsers, robots and developers' machines, and what its owners ruled out.

Every refusal has the name of its reason, under which it is counted.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from chalicelib.grouping.globs import MAX_PATTERN_CHARACTERS, matches_glob
from chalicelib.grouping.normalization.user_agent import parse_user_agent
from chalicelib.grouping.normalize import IngestContext
from chalicelib.grouping.patterns import pattern
from chalicelib.grouping.rules import exceptions_of, frames_of, message_texts

MAX_PATTERNS: Final = 200
REASONS: Final = (
    "ip-address",
    "release-version",
    "error-message",
    "browser-extensions",
    "web-crawlers",
    "localhost",
    "legacy-browsers",
)

Event = dict[str, Any]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class FilterSettings:
    """What a project refuses. Releases and messages are globs; addresses are single ones or networks (CIDR)."""

    ip_addresses: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    error_messages: tuple[str, ...] = ()
    browser_extensions: bool = False
    web_crawlers: bool = True
    localhost: bool = False
    legacy_browsers: bool = False

    def __post_init__(self) -> None:
        for name in ("ip_addresses", "releases", "error_messages"):
            patterns = getattr(self, name)
            if len(patterns) > MAX_PATTERNS:
                raise ValueError(f"{name} has at most {MAX_PATTERNS} entries")
            if any(not 0 < len(pattern) <= MAX_PATTERN_CHARACTERS for pattern in patterns):
                raise ValueError(f"an entry of {name} has 1 to {MAX_PATTERN_CHARACTERS} characters")
        networks_of(self.ip_addresses)


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
_CRAWLERS: Final = (
    r"(?i)bot\b|bot[/;\-_ ]|crawl|spider|slurp|mediapartners-google|adsbot|apis-google|google-inspectiontool"
    r"|googleother|bingpreview|facebookexternalhit|facebookcatalog|ia_archiver|yandex(?:\.com|images|metrika)|duckduckgo"
    r"|baiduspider|semrush|ahrefs|petalbot|applebot|twitterbot|linkedinbot|slackbot|telegrambot|whatsapp|pingdom"
    r"|uptimerobot|statuscake|lighthouse|headlesschrome-lighthouse|gptbot|chatgpt-user|claudebot|ccbot|bytespider"
    r"|embedly|quora link preview|outbrain|w3c_validator|phantomjs"
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
_LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared with, not bound to


def apply_filters(event: Event, settings: FilterSettings, context: IngestContext) -> str | None:
    """The reason why the event is refused, or None when it is welcome."""
    return next((reason for reason, refuses in _FILTERS if refuses(event, settings, context)), None)


def _refuses_address(event: Event, settings: FilterSettings, context: IngestContext) -> bool:
    networks = networks_of(settings.ip_addresses)
    if not networks:
        return False
    candidates = (context.client_ip, (event.get("user") or {}).get("ip_address"))
    return any(_is_in(address, networks) for address in candidates if address)


@lru_cache(maxsize=256)
def networks_of(patterns: tuple[str, ...]) -> tuple[Network, ...]:
    """Raises ValueError for what is no address or network."""
    return tuple(ipaddress.ip_network(pattern.strip(), strict=False) for pattern in patterns)


def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def _refuses_release(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    release = event.get("release")
    return bool(release) and any(matches_glob(str(release), pattern) for pattern in settings.releases)


def _refuses_message(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    if not settings.error_messages:
        return False
    texts = list(message_texts(event))
    return any(matches_glob(text, pattern) for pattern in settings.error_messages for text in texts)


def _refuses_extension(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    if not settings.browser_extensions or event.get("platform") != "javascript":
        return False
    exceptions = exceptions_of(event)
    if not exceptions:
        return False
    frames = frames_of(exceptions[0])
    sources = {frame.get("abs_path") or "" for frame in frames[-1:]}
    if any(pattern(_EXTENSION_SOURCES).search(source) for source in sources):
        return True
    return any(pattern(_EXTENSION_ERRORS).search(exception.get("value") or "") for exception in exceptions)


def _refuses_crawler(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    return settings.web_crawlers and pattern(_CRAWLERS).search(user_agent_of(event)[:512]) is not None


def user_agent_of(event: Event) -> str:
    """The browser whose request it was; the sender's own header is only the SDK's HTTP library."""
    for pair in (event.get("request") or {}).get("headers") or ():
        if pair and pair[0] == "User-Agent" and type(pair[1]) is str:
            return str(pair[1])
    return ""


def _refuses_localhost(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    if not settings.localhost:
        return False
    if (event.get("user") or {}).get("ip_address") in _LOCAL_HOSTS:
        return True
    host = _host(str((event.get("request") or {}).get("url") or ""))
    return host in _LOCAL_HOSTS or host.endswith(".localhost")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _refuses_legacy_browser(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    if not settings.legacy_browsers:
        return False
    browser = parse_user_agent(user_agent_of(event)).browser
    if not browser or not browser.get("version"):
        return False
    oldest = _OLDEST_WELCOME.get(browser["name"])
    return oldest is not None and int(browser["version"].split(".")[0]) < oldest


_FILTERS: Final[tuple[tuple[str, Callable[[Event, FilterSettings, IngestContext], bool]], ...]] = (
    ("ip-address", _refuses_address),
    ("release-version", _refuses_release),
    ("error-message", _refuses_message),
    ("browser-extensions", _refuses_extension),
    ("web-crawlers", _refuses_crawler),
    ("localhost", _refuses_localhost),
    ("legacy-browsers", _refuses_legacy_browser),
)
