"""A parsed map in, its lookup form out: a head that a worker reads whole, then blocks of which it reads one or two.

    head      magic, zstd of JSON: where each block begins, the sources, where their contents are
    tokens    zstd of JSON: up to TOKENS segments in the map's own coding, which is delta-coded already, and their names
    contents  zstd of JSON: pieces of sources, cut at lines

A block of tokens begins with the state that its first segment counts on from, so that it is read alone. Nothing in it
refers to another block, and the worker checks every index it reads.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from chalicelib import zstd
from chalicelib.artifacts.maps.mappings import InvalidMap, Segments, sort_line
from chalicelib.artifacts.maps.parse import MAX_LINES, ParsedMap
from chalicelib.artifacts.maps.read import MAGIC, OVERLAP_LINES
from chalicelib.artifacts.maps.scopes import Scopes, TokenFinder, find_scopes

TOKENS: Final = 2048
PIECE_CHARACTERS: Final = 64 * 1024
BLOCK_CHARACTERS: Final = 128 * 1024
MAX_LINE_LENGTH: Final = 4000
LEVEL: Final = 3
MAX_NAME_LENGTH: Final = 256


@dataclass(slots=True)
class _Block:
    """Segments from *start* on, the position of the first of them, which counts on from *state*."""

    start: tuple[int, int]
    state: tuple[int, ...]
    lines: list[str] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompiledMap:
    content: bytes
    head_bytes: int
    token_count: int


def compile_map(parsed: ParsedMap, minified: bytes = b"") -> CompiledMap:
    """Raises InvalidMap when the mappings are damaged. The functions of the *minified* file name its frames."""
    counted = list(_blocks(parsed))
    blocks = [_token_block(block) for block, _ in counted]
    starts = [block.start for block, _ in counted]
    states = [block.state for block, _ in counted]
    if minified:
        scopes = find_scopes(minified, TokenFinder(blocks, starts, states), parsed.contents)
        for block, start, end in zip(blocks, starts, [*starts[1:], (MAX_LINES, 0)], strict=True):
            block.update(_scopes_between(scopes, start, end))
    body = [_pack(block) for block in blocks]
    pieces, contents = _content_blocks(parsed.contents)
    packed = [_pack(block) for block in contents]
    head = _pack(
        {
            "starts": starts,
            "states": states,
            "tokens": [len(block) for block in body],
            "sources": parsed.sources,
            "ignored": sorted(parsed.ignored),
            "pieces": pieces,
            "contents": [len(block) for block in packed],
        }
    )
    content = b"".join([MAGIC, head, *body, *packed])
    return CompiledMap(content, len(MAGIC) + len(head), sum(tokens for _, tokens in counted))


def _blocks(parsed: ParsedMap) -> Iterator[tuple[_Block, int]]:
    """Blocks with their number of tokens."""
    segments, names = parsed.segments, parsed.names
    source = source_line = source_column = name = 0
    block = _Block((0, 0), (0, 0, 0, 0, 0, 0))
    count = 0
    for number, line in enumerate(parsed.lines):
        if number >= MAX_LINES:
            raise InvalidMap(f"it has more than {MAX_LINES} lines")
        if not line:
            block.lines.append("")
            continue
        texts = _sorted_texts(line, segments)
        column, first = 0, 0
        for index, text in enumerate(texts):
            if count >= TOKENS:
                block.lines.append(",".join(texts[first:index]))
                yield block, count
                state = (number, column, source, source_line, source_column, name)
                block = _Block((number, column + segments[text][0]), state)
                count, first = 0, index
            deltas = segments[text]
            column += deltas[0]
            count += 1
            if len(deltas) > 1:
                source += deltas[1]
                source_line += deltas[2]
                source_column += deltas[3]
                if len(deltas) == 5:
                    name += deltas[4]
                    if 0 <= name < len(names):
                        block.names[name] = names[name][:MAX_NAME_LENGTH]
        block.lines.append(",".join(texts[first:]))
    yield block, count


def _sorted_texts(line: str, segments: Segments) -> list[str]:
    texts = [text for text in line.split(",") if text]
    if any(segments[text][0] < 0 for text in texts):
        return sort_line(line, segments).split(",")
    return texts


def _token_block(block: _Block) -> dict[str, Any]:
    return {"mappings": ";".join(block.lines), "names": {str(index): name for index, name in block.names.items()}}


def _scopes_between(scopes: Scopes, start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    """The changes from one function to another that a block needs, with the one that holds where it begins."""
    first = max(bisect_right(scopes.positions, start) - 1, 0)
    changes = range(first, bisect_left(scopes.positions, end))
    if not changes:
        return {}
    names: dict[str | None, int] = {}
    listed = [(*scopes.positions[at], names.setdefault(scopes.names[at], len(names))) for at in changes]
    return {"scopes": listed, "scope_names": list(names)}


def _content_blocks(contents: Sequence[str | None]) -> tuple[list[list[tuple[int, int, int]]], list[list[list[str]]]]:
    """Per source its pieces as first line, block and index in it; and the blocks, each a list of pieces of lines."""
    pieces: list[list[tuple[int, int, int]]] = []
    blocks: list[list[list[str]]] = []
    size = BLOCK_CHARACTERS
    for content in contents:
        own: list[tuple[int, int, int]] = []
        for first_line, lines in _cut(content) if content else ():
            if size >= BLOCK_CHARACTERS:
                blocks.append([])
                size = 0
            own.append((first_line, len(blocks) - 1, len(blocks[-1])))
            blocks[-1].append(lines)
            size += sum(map(len, lines)) + len(lines)
        pieces.append(own)
    return pieces, blocks


def _cut(content: str) -> Iterator[tuple[int, list[str]]]:
    """Pieces of a source, each with the line it is responsible from and OVERLAP_LINES more on either side."""
    lines = [line[:MAX_LINE_LENGTH] for line in content.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    start = size = 0
    for number, line in enumerate(lines):
        size += len(line) + 1
        if size >= PIECE_CHARACTERS or number == len(lines) - 1:
            yield start, lines[max(start - OVERLAP_LINES, 0) : number + 1 + OVERLAP_LINES]
            start, size = number + 1, 0


def _pack(content: Any) -> bytes:
    return zstd.compress(orjson.dumps(content), LEVEL)
