"""Predicates over text: many values in, as many verdicts out, in time linear in the value whatever the pattern."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import repeat, tee
from operator import contains
from typing import Any

from chalicelib.globs import contains_in_order

STAR = "*"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern as its literal pieces: `a*b` is ("a", "b"), a pattern without a star is one piece."""

    pieces: tuple[str, ...]

    @property
    def is_literal(self) -> bool:
        return len(self.pieces) == 1

    @property
    def literal(self) -> str:
        """The text to look up when there is no star."""
        return self.pieces[0]

    def folded(self) -> "Wildcard":
        """The same pattern for values that are folded to lower case."""
        return Wildcard(tuple(piece.lower() for piece in self.pieces))

    def matches(self, value: str) -> bool:
        """Whether the whole of *value* fits, letter case included."""
        first, *middle = self.pieces
        if not middle:
            return value == first
        last = middle.pop()
        if len(value) < len(first) + len(last) or not value.startswith(first) or not value.endswith(last):
            return False
        return contains_in_order(middle, value, len(first), len(value) - len(last))

    def is_in(self, value: str) -> bool:
        """Whether some part of *value* fits, letter case included."""
        return contains_in_order(self.pieces, value, 0, len(value))


def parse_wildcard(text: str) -> Wildcard:
    r"""The pattern in *text*; `\*` is a star that means itself."""
    pieces, current, position = [], "", 0
    while position < len(text):
        if text.startswith(r"\*", position):
            current += STAR
            position += 2
            continue
        if text[position] == STAR:
            pieces.append(current)
            current = ""
        else:
            current += text[position]
        position += 1
    return Wildcard((*pieces, current))


# At each place where a piece could begin, the expression compares all of it: of long ones, str.find knows better.
MAX_PIECE_LENGTH = 16

# Whatever is true stands for yes.
Verdicts = Iterable[object]
Judge = Callable[[Iterable[Any]], Verdicts]


def judge_text(pattern: Wildcard) -> Judge:
    """Whether the pattern, folded already, is somewhere in each folded value."""
    if pattern.is_literal:
        return lambda values: map(contains, values, repeat(pattern.literal))
    if _has_long_piece(pattern):
        return lambda values: map(pattern.is_in, values)
    match = re.compile("".join(map(_skip_to, pattern.pieces))).match
    return lambda values: map(match, values)


def judge_by_patterns(patterns: tuple[Wildcard, ...]) -> Judge:
    """Whether each value as a whole fits one of *patterns*, folded already; the values are folded here."""
    literals = frozenset(pattern.literal for pattern in patterns if pattern.is_literal)
    judges = [_judge_whole(pattern) for pattern in patterns if not pattern.is_literal]
    if literals:
        judges.append(partial(map, literals.__contains__))
    if len(judges) == 1:
        return lambda values: judges[0](map(str.lower, values))

    def judge(values: Iterable[Any]) -> Verdicts:
        folded = tee(map(str.lower, values), len(judges))
        return map(any, zip(*(own(values) for own, values in zip(judges, folded, strict=True)), strict=True))

    return judge


def _judge_whole(pattern: Wildcard) -> Judge:
    match pattern.pieces:
        case ("", literal, ""):
            return lambda values: map(contains, values, repeat(literal))
        case (literal, ""):
            return lambda values: map(str.startswith, values, repeat(literal))
        case ("", literal):
            return lambda values: map(str.endswith, values, repeat(literal))
    if _has_long_piece(pattern):
        return lambda values: map(pattern.matches, values)
    first, *middle, last = pattern.pieces
    expression = f"{re.escape(first)}{''.join(map(_skip_to, middle))}(?s:.*){re.escape(last)}\\Z"
    match_whole = re.compile(expression).match
    return lambda values: map(match_whole, values)


def _has_long_piece(pattern: Wildcard) -> bool:
    return max(map(len, pattern.pieces)) > MAX_PIECE_LENGTH


def _skip_to(piece: str) -> str:
    """An expression for all text up to the first place of *piece*, and that.

    Everything in it is possessive: what was skipped is never tried again, so that it takes time linear in the text.
    """
    if not piece:
        return ""
    first, rest = re.escape(piece[0]), re.escape(piece[1:])
    skipped = f"[^{first}]*+"
    return f"{skipped}(?:{first}(?!{rest}){skipped})*+{first}{rest}" if rest else f"{skipped}{first}"
