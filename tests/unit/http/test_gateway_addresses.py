import pytest

from chalicelib.http.gateway import client_address

SECRET = "edge secret"


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, "10.0.0.9"),
        ({"x-forwarded-for": "1.2.3.4"}, "10.0.0.9"),
        ({"x-forwarded-for": "1.2.3.4", "x-minisentry-edge": "guess"}, "10.0.0.9"),
        ({"x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.0.0.9", "x-minisentry-edge": SECRET}, "1.2.3.4"),
        ({"x-forwarded-for": "6.6.6.6, 1.2.3.4", "x-minisentry-edge": SECRET}, "1.2.3.4"),
        ({"x-forwarded-for": "2001:db8::1, 10.0.0.9", "x-minisentry-edge": SECRET}, "2001:db8::1"),
        ({"x-minisentry-edge": SECRET}, "10.0.0.9"),
    ],
)
def test_a_forwarded_address_counts_only_from_our_edge(headers: dict[str, str], address: str) -> None:
    assert client_address(headers, "10.0.0.9", SECRET) == address


def test_a_stage_without_an_edge_believes_nobody() -> None:
    assert client_address({"x-forwarded-for": "1.2.3.4", "x-minisentry-edge": ""}, "10.0.0.9", "") == "10.0.0.9"


@pytest.mark.parametrize(
    ("client", "address"),
    [
        # The ingest host names its client, whatever else stands there.
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8::1", "2001:db8::1"),
        # CloudFront writes this over what its viewer claims.
        ("as-forwarded", "203.0.113.5"),
        (None, "203.0.113.5"),
    ],
)
def test_the_ingest_host_names_whom_it_forwards_for(client: str | None, address: str) -> None:
    headers = {"x-minisentry-edge": SECRET, "x-forwarded-for": "6.6.6.6, 203.0.113.5, 10.0.0.9"}
    if client is not None:
        headers["x-minisentry-client"] = client

    assert client_address(headers, "10.0.0.9", SECRET) == address


def test_a_client_that_names_itself_is_not_believed() -> None:
    assert client_address({"x-minisentry-client": "1.2.3.4"}, "10.0.0.9", SECRET) == "10.0.0.9"
    forged = {"x-minisentry-client": "1.2.3.4", "x-minisentry-edge": "guess"}
    assert client_address(forged, "10.0.0.9", SECRET) == "10.0.0.9"
