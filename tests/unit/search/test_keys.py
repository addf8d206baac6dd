"""Keys that nobody knows are refused with a hint, never answered by an empty list."""

from datetime import UTC, datetime

import pytest

from chalicelib.search.keys import reject_unknown_keys
from chalicelib.search.parser import parse_query
from chalicelib.search.query import QuerySyntaxError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "query", ["plan:pro", "!plan:pro", "release:1.0", "user.email:ann@example.com", "tags[gone]:x", '"gone":x', "boom"]
)
def test_fields_tags_and_what_is_written_as_a_tag_are_let_through(query: str) -> None:
    reject_unknown_keys(parse_query(query, NOW), lambda: ["plan"])


@pytest.mark.parametrize(
    ("query", "position", "hint"),
    [
        ("boom plann:pro", 5, "did you mean plan:"),
        ("error.tpye:TypeError", 0, "did you mean error.type:"),
        ("device.famly:x", 0, "did you mean device.family:, or"),
        ("zzz:1", 0, "known tags are plan"),
        ("!zzz:1", 0, "put text that holds a colon in quotes"),
    ],
)
def test_an_unknown_key_is_refused_with_its_place_and_a_hint(query: str, position: int, hint: str) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        reject_unknown_keys(parse_query(query, NOW), lambda: ["plan"])

    assert raised.value.position == position
    assert hint in raised.value.message


def test_tags_are_read_only_where_a_key_is_in_doubt() -> None:
    def refuse() -> list[str]:
        raise AssertionError("nobody need be asked")

    reject_unknown_keys(parse_query("level:error boom environment:prod url:x", NOW), refuse)
