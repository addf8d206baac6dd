import re

import pytest

from chalicelib.errors import ValidationFailed
from chalicelib.organizations.slugs import (
    MAX_LENGTH,
    RESERVED,
    SLUG_PATTERN,
    reject_reserved_slug,
    slug_of,
    with_suffix,
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Acme Corp", "acme-corp"), ("  Ärger & Söhne ", "arger-sohne"), ("a" * 80, "a" * 50), ("-x-", "x")],
)
def test_a_slug_reads_like_the_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["東京", "!!!", "settings", "New"])
def test_a_name_that_cannot_be_a_slug_gets_a_random_one(name: str) -> None:
    slug = slug_of(name)

    assert re.match(SLUG_PATTERN, slug)
    assert slug not in RESERVED


def test_a_suffix_never_makes_a_slug_too_long() -> None:
    assert len(with_suffix("a" * MAX_LENGTH)) <= MAX_LENGTH


def test_a_reserved_slug_is_refused() -> None:
    with pytest.raises(ValidationFailed):
        reject_reserved_slug("settings")
