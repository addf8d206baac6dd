"""Patterns with `*`, matched in time linear in the value: no pattern a person writes can stall a request."""

from dataclasses import dataclass

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
        return self._contains_in_order(middle, value, len(first), len(value) - len(last))

    def is_in(self, value: str) -> bool:
        """Whether some part of *value* fits, letter case included."""
        return self._contains_in_order(self.pieces, value, 0, len(value))

    @staticmethod
    def _contains_in_order(pieces: "tuple[str, ...] | list[str]", value: str, start: int, end: int) -> bool:
        # Taking the first place where each piece fits is enough: a later one could only leave less room.
        for piece in pieces:
            found = value.find(piece, start, end)
            if found < 0:
                return False
            start = found + len(piece)
        return True


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
