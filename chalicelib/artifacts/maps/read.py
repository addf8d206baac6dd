"""The lookup form read back: a head, blocks of tokens, blocks of contents. Every index in it is checked. Pure."""

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final, Self

import orjson

from chalicelib import zstd
from chalicelib.artifacts.maps.mappings import Segments

MAGIC: Final = b"MSM1"
#: Lines that neighbouring pieces of a source share, so that the context of a line never needs two.
OVERLAP_LINES: Final = 5
#: A position as one number, which compares as line and column do.
_LINE: Final = 1 << 32
#: What a token without a source, or without a name, has in their place.
NOTHING: Final = -1
#: What the parts of a head weigh in memory, measured on maps of 1 to 20 MB as multiples of their JSON.
HEAD_WEIGHT: Final = 4


class UnreadableForm(ValueError):
    """What lies there is no compiled map of a kind this version reads; uploading the file again compiles it anew."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a generated position stands for. Line and column count from 0. *source* is None in generated code."""

    source: int | None
    line: int
    column: int
    name: str | None
    scope: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Where some lines of a source lie: the block and the index in it. *first_line* is the first it answers for."""

    first_line: int
    block: int
    index: int


class Head:
    """What is read of a map first, and kept: where everything else is."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC):
            raise UnreadableForm("the map was compiled by another version")
        try:
            raw = zstd.decompress(content[len(MAGIC) :])
            head = orjson.loads(raw)
            self.size_bytes = len(raw) * HEAD_WEIGHT
            self._states: list[list[int]] = head["states"]
            self._starts = array("Q", [line * _LINE + column for line, column in head["starts"]])
            self.sources: list[str] = head["sources"]
            self.ignored: frozenset[int] = frozenset(head["ignored"])
            self._pieces: list[list[list[int]]] = head["pieces"]
            sizes = [*head["tokens"], *head["contents"]]
            ends = list(accumulate(sizes, initial=len(content)))
            self._ranges = list(pairwise(ends))
            self._token_blocks = len(head["tokens"])
        except (zstd.ZstdError, orjson.JSONDecodeError, LookupError, TypeError) as error:
            raise UnreadableForm(f"the compiled map is damaged ({error})") from error

    def find_token_block(self, line: int, column: int) -> int:
        """The only block that can hold the token of a position."""
        return max(bisect_right(self._starts, line * _LINE + column) - 1, 0)

    def state_of(self, block: int) -> list[int]:
        return list(self._states[block])

    def token_range(self, block: int) -> tuple[int, int]:
        """Where a block of tokens begins and ends in the compiled map."""
        return self._ranges[block]

    def content_range(self, block: int) -> tuple[int, int]:
        return self._ranges[self._token_blocks + block]

    def find_piece(self, source: int, line: int) -> Piece | None:
        """Where a line of a source is; None when the map holds no such content."""
        pieces = self._pieces[source] if 0 <= source < len(self._pieces) else []
        found = bisect_right(pieces, line, key=lambda piece: piece[0]) - 1
        return Piece(*pieces[found]) if found >= 0 else None


class TokenBlock:
    """Decoded tokens in order of their positions. Columns of their own kind cost a tenth of objects' memory."""

    def __init__(self, block: Mapping[str, Any], state: Sequence[int]) -> None:
        self._names = {int(index): name for index, name in block["names"].items()}
        self._scope_names: list[str | None] = block.get("scope_names", [])
        scopes = block.get("scopes", [])
        self._scope_starts = array("Q", [line * _LINE + column for line, column, _ in scopes])
        self._scope_ids = array("l", [name for _, _, name in scopes])
        self._positions = array("Q")
        self._fields = array("l")
        self._decode(block["mappings"], state)
        self.size_bytes = len(self._positions) * 40 + len(self._names) * 120 + len(scopes) * 16 + 1000

    @classmethod
    def read(cls, content: bytes, state: Sequence[int]) -> Self:
        """Raises UnreadableForm."""
        return cls(_unpack(content), state)

    def find_exact(self, line: int, column: int) -> Token | None:
        """The token that begins at the position; None when there is none."""
        index = bisect_right(self._positions, line * _LINE + column) - 1
        is_exact = index >= 0 and self._positions[index] == line * _LINE + column
        return self.find(line, column) if is_exact else None

    def find(self, line: int, column: int) -> Token | None:
        """The last token at or before the position on its line; None when there is none."""
        index = bisect_right(self._positions, line * _LINE + column) - 1
        if index < 0 or self._positions[index] // _LINE != line:
            return None
        source, source_line, source_column, name = self._fields[index * 4 : index * 4 + 4]
        is_mapped = source >= 0 and source_line >= 0 and source_column >= 0
        return Token(
            source=source if is_mapped else None,
            line=source_line,
            column=source_column,
            name=self._names.get(name) or None,
            scope=self._find_scope(line, column),
        )

    def _find_scope(self, line: int, column: int) -> str | None:
        index = bisect_right(self._scope_starts, line * _LINE + column) - 1
        return self._scope_names[self._scope_ids[index]] if index >= 0 else None

    def _decode(self, mappings: str, state: Sequence[int]) -> None:
        line, column, source, source_line, source_column, name = state
        segments, positions, fields = Segments(), self._positions, self._fields
        for number, text in enumerate(mappings.split(";")):
            if number:
                line, column = line + 1, 0
            for segment in text.split(",") if text else ():
                deltas = segments[segment]
                column += deltas[0]
                positions.append(line * _LINE + column)
                if len(deltas) == 1:
                    fields.extend((NOTHING, 0, 0, NOTHING))
                    continue
                source += deltas[1]
                source_line += deltas[2]
                source_column += deltas[3]
                if len(deltas) == 5:
                    name += deltas[4]
                    fields.extend((source, source_line, source_column, name))
                else:
                    fields.extend((source, source_line, source_column, NOTHING))


class ContentBlock:
    """Pieces of sources: the lines that frames show."""

    def __init__(self, content: bytes) -> None:
        self._pieces: list[list[str]] = _unpack(content)
        self.size_bytes = sum(60 + len(line) for piece in self._pieces for line in piece) + 1000

    def lines_around(self, piece: Piece, line: int, context: int) -> tuple[list[str], str, list[str]] | None:
        """*context* lines before, the line, and *context* after (OVERLAP_LINES at most); None beyond the end."""
        lines = self._pieces[piece.index]
        index = line - max(piece.first_line - OVERLAP_LINES, 0)
        if not 0 <= index < len(lines):
            return None
        return lines[max(index - context, 0) : index], lines[index], lines[index + 1 : index + 1 + context]


def _unpack(content: bytes) -> Any:
    try:
        return orjson.loads(zstd.decompress(content))
    except (zstd.ZstdError, orjson.JSONDecodeError) as error:
        raise UnreadableForm(f"the compiled map is damaged ({error})") from error
