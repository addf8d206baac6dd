"""Searching events: pages of rows are read and filtered until the answer is full or enough was looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.errors import NotFound
from chalicelib.events.lists import EventPage
from chalicelib.events.rows import MAX_TAGS_BYTES, EventRow
from chalicelib.events.serializers import all_tags
from chalicelib.events.store import get_event
from chalicelib.issues.postings import list_tag_keys
from chalicelib.search.events import EventFacts, fits_event, reject_issue_terms
from chalicelib.search.keys import reject_unknown_keys
from chalicelib.search.parser import parse_query
from chalicelib.search.query import IssueQuery

MAX_SCANNED = 500
MAX_READS = 12
# An event read in full is a read from S3; a search may afford some.
MAX_OPENED = 50

ListPage = Callable[[int, str | None], EventPage]


@dataclass(frozen=True, slots=True)
class Scan:
    """*next_cursor* is where to go on; with one, a short or empty page is not the end."""

    rows: list[EventRow]
    next_cursor: str | None
    scanned: int


def parse_event_query(project_id: str, text: str | None, now: datetime) -> IssueQuery:
    """Raises QuerySyntaxError, also for what only issues have and for keys that no event of the project has."""
    query = parse_query(text or "", now)
    reject_issue_terms(query)
    reject_unknown_keys(query, partial(list_tag_keys, project_id))
    return query


def scan_events(list_page: ListPage, query: IssueQuery, *, limit: int, cursor: str | None) -> Scan:
    """Up to *limit* events that fit, from *cursor* on."""
    matcher = _Matcher(query)
    found: list[EventRow] = []
    scanned = reads = 0
    while len(found) < limit and scanned < MAX_SCANNED and reads < MAX_READS:
        # No page is larger than what is still wanted, so that the cursor after it skips nothing.
        page = list_page(limit - len(found), cursor)
        found += [row for row in page.events if matcher.fits(row)]
        scanned += len(page.events)
        reads += 1
        cursor = page.next_cursor
        if cursor is None:
            break
    return Scan(found, cursor, scanned)


class _Matcher:
    """Decides by the row, and opens the event when the row holds too few of its tags to tell."""

    def __init__(self, query: IssueQuery) -> None:
        self.query = query
        self.asked_keys = {term.key for term in query.tags}
        self.opened = 0

    def fits(self, row: EventRow) -> bool:
        if not self.query.terms:
            return True
        facts = build_facts(row, row.tags)
        if not self.asked_keys <= facts.tags.keys() and _is_cut(row) and self.opened < MAX_OPENED:
            self.opened += 1
            facts = build_facts(row, _all_tags(row))
        return fits_event(self.query, facts)


def build_facts(row: EventRow, tags: list[tuple[str, str]]) -> EventFacts:
    known = {
        "level": row.level,
        "environment": row.environment,
        "release": row.release,
        "transaction": row.transaction,
        "user": row.user,
    }
    values = {key: [value] for key, value in known.items() if value}
    for key, value in tags:
        if value not in values.setdefault(key, []):
            values[key].append(value)
    text = " ".join(filter(None, (row.title, row.message, row.transaction))).lower()
    return EventFacts(row.occurred_at, text, {"title": row.title, "platform": row.platform}, values)


def _is_cut(row: EventRow) -> bool:
    """Whether the row may lack tags: its list is cut where the next one would not fit."""
    return sum(len(key) + len(value) + 8 for key, value in row.tags) > MAX_TAGS_BYTES // 2


def _all_tags(row: EventRow) -> list[tuple[str, str]]:
    try:
        stored = get_event(row.project_id, row.event_id)
    except NotFound:
        return row.tags
    return all_tags(row, stored.event)
