"""The one engine for patterns that people write: rules, filters, allowed origins, search, alert rules.

`*` (and `**`) stands for any characters, slashes included; `?` for one. Case does not matter; backslashes are slashes.

A match takes time linear in value and pattern. Between stars the first place of each piece is a right one: a later one
only leaves less room. A piece of plain text is found by str.find; one with question marks in it by keeping, as bits,
how many of its characters fit up to each character of the value (Shift-And, by Baeza-Yates and Gonnet).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

MAX_PATTERN_CHARACTERS: Final = 400
MAX_VALUE_CHARACTERS: Final = 4096
#: What a pattern costs by the side of a plain one, when it has question marks between stars and they are looked for.
SHIFTING_COST: Final = 25

_STARS: Final = re.compile(r"\*+")
_PLAIN: Final = re.compile(r"[^?]+")


def fold(text: str) -> str:
    """A value as `Glob.fits` takes it."""
    return text[:MAX_VALUE_CHARACTERS].lower().replace("\\", "/")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without stars: *parts* are its plain runs with their offsets, *bits* the places that take each character."""

    text: str
    parts: tuple[tuple[int, str], ...]
    bits: dict[str, int]
    any_bits: int

    def fits_at(self, value: str, at: int) -> bool:
        return all(value.startswith(part, at + offset) for offset, part in self.parts)

    def find(self, value: str, start: int, end: int) -> int:
        """The first place at which it fits between *start* and *end*; -1 if there is none."""
        if len(self.parts) == 1 and len(self.parts[0][1]) == len(self.text):
            return value.find(self.text, start, end)
        if not self.parts:
            return start if end - start >= len(self.text) else -1
        offset, longest = max(self.parts, key=lambda part: len(part[1]))
        first = value.find(longest, start + offset, end)
        if first < 0:
            return -1
        fitting, last, bits, any_bits = 0, 1 << len(self.text) - 1, self.bits, self.any_bits
        for position in range(first - offset, end):
            fitting = (fitting << 1 | 1) & bits.get(value[position], any_bits)
            if fitting & last:
                return position - len(self.text) + 1
        return -1


def contains_in_order(pieces: Iterable[str], value: str, start: int, end: int) -> bool:
    """Whether plain *pieces* stand in *value* one behind the other."""
    for piece in pieces:
        found = value.find(piece, start, end)
        if found < 0:
            return False
        start = found + len(piece)
    return True


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern, compiled. *needle* is plain text that stands in every value that fits."""

    pieces: tuple[Piece, ...]
    needle: str
    cost: int
    fits: Callable[[str], bool]


def matches_glob(value: str, pattern: str) -> bool:
    return compile_glob(pattern).fits(fold(value))


def matches_any(values: Iterable[str], patterns: Sequence[str]) -> bool:
    """Whether one of *values* fits one of *patterns*: each value is folded once, each pattern compiled once."""
    globs = [compile_glob(pattern) for pattern in patterns]
    return any(glob.fits(folded) for folded in map(fold, values) for glob in globs)


def reject_costly(patterns: Iterable[str], limit: int) -> None:
    """Raises ValueError when matching a value with all of *patterns* costs more than *limit* plain ones do."""
    costs = [compile_glob(pattern).cost for pattern in patterns]
    if sum(costs) > limit:
        dear = len([cost for cost in costs if cost > 1])
        words = f"; {dear} of them count {SHIFTING_COST} each for a ? within text between stars" if dear else ""
        raise ValueError(f"these patterns cost {sum(costs)} and may cost {limit}: each counts 1{words}")


@lru_cache(maxsize=8192)
def compile_glob(pattern: str) -> Glob:
    pieces = tuple(map(_piece, _STARS.split(fold(pattern[:MAX_PATTERN_CHARACTERS]))))
    needle = max((part for piece in pieces for _, part in piece.parts), key=len, default="")
    shifts = any("?" in piece.text.strip("?") for piece in pieces[1:-1])
    return Glob(pieces, needle, SHIFTING_COST if shifts else 1, _matcher(pieces))


def _piece(text: str) -> Piece:
    parts = tuple((found.start(), found[0]) for found in _PLAIN.finditer(text))
    any_bits = sum(1 << place for place, character in enumerate(text) if character == "?")
    bits: dict[str, int] = {}
    for place, character in enumerate(text):
        if character != "?":
            bits[character] = bits.get(character, any_bits) | 1 << place
    return Piece(text, parts, bits, any_bits)


def _matcher(pieces: tuple[Piece, ...]) -> Callable[[str], bool]:
    texts = [piece.text for piece in pieces]
    if not any("?" in text for text in texts):
        return _plain_matcher(texts)
    first, *middle = pieces
    if not middle:
        return lambda value: len(value) == len(first.text) and first.fits_at(value, 0)
    last = middle.pop()

    def fits(value: str) -> bool:
        start, end = len(first.text), len(value) - len(last.text)
        if end < start or not first.fits_at(value, 0) or not last.fits_at(value, end):
            return False
        for piece in middle:
            found = piece.find(value, start, end)
            if found < 0:
                return False
            start = found + len(piece.text)
        return True

    return fits


def _plain_matcher(texts: list[str]) -> Callable[[str], bool]:
    match texts:
        case [text]:
            return text.__eq__
        case ["", ""]:
            return lambda _: True
        case ["", text, ""]:
            return lambda value: text in value
        case [text, ""]:
            return lambda value: value.startswith(text)
        case ["", text]:
            return lambda value: value.endswith(text)
    first, *middle, last = texts

    def fits(value: str) -> bool:
        end = len(value) - len(last)
        return (
            end >= len(first)
            and value.startswith(first)
            and value.endswith(last)
            and contains_in_order(middle, value, len(first), end)
        )

    return fits
