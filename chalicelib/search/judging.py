"""Judges of text: many values in, as many verdicts out, by C functions where the pattern's shape allows it."""

from collections.abc import Callable, Iterable
from itertools import repeat
from operator import contains, eq
from typing import Any

from chalicelib.search.wildcards import Wildcard

Verdicts = Iterable[object]
Judge = Callable[[Iterable[Any]], Verdicts]


def judge_text(pattern: Wildcard) -> Judge:
    """Whether the pattern, folded already, is somewhere in each folded value."""
    if pattern.is_literal:
        return lambda values: map(contains, values, repeat(pattern.literal))
    rarest = max(pattern.pieces, key=len)
    return lambda values: (rarest in value and pattern.is_in(value) for value in values)


def judge_by_patterns(patterns: tuple[Wildcard, ...]) -> Judge:
    """Whether each value as a whole fits one of *patterns*, folded already; the values are folded here."""
    if len(patterns) == 1:
        return _judge_whole(patterns[0])
    return lambda values: (any(pattern.matches(value) for pattern in patterns) for value in map(str.lower, values))


def _judge_whole(pattern: Wildcard) -> Judge:
    match pattern.pieces:
        case (literal,):
            return lambda values: map(eq, map(str.lower, values), repeat(literal))
        case ("", literal, ""):
            return lambda values: map(contains, map(str.lower, values), repeat(literal))
        case (literal, ""):
            return lambda values: map(str.startswith, map(str.lower, values), repeat(literal))
        case ("", literal):
            return lambda values: map(str.endswith, map(str.lower, values), repeat(literal))
    rarest = max(pattern.pieces, key=len)
    return lambda values: (rarest in value and pattern.matches(value) for value in map(str.lower, values))
