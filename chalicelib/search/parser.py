"""Text → IssueQuery. What cannot be read raises QuerySyntaxError, which says where and what was expected."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import get_args

from chalicelib.search.bounds import parse_number_range, parse_time_range
from chalicelib.search.errors import QuerySyntaxError
from chalicelib.search.query import AssigneeTerm, FieldTerm, IssueQuery, StateName, StateTerm, TagTerm, Term, TextTerm
from chalicelib.search.tokens import Token, Value, tokenize
from chalicelib.search.wildcards import Wildcard

FIELDS = frozenset({"level", "type", "platform", "culprit", "title", "environment", "first_release", "last_release"})
NUMBERS = frozenset({"times_seen", "users"})
TIMES = frozenset({"first_seen", "last_seen", "timestamp"})
ALIASES = {
    "firstSeen": "first_seen",
    "lastSeen": "last_seen",
    "timesSeen": "times_seen",
    "assignee": "assigned",
    "env": "environment",
    "age": "first_seen",
    "firstRelease": "first_release",
    "lastRelease": "last_release",
}
STATES: Mapping[str, StateName] = {name: name for name in get_args(StateName)}


def parse_query(text: str, now: datetime) -> IssueQuery:
    """The query that *text* means at *now*; empty text means every issue."""
    return IssueQuery(tuple(_parse_term(token, now) for token in tokenize(text)))


def parse_free_text(text: str) -> IssueQuery:
    """*text* as words that must all occur, with nothing in it meaning more than itself."""
    return IssueQuery(tuple(TextTerm(_literal(word)) for word in text.split()[:20]))


def _parse_term(token: Token, now: datetime) -> Term:
    if token.key is None:
        return _parse_text(token)
    if token.is_tag:
        return _parse_tag(token, token.key)
    key = ALIASES.get(token.key, token.key)
    if key in TIMES:
        return parse_time_range(key, _only_value(token), now, is_negated=token.is_negated)
    if key in NUMBERS:
        return parse_number_range(key, _only_value(token), is_negated=token.is_negated)
    if key in FIELDS:
        return FieldTerm(key, tuple(value.pattern.folded() for value in token.values), token.is_negated)
    return KEYWORDS[key](token) if key in KEYWORDS else _parse_tag(token, key)


def _parse_text(token: Token) -> Term:
    value = token.values[0]
    if not value.is_quoted and value.text in {"OR", "AND"}:
        problem = f"'{value.text}' has no meaning here: terms must all hold, and key:[a, b] means any of them"
        raise QuerySyntaxError(problem, value.position)
    return TextTerm(value.pattern.folded(), token.is_negated)


def _parse_state(token: Token) -> Term:
    return StateTerm(tuple(_state(value) for value in token.values), token.is_negated)


def _state(value: Value) -> StateName:
    state = STATES.get(value.text.lower())
    if state is None:
        raise QuerySyntaxError(f"expected one of {', '.join(STATES)} after 'is:'", value.position)
    return state


def _parse_assignee(token: Token) -> Term:
    return AssigneeTerm(tuple(value.text.lower() for value in token.values), token.is_negated)


def _parse_presence(token: Token) -> Term:
    value = _only_value(token)
    return TagTerm(value.text, is_negated=token.is_negated)


def _parse_tag(token: Token, key: str) -> Term:
    return TagTerm(key, tuple(value.pattern for value in token.values), token.is_negated)


def _only_value(token: Token) -> Value:
    if len(token.values) > 1:
        raise QuerySyntaxError(f"expected one value, not a list, after '{token.key}:'", token.values[0].position)
    return token.values[0]


def _literal(word: str) -> Wildcard:
    return Wildcard((word.lower(),))


KEYWORDS: Mapping[str, Callable[[Token], Term]] = {
    "is": _parse_state,
    "assigned": _parse_assignee,
    "has": _parse_presence,
}
