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
