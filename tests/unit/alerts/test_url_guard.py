"""Where we send, and where we don't."""

import pytest

from chalicelib.alerts.url_guard import UrlRefused, is_public, reject_private_host, split_url


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "1.1.1.1"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.170.2",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound here.
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "ff02::1",
        "not an address",
        "",
    ],
)
def test_our_own_network_and_metadata_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com",
        "https://",
        "https://user:password@example.com/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: other",
        "https://[::1",
        "javascript:alert(1)",
        "//example.com",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_strange_urls_are_refused(url: str) -> None:
    with pytest.raises(UrlRefused):
        split_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://LOCALHOST.:8080/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://metadata.google.internal/",
        "http://printer.local/",
    ],
)
def test_private_hosts_are_refused_by_name(url: str) -> None:
    with pytest.raises(UrlRefused):
        reject_private_host(url)


def test_a_public_url_passes() -> None:
    reject_private_host("https://hooks.example.com/services/T0/B0?x=1")
