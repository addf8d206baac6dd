"""The dashboard's quoted terms mean what they were made from: the table its own test checks, read by the parser."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.search.keys import KEYWORDS, RESERVED
from chalicelib.search.parser import PARSERS, parse_query
from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import TagTerm

CASES = json.loads((Path(__file__).parents[2] / "search-terms.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# As fields they hold what the tags of these names hold.
SAME_AS_TAG = {"level", "environment"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["term"])
def test_term_finds_exactly_the_tag_it_was_made_from(case: dict[str, str]) -> None:
    assert parse_query(case["term"], NOW).terms == (TagTerm(case["key"], (Wildcard((case["value"],)),)),)


def test_table_holds_every_key_that_is_no_tag() -> None:
    assert PARSERS.keys() == KEYWORDS
    assert {case["key"] for case in CASES} >= RESERVED - SAME_AS_TAG
