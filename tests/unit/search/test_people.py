"""Whom a query means by `user:`."""

from datetime import UTC, datetime

import pytest

from chalicelib.search.parser import parse_query
from chalicelib.search.people import list_identities, reject_user_patterns
from chalicelib.search.query import QuerySyntaxError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "identities"),
    [
        ("user:7", ["id:7", "email:7", "username:7", "ip:7"]),
        ("user:id:7", ["id:7"]),
        ("user:email:Ann@Example.com", ["email:ann@example.com"]),
        ("user:ip:::1", ["ip:::1"]),
        ("user:::1", ["id:::1", "email:::1", "username:::1", "ip:::1"]),
        ("user:id:", ["id:id:", "email:id:", "username:id:", "ip:id:"]),
        ("user.id:Ann", ["id:Ann"]),
        ("user.email:ANN@x.org", ["email:ann@x.org"]),
        ("user.email:[a@x.org, b@x.org]", ["email:a@x.org", "email:b@x.org"]),
        ('user.username:"Ann B"', ["username:Ann B"]),
        ("user.ip:10.0.0.1", ["ip:10.0.0.1"]),
        (r"user.id:a\*", ["id:a*"]),
        ("plan:team", []),
        ("has:user.email", []),
    ],
)
def test_a_term_names_people(text: str, identities: list[str]) -> None:
    (term,) = parse_query(text, NOW).tags

    assert list_identities(term) == identities


@pytest.mark.parametrize(
    ("text", "position"),
    [("user:ali*", 5), ("is:unresolved !user.email:*@x.org", 26), ("user.id:[1, 2*]", 12), ('"user":a*', 7)],
)
def test_people_are_not_searched_by_pattern_and_the_place_is_told(text: str, position: int) -> None:
    with pytest.raises(QuerySyntaxError, match="without a star") as refused:
        reject_user_patterns(text)

    assert refused.value.position == position


def test_so_many_people_are_too_many() -> None:
    with pytest.raises(QuerySyntaxError, match="at most 10 people") as refused:
        reject_user_patterns("user:1 " * 10 + "user.id:[11, 12]")

    assert refused.value.position == 79


def test_stars_elsewhere_and_stars_that_mean_themselves_are_fine() -> None:
    reject_user_patterns(r"plan:te* user:a\* va*ue has:user")
