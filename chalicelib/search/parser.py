"""Text → IssueQuery. What cannot be read raises QuerySyntaxError, which says where and what was expected.

What each token means: a text, a tag, a field, a range (`>100`, `-7d`), a state.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import get_args

from chalicelib.search.keys import ALIASES, FIELDS, NUMBERS, TIMES
from chalicelib.search.pasted import (
    file_name,
    find_stack_words,
    is_code_path,
    last_part,
    without_position,
    without_query,
)
from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import (
    AssigneeTerm,
    Bound,
    FieldTerm,
    IssueQuery,
    NameTerm,
    QuerySyntaxError,
    RangeTerm,
    StateName,
    StateTerm,
    TagTerm,
    Term,
    TextTerm,
)
from chalicelib.search.tokens import MAX_QUERY_LENGTH, MAX_STARS, Token, Value, tokenize
from chalicelib.times import format_time

STATES: Mapping[str, StateName] = {name: name for name in get_args(StateName)}
# What Sentry calls them, now or before.
STATE_ALIASES: Mapping[str, StateName] = {"archived": "ignored", "muted": "ignored"}
REQUEST_URL = "http.url"
# Releases that are compared with one; which these are, the project knows.
RELEASE_VERSION = "release.version"
YES = frozenset({"true", "yes", "1"})
NO = frozenset({"false", "no", "0"})


def parse_query(text: str, now: datetime) -> IssueQuery:
    """The query that *text* means at *now*. Empty text is every issue, a stack trace's line its file and function."""
    words = find_stack_words(text) if len(text) <= MAX_QUERY_LENGTH else None
    if words:
        return IssueQuery(tuple(TextTerm(_literal(word)) for word in words))
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
    return PARSERS[key](token) if key in PARSERS else _parse_tag(token, key, token.position)


def _parse_text(token: Token) -> Term:
    value = token.values[0]
    if not value.pattern.is_literal:
        return TextTerm(value.pattern.folded(), token.is_negated)
    if not value.is_quoted:
        return _parse_word(value, is_negated=token.is_negated)
    return TextTerm(_literal(without_query(value.pattern.literal)), token.is_negated)


def _parse_word(value: Value, *, is_negated: bool) -> Term:
    if value.text in {"OR", "AND"}:
        problem = f"'{value.text}' has no meaning here: terms must all hold, and key:[a, b] means any of them"
        raise QuerySyntaxError(problem, value.position)
    word = without_query(without_position(value.text))
    # Of frames the files' names are kept, without their folders.
    others = (_literal(file_name(word)),) if is_code_path(word) else ()
    return TextTerm(_literal(word), is_negated, others)


def _parse_message(token: Token) -> Term:
    first, *others = (value.pattern.folded() for value in token.values)
    return TextTerm(first, token.is_negated, tuple(others))


def _parse_error_type(token: Token) -> Term:
    """The type of an exception, with which the title of its issue begins: `TypeError: x is undefined`."""
    patterns = (value.pattern.folded() for value in token.values)
    return FieldTerm(
        "title", tuple(one for each in patterns for one in (each, _joined("", each, ": *"))), token.is_negated
    )


def _parse_file(token: Token) -> Term:
    return _parse_stack(token, file_name)


def _parse_function(token: Token) -> Term:
    return _parse_stack(token, last_part)


def _parse_stack(token: Token, shorten: Callable[[str], str]) -> Term:
    """Files are kept without their folders, functions without their classes."""
    first, *others = (_last_piece(value.pattern, shorten) for value in token.values)
    return TextTerm(first, token.is_negated, tuple(others), is_of_stack=True)


def _last_piece(pattern: Wildcard, shorten: Callable[[str], str]) -> Wildcard:
    """*pattern* from its last slash or dot on, stars included."""
    pieces = [piece.lower() for piece in pattern.pieces]
    for place in reversed(range(len(pieces))):
        name = shorten(pieces[place])
        if name != pieces[place]:
            return Wildcard((name, *pieces[place + 1 :]))
    return Wildcard(tuple(pieces))


