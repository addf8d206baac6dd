"""Which events a project refuses."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chalicelib.globs import MAX_PATTERN_CHARACTERS

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
