"""Which addresses a stranger's URL may lead us to: the public internet, nothing of our own network. Pure."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_URL_LENGTH = 2000
SCHEMES = ("https", "http")
# Addresses in which an IPv4 address travels: NAT64 (RFC 6052) would carry us to whatever it holds.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class UrlRefused(ValueError):
    """We don't send there; the text says why."""


def is_public(text: str) -> bool:
    """Whether an address is out on the internet: not private, loopback, link-local (metadata), shared or reserved."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _with_embedded(address))


def split_url(url: str) -> SplitResult:
    """The parts of a URL we may send to. Raises UrlRefused for other schemes, credentials, and strange hosts."""
    if len(url) > MAX_URL_LENGTH or any(character.isspace() or character < " " for character in url):
        raise UrlRefused("expected a URL without spaces")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UrlRefused("expected a URL") from None
    if parts.scheme not in SCHEMES:
        raise UrlRefused("expected an https:// or http:// URL")
    if not parts.hostname or port == 0:
        raise UrlRefused("expected a URL with a host")
    if parts.username is not None or parts.password is not None:
        raise UrlRefused("expected a URL without user name and password")
    return parts


def reject_private_host(url: str) -> None:
    """Refuse early what a name alone gives away; what it resolves to is checked whenever something is sent.

    Raises UrlRefused.
    """
    host = (split_url(url).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise UrlRefused("this host is on a private network")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_public(host):
        raise UrlRefused("this address is on a private network")


def _with_embedded(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    embedded: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    if address.teredo is not None:
        embedded += address.teredo
    if address in NAT64:
        embedded.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    found = [one for one in embedded if one is not None]
    # A mapped address is the IPv4 one in other clothes, and Python calls the range itself private.
    return found if address.ipv4_mapped is not None else [address, *found]