def _parse_unhandled(token: Token) -> Term:
    return _parse_handling(token, "unhandled", "handled")


def _parse_handled(token: Token) -> Term:
    return _parse_handling(token, "handled", "unhandled")


def _parse_handling(token: Token, yes: StateName, no: StateName) -> Term:
    value = _only_value(token)
    if value.text.lower() not in YES | NO:
        raise QuerySyntaxError(f"expected true or false after '{token.key}:'", value.position)
    return StateTerm((yes if value.text.lower() in YES else no,), token.is_negated)


def _parse_own(token: Token) -> Term:
    """`bookmarks:me`: whose else, nobody may see."""
    value = _only_value(token)
    if value.text.lower() != "me":
        raise QuerySyntaxError(f"expected 'me' after '{token.key}:'", value.position)
    return StateTerm(("bookmarked",), token.is_negated)


def _parse_release_version(token: Token) -> Term:
    """Any package's and any build's release of the version: `1.2.3`, `shop@1.2.3`, `shop@1.2.3+44`; or `>=1.2`."""
    operator, version, position = _split_operator(token.values[0])
    if operator is not None:
        _only_value(token)
        if not COMPARED_VERSION.fullmatch(version):
            raise QuerySyntaxError("expected a version such as >=1.2.3 after 'release.version:'", position)
        return TagTerm(RELEASE_VERSION, (Wildcard((operator, version)),), token.is_negated)
    return _release(token, (("", ""), ("*@", ""), ("*@", "+*"), ("", "+*")))


def _parse_release_package(token: Token) -> Term:
    return _release(token, (("", "@*"),))


def _parse_release_build(token: Token) -> Term:
    return _release(token, (("*+", ""),))


def _release(token: Token, around: tuple[tuple[str, str], ...]) -> Term:
    patterns = tuple(_joined(before, value.pattern, after) for value in token.values for before, after in around)
    if sum(len(pattern.pieces) - 1 for pattern in patterns) > MAX_STARS:
        raise QuerySyntaxError(f"expected at most {MAX_STARS // 6} values after '{token.key}:'", token.position)
    return TagTerm("release", patterns, token.is_negated)


def _joined(before: str, pattern: Wildcard, after: str) -> Wildcard:
    *head, first = before.split("*")
    last, *tail = after.split("*")
    pieces = (first + pattern.pieces[0], *pattern.pieces[1:])
    return Wildcard((*head, *pieces[:-1], pieces[-1] + last, *tail))


def _parse_state(token: Token) -> Term:
    return StateTerm(tuple(_state(value) for value in token.values), token.is_negated)


def _state(value: Value) -> StateName:
    state = STATES.get(value.text.lower()) or STATE_ALIASES.get(value.text.lower())
    if state is None:
        raise QuerySyntaxError(f"expected one of {', '.join(STATES)} after 'is:'", value.position)
    return state


def _parse_assignee(token: Token) -> Term:
    return AssigneeTerm(tuple(value.text.lower() for value in token.values), token.is_negated)


def _parse_issue_name(token: Token) -> Term:
    return NameTerm("issue", tuple(value.text for value in token.values), token.is_negated)


def _parse_event_id(token: Token) -> Term:
    return NameTerm("event", tuple(value.text for value in token.values), token.is_negated)


def _parse_presence(token: Token) -> Term:
    value = _only_value(token)
    if value.text.startswith("!"):
        raise QuerySyntaxError(f"expected the '!' before 'has:', as in !has:{value.text[1:]}", value.position)
    return TagTerm(value.text, is_negated=token.is_negated)


def _parse_tag(token: Token, key: str, position: int | None = None) -> Term:
    if len(token.values) == 1 and token.values[0].is_quoted and not token.values[0].text:
        # `release:""` is where there is none.
        return TagTerm(key, (), not token.is_negated, position)
    patterns = tuple(value.pattern for value in token.values)
    if token.key == REQUEST_URL:
        # The tag that we keep it under holds a page's address without its query.
        patterns = tuple(Wildcard((without_query(one.literal),)) if one.is_literal else one for one in patterns)
    return TagTerm(key, patterns, token.is_negated, position)


