"""Which issues and events a query finds."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.search.evaluate import Lookups, select
from chalicelib.search.events import EventFacts, fits_event, reject_issue_terms
from chalicelib.search.parser import parse_query
from chalicelib.search.query import QuerySyntaxError, TagTerm

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Issue:
    id: str
    title: str = "ValueError: bad input"
    culprit: str = "shop.cart in add"
    type: str = "error"
    level: str = "error"
    status: str = "unresolved"
    platform: str = "python"
    first_seen: str = "2026-11-20T00:00:00.000Z"
    last_seen: str = "2026-11-23T11:00:00.000Z"
    times_seen: int = 5
    users: int = 2
    environments: tuple[str, ...] = ("production",)
    first_release: str | None = "shop@1.0"
    last_release: str | None = "shop@1.1"
    assignee_id: str | None = None
    handled: bool | None = True
    search_text: str = field(default="")

    def __post_init__(self) -> None:
        self.search_text = f"{self.title} {self.culprit} cart.py".lower()


ISSUES = [
    Issue("a"),
    Issue("b", level="fatal", handled=False, times_seen=500, environments=("staging", "production")),
    Issue("c", status="resolved", assignee_id="ann", last_seen="2026-11-01T00:00:00.000Z", users=40),
    Issue("d", status="ignored", title="Timeout: slow", assignee_id="bob", environments=("dev",)),
]
TAGS = {"release=1.0": {"a", "c"}, "browser": {"b"}}


def columns() -> Any:
    return SimpleNamespace(**{name: [getattr(issue, name) for issue in ISSUES] for name in vars(ISSUES[0])})


def find(text: str) -> str:
    query = parse_query(text, NOW)
    lookups = Lookups(
        issues={term: tagged(term) for term in query.tags},
        viewer_id="ann",
        user_ids_by_email={"bob@example.com": "bob"},
        bookmarked={"b"},
    )
    return "".join(ISSUES[position].id for position in select(columns(), query, lookups))


def tagged(term: TagTerm) -> set[str]:
    return TAGS.get(f"{term.key}={term.patterns[0].literal}" if term.patterns else term.key, set())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "abcd"),
        ("is:unresolved", "ab"),
        ("is:[unresolved,ignored]", "abd"),
        ("!is:unresolved", "cd"),
        ("level:error", "acd"),
        ("level:[error,fatal]", "abcd"),
        ("!level:err*", "b"),
        ("environment:staging", "b"),
        ("environment:production", "abc"),
        ("!environment:production", "d"),
        ("release:1.0", "ac"),
        ("!release:1.0", "bd"),
        ("release:9.9", ""),
        ("has:browser", "b"),
        ("assigned:me", "c"),
        ("assigned:none", "ab"),
        ("assigned:bob@example.com", "d"),
        ("assigned:[me,none]", "abc"),
        ("is:assigned", "cd"),
        ("is:unhandled", "b"),
        ("is:bookmarked", "b"),
        ("times_seen:>100", "b"),
        ("!times_seen:>100", "acd"),
        ("users:>=40", "c"),
        ("last_seen:<-24h", "c"),
        ("last_seen:-24h", "abd"),
        ("title:timeout*", "d"),
        ('title:[*SLOW, "valueerror: bad input"]', "abcd"),
        ("title:[*slow, t*out*]", "d"),
        ('title:["timeout: slow", nothing]', "d"),
        ("times_seen:=500", "b"),
        ("!times_seen:5", "b"),
        ("last_seen:2026-11-01", "c"),
        ("slow", "d"),
        ("CART.py !slow", "abc"),
        ('"bad input" is:resolved', "c"),
        ("first_release:shop@*", "abcd"),
        ("va*cart", "abc"),
    ],
)
def test_a_query_finds(text: str, found: str) -> None:
    assert find(text) == found


EVENT = EventFacts(
    timestamp="2026-11-23T11:30:00.000Z",
    text="typeerror: x is undefined shop.js",
    fields={"title": "TypeError: x is undefined", "type": "error"},
    tags={
        "level": ["error"],
        "environment": ["production"],
        "release": ["1.0"],
        "browser": ["Chrome 120"],
        "handled": ["no"],
    },
)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("", True),
        ("level:error environment:production", True),
        ("level:fatal", False),
        ("browser:chrome*", True),
        ("browser:chrome", False),
        ("!browser:Firefox*", True),
        ("has:browser", True),
        ("has:os", False),
        ("release:1.0", True),
        ("first_release:1.*", True),
        ("undefined", True),
        ("timestamp:-1h", True),
        ("timestamp:<2026-11-01", False),
        ("is:unhandled", True),
        ("title:typeerror*", True),
    ],
)
def test_an_event_fits(text: str, fits: bool) -> None:
    assert fits_event(parse_query(text, NOW), EVENT) is fits


@pytest.mark.parametrize("text", ["is:resolved", "times_seen:>5", "assigned:me"])
def test_what_only_issues_have_is_refused_for_events(text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        reject_issue_terms(parse_query(text, NOW))
