"""Text → tokens: terms with an optional `!`, an optional `key:`, and one or several values, each with its position.

What cannot be read raises QuerySyntaxError. What looks like a key but is pasted text is read as text.
"""

import re
from dataclasses import dataclass

from chalicelib.search.keys import RESERVED, TAGS_EVERYWHERE
from chalicelib.search.pasted import is_pasted
from chalicelib.search.predicates import Wildcard
from chalicelib.search.query import QuerySyntaxError

MAX_QUERY_LENGTH = 2000
MAX_TERMS = 40
# Each takes its time at each issue: this many are quick even where every title was made to be slow.
MAX_STARS = 20
# No quantifier is nested and the classes are disjoint from what follows them, so this takes linear time.
KEY = re.compile(r'(?:tags\[(?P<quote>"?)(?P<tag>[^\]\s"]{1,200})(?P=quote)\]|(?P<key>[A-Za-z0-9_.\-]{1,200})):')
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
        if found is None or self._is_text(found):
            return Token(None, (self._read_word(stop=""),), start, is_negated)
        self.position = found.end()
        key = found["tag"] or found["key"]
        return Token(key, self._read_values(key), start, is_negated, is_tag=found["tag"] is not None)

    def _is_text(self, found: re.Match[str]) -> bool:
        """Whether what reads like a key is pasted text: `std::x`, a URL, `cart.py:12`, `TypeError:` with a blank."""
        key, end = found["key"], found.end()
        if key is None:
            return False
        has_value = end < len(self.text) and not self.text[end].isspace()
        if key in RESERVED or key in TAGS_EVERYWHERE:
            return False
        return not has_value or is_pasted(self.text, end, found.start())

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
