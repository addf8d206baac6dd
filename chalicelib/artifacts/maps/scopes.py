"""What the functions of a minified file were called in its sources: by the map's names, else as the sources write it.

Frames fall into functions by their position; a function that nobody named leaves its frames to their callers' words.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final

from chalicelib.artifacts.maps.functions import Word, find_functions
from chalicelib.artifacts.maps.read import Token, TokenBlock

MAX_NAME_LENGTH: Final = 128
_IDENTIFIER: Final = re.compile(r"[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*")
_NO_NAMES: Final = frozenset({"function", "async", "class", "return", "const", "let", "var", "static", "get", "set"})
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
#: Minifiers shorten to so few letters; longer names were left as they are.
_SHORTENED: Final = 3


@dataclass(slots=True)
class Scopes:
    """From each position on, the name of the function that the file is in; None outside of all and where unknown."""

    positions: list[tuple[int, int]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)


class TokenFinder:
    """Tokens by exact position, a block decoded at a time: whoever asks goes through the file in order."""

    def __init__(
        self,
        blocks: Sequence[Mapping[str, Any]],
        starts: Sequence[tuple[int, int]],
        states: Sequence[Sequence[int]],
    ) -> None:
        self._blocks, self._starts, self._states = blocks, starts, states
        self._decode = lru_cache(maxsize=4)(self._decode_block)

    def find(self, line: int, column: int) -> Token | None:
        block = bisect_right(self._starts, (line, column)) - 1
        return self._decode(block).find_exact(line, column) if block >= 0 else None

    def _decode_block(self, block: int) -> TokenBlock:
        return TokenBlock(self._blocks[block], self._states[block])


def find_scopes(minified: bytes, tokens: TokenFinder, contents: Sequence[str | None]) -> Scopes:
    """The functions of a file with their original names; none for a file that cannot be read."""
    # Columns count UTF-16 units, in which such a character is two.
    text = _ASTRAL.sub("\ue000\ue000", minified.decode("utf-8", "replace"))
    functions, changes = find_functions(text)
    if not functions:
        return Scopes()
    lines = _Lines(text)
    originals = _Originals(tokens, contents, lines)
    names = [_name(originals.name_of(each.name), originals.name_of(each.owner)) for each in functions]
    scopes = Scopes()
    for offset, function in changes:
        scopes.positions.append(lines.position(offset))
        scopes.names.append(names[function] if function >= 0 else None)
    return scopes


class _Lines:
    """Offsets as lines and columns from 0."""

    def __init__(self, text: str) -> None:
        lengths = (len(line) + 1 for line in text.split("\n"))
        self._starts = list(accumulate(lengths, initial=0))

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]


class _Originals:
    """Names as they were before a file was minified."""

    def __init__(self, tokens: TokenFinder, contents: Sequence[str | None], lines: _Lines) -> None:
        self._tokens, self._contents, self._lines = tokens, contents, lines
        self._split = lru_cache(maxsize=8)(self._split_source)

    def name_of(self, word: Word | None) -> str | None:
        if word is None or not word.text:
            return None
        token = self._tokens.find(*self._lines.position(word.offset))
        if token is not None and token.name:
            return token.name[:MAX_NAME_LENGTH]
        written = self._written(token) if token is not None else None
        plain = word.text.strip("\"'")
        kept = plain if len(plain) > _SHORTENED and _IDENTIFIER.fullmatch(plain) else None
        return written or (kept[:MAX_NAME_LENGTH] if kept else None)

    def _written(self, token: Token) -> str | None:
        """The name that stands in the source where the token comes from."""
        if token.source is None:
            return None
        lines = self._split(token.source)
        if token.line >= len(lines):
            return None
        found = _IDENTIFIER.match(lines[token.line], token.column)
        name = found.group()[:MAX_NAME_LENGTH] if found else None
        return None if name in _NO_NAMES else name

    def _split_source(self, source: int) -> list[str]:
        content = self._contents[source] if source < len(self._contents) else None
        return content.split("\n") if content else []


def _name(name: str | None, owner: str | None) -> str | None:
    if name is None:
        return None
    if owner is None:
        return name
    return f"new {owner}" if name == "constructor" else f"{owner}.{name}"
