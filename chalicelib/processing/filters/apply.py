"""Events a project does not want: noise of browsers, robots and developers' machines, and what its owners ruled out.

Every refusal has the name of its reason, under which it is counted.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from chalicelib.globs import MAX_PATTERN_CHARACTERS, matches_any
from chalicelib.processing.filters.browser_noise import is_of_crawler, is_of_extension, is_of_legacy_browser
from chalicelib.processing.grouping.v1.interfaces import message_texts
from chalicelib.processing.normalize.event import IngestContext

MAX_PATTERNS: Final = 200

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


@lru_cache(maxsize=256)
def networks_of(patterns: tuple[str, ...]) -> tuple[Network, ...]:
    """Raises ValueError for what is no address or network."""
    return tuple(ipaddress.ip_network(pattern.strip(), strict=False) for pattern in patterns)


Event = dict[str, Any]

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


def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def _refuses_release(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    release = event.get("release")
    return bool(release) and matches_any([str(release)], settings.releases)


def _refuses_message(event: Event, settings: FilterSettings, _context: IngestContext) -> bool:
    if not settings.error_messages:
        return False
    return matches_any(dict.fromkeys(message_texts(event)), settings.error_messages)


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


_FILTERS: Final[tuple[tuple[str, Callable[[Event, FilterSettings, IngestContext], bool]], ...]] = (
    ("ip-address", _refuses_address),
    ("release-version", _refuses_release),
    ("error-message", _refuses_message),
    ("browser-extensions", lambda event, settings, _: settings.browser_extensions and is_of_extension(event)),
    ("web-crawlers", lambda event, settings, _: settings.web_crawlers and is_of_crawler(event)),
    ("localhost", _refuses_localhost),
    ("legacy-browsers", lambda event, settings, _: settings.legacy_browsers and is_of_legacy_browser(event)),
)
REASONS: Final = tuple(reason for reason, _ in _FILTERS)
