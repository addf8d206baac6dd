import pytest

from chalicelib.compat.issue_serializers import shorten_version


@pytest.mark.parametrize(
    ("version", "short"),
    [
        ("web@1.2.3", "1.2.3"),
        ("1.2.3", "1.2.3"),
        ("a" * 40, "a" * 12),
        ("web@" + "0123456789abcdef" * 2, "0123456789ab"),
        ("backend@", "backend@"),
    ],
)
def test_a_short_version_has_no_package_and_little_of_a_hash(version: str, short: str) -> None:
    assert shorten_version(version) == short
