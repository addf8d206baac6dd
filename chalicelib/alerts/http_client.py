"""One POST to a URL that a user gave us: resolved once, checked, and sent to that very address, redirects included.

All of it ends within MAX_SECONDS, however slowly the receiver sends byte after byte. Only addresses of the public
internet are reached, unless the stage allows private ones.
Raises SendFailed, which says whether trying again may help.
"""

import ipaddress
import os
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from chalicelib.config import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_URL_LENGTH = 2000
SCHEMES = ("https", "http")
PRIVATE: Final = "is on a private network, which is reached only where MINISENTRY_ALLOW_PRIVATE_WEBHOOKS is set to 1"
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
        raise UrlRefused(f"this host {PRIVATE}")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_public(host):
        raise UrlRefused(f"this address {PRIVATE}")


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


# Of the whole exchange. A timeout of urllib3 is for one byte of it.
MAX_SECONDS = 10.0
MAX_CONNECT_SECONDS = 3.0
MAX_REDIRECTS = 3
# Other redirects would turn the POST into a GET, which delivers nothing.
KEEPS_METHOD = (307, 308)
TEMPORARY = (408, 425, 429, 500, 502, 503, 504)


class SendFailed(Exception):
    """The receiver did not take it. *is_temporary* says that it may later."""

    def __init__(self, reason: str, *, is_temporary: bool) -> None:
        super().__init__(reason)
        self.is_temporary = is_temporary


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send *body*. Any 2xx answer is success; what it says is not read. Raises SendFailed."""
    ends_at = time.monotonic() + MAX_SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        status, location = _post_once(url, body, headers, ends_at)
        if 200 <= status < 300:
            return
        if status not in KEEPS_METHOD or not location:
            raise SendFailed(f"answered {status}", is_temporary=status in TEMPORARY)
        url = urljoin(url, location)
    raise SendFailed(f"redirected more than {MAX_REDIRECTS} times", is_temporary=False)


def _post_once(url: str, body: bytes, headers: Mapping[str, str], ends_at: float) -> tuple[int, str | None]:
    try:
        parts = split_url(url)
    except UrlRefused as error:
        raise SendFailed(str(error), is_temporary=False) from None
    address = _resolve(parts)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    pool = _pool(parts, address)
    seconds = ends_at - time.monotonic()
    if seconds <= 0:
        raise SendFailed(f"took longer than {MAX_SECONDS:g} s", is_temporary=True)
    try:
        with _cut_off_after(pool, seconds):
            answer = pool.urlopen(
                "POST",
                target,
                body=body,
                headers={**headers, "Host": parts.netloc, "User-Agent": "MiniSentry"},
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=min(MAX_CONNECT_SECONDS, seconds), read=seconds),
                preload_content=False,
            )
            answer.close()
    except HTTPError as error:
        raise SendFailed(type(error).__name__, is_temporary=True) from None
    finally:
        pool.close()
    return answer.status, answer.headers.get("Location")


@contextmanager
def _cut_off_after(pool: urllib3.HTTPConnectionPool, seconds: float) -> Iterator[None]:
    """Shut the connection that *pool* opens after *seconds*, in whatever its exchange is then: TLS, headers, body."""
    opened: list[socket.socket] = []

    class Connection(pool.ConnectionCls):  # type: ignore[name-defined]
        def _new_conn(self) -> Any:
            made = super()._new_conn()
            # TLS takes the socket over; another handle on the same connection shuts it all the same.
            opened.append(socket.socket(fileno=os.dup(made.fileno())))
            return made

    is_cut = Event()

    def shut() -> None:
        is_cut.set()
        for one in opened:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    pool.ConnectionCls = Connection
    timer = Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for one in opened:
            one.close()
    # To the reader, a connection that is shut amid the headers looks like their end.
    if is_cut.is_set():
        raise SendFailed(f"took longer than {MAX_SECONDS:g} s", is_temporary=True)


def _resolve(parts: SplitResult) -> str:
    """The address to connect to. Every address of the name must be public: which one is taken is up to chance."""
    try:
        found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SendFailed("its host has no address", is_temporary=True) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not settings().allow_private_webhooks and not all(map(is_public, addresses)):
        raise SendFailed(f"its host {PRIVATE}", is_temporary=False)
    return addresses[0]


def _pool(parts: SplitResult, address: str) -> urllib3.HTTPConnectionPool:
    """A connection to *address* that expects the certificate of the URL's host."""
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(address, _port(parts), maxsize=1)
    return urllib3.HTTPSConnectionPool(
        address,
        _port(parts),
        maxsize=1,
        ssl_context=ssl.create_default_context(),
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)
