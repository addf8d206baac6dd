"""Text → IssueQuery. What cannot be read raises QuerySyntaxError, which says where and what was expected.

Tokens first (an optional `!`, an optional `key:`, one or several values, each with its position), then what each value
means: a text, a range (`>100`, `-7d`), a state.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import get_args

from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import (
    AssigneeTerm,
    Bound,
    FieldTerm,
    IssueQuery,
    QuerySyntaxError,
    RangeTerm,
    StateName,
    StateTerm,
    TagTerm,
    Term,
    TextTerm,
)
from chalicelib.times import format_time

MAX_QUERY_LENGTH = 2000
MAX_TERMS = 40
# Each takes its time at each issue: this many are quick even where every title was made to be slow.
MAX_STARS = 20
# No quantifier is nested and the classes are disjoint from what follows them, so this takes linear time.
KEY = re.compile(r'(?:tags\[(?P<tag>[^\]\s"]{1,200})\]|(?P<key>[A-Za-z0-9_.\-]{1,200})):')
ESCAPABLE = frozenset('\\"* ')


@dataclass(frozen=True, slots=True)
class Value:
    """One value as a pattern and as the text that was written; *position* is where it begins."""

    pattern: Wildcard
    text: str
    position: int
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A term. *key* is None for free text; *is_tag* says that the key was written as a tag's, not a field's."""

    key: str | None
    values: tuple[Value, ...]
    position: int
    is_negated: bool = False
    is_tag: bool = False


def tokenize(text: str) -> list[Token]:
    """The terms of *text*. Raises QuerySyntaxError."""
    if len(text) > MAX_QUERY_LENGTH:
        raise QuerySyntaxError(f"expected at most {MAX_QUERY_LENGTH} characters", MAX_QUERY_LENGTH)
    scanner = Scanner(text)
    tokens: list[Token] = []
    stars = 0
    while scanner.skip_space():
        if len(tokens) == MAX_TERMS:
            raise QuerySyntaxError(f"expected at most {MAX_TERMS} terms", scanner.position)
        token = scanner.read_term()
        stars += sum(len(value.pattern.pieces) - 1 for value in token.values)
        if stars > MAX_STARS:
            raise QuerySyntaxError(f"expected at most {MAX_STARS} stars", token.position)
        tokens.append(token)
    return tokens


class Scanner:
    """Reads terms from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def skip_space(self) -> bool:
        """Whether anything is left after the white space."""
        while self.position < len(self.text) and self.text[self.position].isspace():
            self.position += 1
        return self.position < len(self.text)

    def read_term(self) -> Token:
        start = self.position
        is_negated = self._take("!")
        if is_negated and self._at_end_of_word():
            raise QuerySyntaxError("expected a term after '!'", self.position)
        if self._peek() == '"':
            return self._read_quoted_term(start, is_negated)
        found = KEY.match(self.text, self.position)
        if found is None:
            return Token(None, (self._read_word(stop=""),), start, is_negated)
        self.position = found.end()
        key = found["tag"] or found["key"]
        return Token(key, self._read_values(key), start, is_negated, is_tag=found["tag"] is not None)

    def _read_quoted_term(self, start: int, is_negated: bool) -> Token:
        value = self._read_quoted()
        if not self._take(":"):
            return Token(None, (value,), start, is_negated)
        if not value.text:
            raise QuerySyntaxError("expected a tag's name between the quotes", value.position)
        return Token(value.text, self._read_values(value.text), start, is_negated, is_tag=True)

    def _read_values(self, key: str) -> tuple[Value, ...]:
        if self._peek() == "[":
            return self._read_list()
        if self._at_end_of_word():
            problem = f"expected a value after '{key}:' (put text that holds a colon in quotes)"
            raise QuerySyntaxError(problem, self.position)
        return (self._read_value(stop=""),)

    def _read_list(self) -> tuple[Value, ...]:
        self.position += 1
        values: list[Value] = []
        while True:
            if not self.skip_space():
                raise QuerySyntaxError("expected ']' at the end of the list", self.position)
            value = self._read_value(stop=",]")
            if not value.text and not value.is_quoted:
                raise QuerySyntaxError("expected a value in the list", value.position)
            values.append(value)
            self.skip_space()
            if self._take("]"):
                return tuple(values)
            if not self._take(","):
                raise QuerySyntaxError("expected ',' or ']' in the list", self.position)

    def _read_value(self, stop: str) -> Value:
        return self._read_quoted() if self._peek() == '"' else self._read_word(stop)

    def _read_quoted(self) -> Value:
        start = self.position
        self.position += 1
        pieces = self._read_pieces('"', stops_at_space=False)
        if not self._take('"'):
            raise QuerySyntaxError("expected '\"' to close the one that opens here", start)
        return Value(Wildcard(pieces), "*".join(pieces), start, is_quoted=True)

    def _read_word(self, stop: str) -> Value:
        start = self.position
        pieces = self._read_pieces(stop, stops_at_space=True)
        return Value(Wildcard(pieces), "*".join(pieces), start)

    def _read_pieces(self, stop: str, *, stops_at_space: bool) -> tuple[str, ...]:
        pieces: list[str] = []
        current: list[str] = []
        while (character := self._peek()) and character not in stop and not (stops_at_space and character.isspace()):
            self.position += 1
            if character == "\\" and self._peek() and self._peek() in ESCAPABLE:
                current.append(self._peek())
                self.position += 1
            elif character == "*":
                pieces.append("".join(current))
                current = []
            else:
                current.append(character)
        return (*pieces, "".join(current))

    def _peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def _take(self, character: str) -> bool:
        if self._peek() != character:
            return False
        self.position += 1
        return True

    def _at_end_of_word(self) -> bool:
        return not self._peek() or self._peek().isspace()


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