def _only_value(token: Token) -> Value:
    if len(token.values) > 1:
        raise QuerySyntaxError(f"expected one value, not a list, after '{token.key}:'", token.values[0].position)
    return token.values[0]


def _literal(word: str) -> Wildcard:
    return Wildcard((word.lower(),))


PARSERS: Mapping[str, Callable[[Token], Term]] = {
    "is": _parse_state,
    "issue": _parse_issue_name,
    "id": _parse_event_id,
    "assigned": _parse_assignee,
    "has": _parse_presence,
    "message": _parse_message,
    "error.type": _parse_error_type,
    "stack.filename": _parse_file,
    "stack.function": _parse_function,
    "error.unhandled": _parse_unhandled,
    "error.handled": _parse_handled,
    "bookmarked": _parse_own,
    "release.version": _parse_release_version,
    "release.package": _parse_release_package,
    "release.build": _parse_release_build,
}


COMPARED_VERSION = re.compile(r"(?:[^@\s*]{1,150}@)?v?\d{1,9}(?:\.\d{1,9}){0,3}(?:[-+][0-9A-Za-z.+\-]{1,100})?")
OPERATOR = re.compile(r"(>=|<=|>|<|=)?")
RELATIVE = re.compile(r"([+-])(\d{1,6})([smhdw])")
NUMBER = re.compile(r"\d{1,15}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
TIME_HELP = "expected a time such as -24h, 2026-11-01 or 2026-11-01T10:00:00Z"


def parse_number_range(field: str, value: Value, *, is_negated: bool) -> RangeTerm:
    operator, rest, position = _split_operator(value)
    if not NUMBER.fullmatch(rest):
        raise QuerySyntaxError(f"expected a number such as >100 for '{field}:'", position)
    return _build_range(field, operator or "=", float(rest), is_negated=is_negated)


def parse_time_range(field: str, value: Value, now: datetime, *, is_negated: bool) -> RangeTerm:
    """`-24h` alone means within the last 24 hours, `+24h` longer ago, and a date alone that whole day."""
    operator, rest, position = _split_operator(value)
    moment = _parse_moment(rest, now, position)
    if operator is None and rest.startswith("-"):
        operator = ">="
    elif operator is None and rest.startswith("+"):
        operator = "<="
    elif operator in {None, "="} and DATE.fullmatch(rest):
        return RangeTerm(
            field, format_time(moment), _day_after(moment, position), is_highest_included=False, is_negated=is_negated
        )
    return _build_range(field, operator or "=", format_time(moment), is_negated=is_negated)


def _split_operator(value: Value) -> tuple[str | None, str, int]:
    found = OPERATOR.match(value.text)
    operator = found[1] if found else None
    length = len(operator or "")
    return operator, value.text[length:].strip(), value.position + length


def _build_range(field: str, operator: str, bound: Bound, *, is_negated: bool) -> RangeTerm:
    included = "=" in operator
    if operator == "=":
        return RangeTerm(field, bound, bound, is_negated=is_negated)
    if operator.startswith(">"):
        return RangeTerm(field, lowest=bound, is_lowest_included=included, is_negated=is_negated)
    return RangeTerm(field, highest=bound, is_highest_included=included, is_negated=is_negated)


def _parse_moment(text: str, now: datetime, position: int) -> datetime:
    relative = RELATIVE.fullmatch(text)
    try:
        if relative:
            return now - timedelta(**{UNITS[relative[3]]: int(relative[2])})
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise QuerySyntaxError(TIME_HELP, position) from None


def _day_after(moment: datetime, position: int) -> str:
    try:
        return format_time(moment + timedelta(days=1))
    except OverflowError:
        raise QuerySyntaxError(TIME_HELP, position) from None
