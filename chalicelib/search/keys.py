"""The keys that queries know: fields of issues, names that Sentry gives them, tags that every event may carry. Pure."""

from collections.abc import Callable, Collection
from difflib import get_close_matches

from chalicelib.search.query import IssueQuery, QuerySyntaxError, TagTerm

FIELDS = frozenset({"level", "type", "platform", "culprit", "title", "environment", "first_release", "last_release"})
NUMBERS = frozenset({"times_seen", "users"})
TIMES = frozenset({"first_seen", "last_seen", "timestamp"})
# Names that Sentry documents for what has another name here.
# Source: https://docs.sentry.io/concepts/search/searchable-properties/
ALIASES = {
    "firstSeen": "first_seen",
    "lastSeen": "last_seen",
    "timesSeen": "times_seen",
    "assignee": "assigned",
    "assigned_or_suggested": "assigned",
    "env": "environment",
    "age": "first_seen",
    "firstRelease": "first_release",
    "lastRelease": "last_release",
    "exception.type": "error.type",
    "event.type": "type",
    "platform.name": "platform",
    "location": "culprit",
    "event.timestamp": "timestamp",
    "http.url": "url",
    "error.mechanism": "mechanism",
    "error.value": "message",
    "error.message": "message",
    "exception.value": "message",
    "stack.abs_path": "stack.filename",
    "stack.package": "stack.filename",
    "status": "is",
    "issue.id": "issue",
    "event.id": "id",
    "bookmarks": "bookmarked",
}
# What is neither a field nor a tag; the parser knows how each is read.
KEYWORDS = frozenset(
    {
        "is",
        "issue",
        "id",
        "assigned",
        "has",
        "message",
        "error.type",
        "stack.filename",
        "stack.function",
        "error.unhandled",
        "error.handled",
        "bookmarked",
        "release.version",
        "release.package",
        "release.build",
    }
)
RESERVED = frozenset({*FIELDS, *NUMBERS, *TIMES, *ALIASES, *KEYWORDS})
# Tags that processing derives or SDKs set by themselves: asking for one is no mistake where no event has it yet.
TAGS_EVERYWHERE = frozenset(
    {
        "app.version",
        "browser",
        "browser.name",
        "client_os",
        "client_os.name",
        "device",
        "device.class",
        "device.family",
        "dist",
        "environment",
        "handled",
        "level",
        "logger",
        "mechanism",
        "os",
        "os.name",
        "release",
        "runtime",
        "runtime.name",
        "sdk.name",
        "server_name",
        "site",
        "transaction",
        "url",
        "user",
        "user.email",
        "user.id",
        "user.ip",
        "user.ip_address",
        "user.username",
    }
)
MAX_NAMED = 8


def reject_unknown_keys(query: IssueQuery, list_known: Callable[[], Collection[str]]) -> None:
    """Refuse a key that is neither a field nor a tag of the project's events: its list would be empty without a word.

    *list_known* is asked for the project's tags only where a key is in doubt. Raises QuerySyntaxError.
    """
    doubtful = [term for term in query.terms if _is_doubtful(term)]
    known = sorted(list_known()) if doubtful else []
    for term in doubtful:
        if isinstance(term, TagTerm) and term.key not in known:
            raise QuerySyntaxError(_explain(term.key, known), term.position or 0)


def _is_doubtful(term: object) -> bool:
    return isinstance(term, TagTerm) and term.position is not None and term.key not in TAGS_EVERYWHERE


def _explain(key: str, known: list[str]) -> str:
    close = get_close_matches(key, sorted({*RESERVED, *TAGS_EVERYWHERE, *known}), n=3, cutoff=0.7)
    hint = f"did you mean {' or '.join(f'{name}:' for name in close)}" if close else _describe(known)
    problem = f"'{key}' is neither a field nor a tag of this project's events"
    return f"{problem}; {hint}, or put text that holds a colon in quotes"


def _describe(known: list[str]) -> str:
    if not known:
        return "its events carry no tags of their own"
    named = ", ".join(known[:MAX_NAMED])
    return f"known tags are {named}" + (" …" if len(known) > MAX_NAMED else "")
