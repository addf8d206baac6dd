"""The lookup form says what the map said, for every position; hostile maps are refused, and quickly."""

import json
import random
import time
from typing import Any

import orjson
import pytest

from chalicelib.artifacts.maps import compile as compiling
from chalicelib.artifacts.maps import parse
from chalicelib.artifacts.maps.compile import CompiledMap, compile_map
from chalicelib.artifacts.maps.mappings import InvalidMap, Segments, decode_segment, encode_segment
from chalicelib.artifacts.maps.parse import parse_map
from chalicelib.artifacts.maps.read import ContentBlock, Head, Token, TokenBlock, UnreadableForm

#: Generated line and column, then source, line, column and name; a name of None, a source of None.
Row = tuple[int, int, int | None, int, int, str | None]


def compiled(document: Any) -> CompiledMap:
    return compile_map(parse_map(orjson.dumps(document)))


def find(form: CompiledMap, line: int, column: int) -> Token | None:
    head = Head(form.content[: form.head_bytes])
    block = head.find_token_block(line, column)
    start, end = head.token_range(block)
    return TokenBlock.read(form.content[start:end], head.state_of(block)).find(line, column)


def lines_at(form: CompiledMap, source: int, line: int) -> tuple[list[str], str, list[str]] | None:
    head = Head(form.content[: form.head_bytes])
    piece = head.find_piece(source, line)
    if piece is None:
        return None
    start, end = head.content_range(piece.block)
    return ContentBlock(form.content[start:end]).lines_around(piece, line, 5)


def encode(rows: list[Row], names: list[str]) -> str:
    """The mappings text of *rows*, which may go backwards within a line."""
    state = [0, 0, 0, 0]
    lines: list[list[str]] = [[]]
    column = 0
    for line, at, source, source_line, source_column, name in rows:
        while len(lines) <= line:
            lines.append([])
            column = 0
        deltas = [at - column]
        column = at
        if source is not None:
            place = [source, source_line, source_column, names.index(name) if name else state[3]]
            deltas += [new - old for new, old in zip(place, state, strict=True)][: 4 if name else 3]
            state = place
        lines[line].append(encode_segment(deltas))
    return ";".join(",".join(line) for line in lines)


def random_rows(source: random.Random, count: int, names: list[str]) -> list[Row]:
    positions = {(source.randrange(5), source.randrange(4000)) for _ in range(count)}
    return [
        (
            line,
            column,
            None if source.random() < 0.1 else source.randrange(7),
            source.randrange(300),
            source.randrange(200),
            source.choice([None, *names]),
        )
        for line, column in sorted(positions)
    ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("tokens", [3, 2048])
def test_every_position_is_found(monkeypatch: pytest.MonkeyPatch, seed: int, tokens: int) -> None:
    """Against a plain search through the tokens, with blocks of few and of many; also where columns go backwards."""
    monkeypatch.setattr(compiling, "TOKENS", tokens)
    source = random.Random(seed)
    names = [f"name{number}" for number in range(9)]
    rows = random_rows(source, 400, names)
    written = list(rows)
    if seed % 3 == 2:
        source.shuffle(written)
        written.sort(key=lambda row: row[0])
    form = compiled(
        {"version": 3, "sources": [f"{n}.ts" for n in range(7)], "names": names, "mappings": encode(written, names)}
    )

    for _ in range(300):
        line, column = source.randrange(6), source.randrange(4100)
        expected = max((row for row in rows if row[0] == line and row[1] <= column), default=None, key=lambda r: r[1])
        found = find(form, line, column)
        if expected is None:
            assert found is None
        elif expected[2] is None:
            assert found is not None
            assert found.source is None
        else:
            assert found is not None
            assert (found.source, found.line, found.column, found.name) == expected[2:]


@pytest.mark.parametrize("seed", range(6))
def test_sections_are_one_map(seed: int) -> None:
    """Each position of an index map is what its section says of it, moved by the section's offset."""
    source = random.Random(seed)
    sections, expected = [], {}
    line, column = 0, 0
    for _ in range(6):
        names = [f"n{number}" for number in range(4)]
        rows: list[Row] = [
            (0, source.randrange(50), 0, source.randrange(99), 3, source.choice(names)) for _ in range(1)
        ]
        rows.append((1, source.randrange(50), 1, source.randrange(99), 4, None))
        one = {"version": 3, "sources": ["a", "b"], "names": names, "mappings": encode(rows, names)}
        sections.append({"offset": {"line": line, "column": column}, "map": one})
        expected[line, column + rows[0][1]] = (rows[0][3], rows[0][5])
        expected[line + 1, rows[1][1]] = (rows[1][3], None)
        line, column = (line + 1, 100 + source.randrange(50)) if source.random() < 0.5 else (line + 3, 0)
    form = compiled({"version": 3, "sections": sections})

    for (at, place), (source_line, name) in expected.items():
        found = find(form, at, place)
        assert found is not None
        assert (found.line, found.name) == (source_line, name)


def test_contents_of_any_length_show_their_lines() -> None:
    contents = ["\n".join(f"{n}:{line}" + "x" * (line % 90) for line in range(3000)) for n in range(3)]
    form = compiled({"version": 3, "sources": ["a", "b", "c", "d"], "sourcesContent": contents, "mappings": ""})
    expected = [content.split("\n") for content in contents]

    for source in range(3):
        for line in (0, 1, 5, 1499, 1500, 2994, 2999, *range(1000, 1400, 7)):
            found = lines_at(form, source, line)
            lines = expected[source]
            assert found == (lines[max(line - 5, 0) : line], lines[line], lines[line + 1 : line + 6])
        assert lines_at(form, source, 3000) is None
        assert lines_at(form, source, 10**9) is None
    assert lines_at(form, 3, 0) is None
    assert lines_at(form, 99, 0) is None


@pytest.mark.parametrize("number", [0, 1, -1, 15, 16, -16, 2**20, -(2**31), 2**31 - 1])
def test_numbers_read_as_they_were_written(number: int) -> None:
    assert decode_segment(encode_segment([number])) == (number,)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "no JSON"),
        (b"[1]", "JSON object"),
        (b"{", "no JSON"),
        ({"version": 2, "mappings": ""}, "version"),
        ({"version": 3}, "no mappings"),
        ({"version": 3, "mappings": "AAAA", "sources": "a"}, "no list"),
        ({"version": 3, "mappings": "A!"}, "no base64"),
        ({"version": 3, "mappings": "AA"}, "2 fields"),
        ({"version": 3, "mappings": "g"}, "fields"),
        ({"version": 3, "mappings": "/" * 50 + "A"}, "32 bits"),
        ({"version": 3, "mappings": "A" * 100}, "too long"),
        ({"version": 3, "sections": {}}, "no list"),
        ({"version": 3, "sections": [{"map": {}}]}, "no offset"),
        ({"version": 3, "sections": [{"offset": {"line": -1, "column": 0}, "map": {}}]}, "no position"),
        ({"version": 3, "sections": [{"offset": {"line": 2**40, "column": 0}, "map": {}}]}, "no position"),
        ({"version": 3, "sections": [{"offset": {"line": 0, "column": 0}, "url": "https://evil"}]}, "by URL"),
        (
            {"version": 3, "sections": [{"offset": {"line": 0, "column": 0}, "map": {"sections": []}}]},
            "index map again",
        ),
    ],
)
def test_what_is_no_map_says_why(document: Any, said: str) -> None:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()

    with pytest.raises(InvalidMap, match=said):
        compile_map(parse_map(content))


def test_sections_out_of_order_are_refused() -> None:
    one = {"version": 3, "mappings": ""}
    sections = [{"offset": {"line": line, "column": 0}, "map": one} for line in (5, 1)]

    with pytest.raises(InvalidMap, match="in order"):
        parse_map(orjson.dumps({"version": 3, "sections": sections}))


def test_deep_and_repeated_sections_end_quickly() -> None:
    deep: dict[str, Any] = {"version": 3, "mappings": ""}
    for _ in range(100):
        deep = {"version": 3, "sections": [{"offset": {"line": 0, "column": 0}, "map": deep}]}
    many = [{"offset": {"line": 0, "column": 0}, "map": {"mappings": ""}}] * (parse.MAX_SECTIONS + 1)
    started = time.process_time()

    for document in (deep, {"version": 3, "sections": many}):
        with pytest.raises(InvalidMap):
            parse_map(json.dumps(document).encode())

    assert time.process_time() - started < 5


def test_a_map_of_200_megabytes_is_refused_unread() -> None:
    with pytest.raises(InvalidMap, match="200 MB and the limit is 80 MB"):
        parse_map(bytes(200 * 1024 * 1024))


def test_a_million_segments_on_one_line_are_blocks_like_any_other() -> None:
    count = 1_000_000
    form = compiled({"version": 3, "sources": ["a"], "mappings": ",".join(["CAAC"] * count)})

    found = find(form, 0, count // 2)

    assert found is not None
    # Each segment moves one column on, here and there.
    assert (found.line, found.column) == (0, count // 2)
    assert form.token_count == count


def test_indexes_that_point_nowhere_are_no_source() -> None:
    rows: list[Row] = [(0, 0, 5, 0, 0, None)]
    form = compiled({"version": 3, "sources": ["a"], "mappings": encode(rows, [])})
    below = compiled({"version": 3, "sources": ["a"], "mappings": encode_segment([0, -3, -2, -1])})

    found = find(form, 0, 0)

    assert found is not None
    assert found.source == 5
    assert Head(form.content[: form.head_bytes]).sources == ["a"]
    assert find(below, 0, 0).source is None  # type: ignore[union-attr]


@pytest.mark.parametrize("damage", [b"", b"MSM0", b"MSM1", b"MSM1garbage", b"PK\x03\x04"])
def test_a_damaged_head_is_said(damage: bytes) -> None:
    with pytest.raises(UnreadableForm):
        Head(damage)


def test_damaged_tokens_are_said() -> None:
    with pytest.raises(UnreadableForm):
        TokenBlock.read(b"garbage", [0, 0, 0, 0, 0, 0])
    with pytest.raises(UnreadableForm):
        ContentBlock(b"")


def test_a_guard_before_the_json_and_a_root_before_sources() -> None:
    document = {
        "version": 3,
        "sourceRoot": "/src/",
        "sources": ["a.ts", "/b.ts", "webpack://x/c.ts", None],
        "mappings": "",
    }

    parsed = parse_map(b")]}'\n" + orjson.dumps(document))

    assert parsed.sources == ["/src/a.ts", "/b.ts", "webpack://x/c.ts", ""]


def test_remembered_segments_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.artifacts.maps.mappings.MAX_REMEMBERED", 10)
    segments = Segments()

    for number in range(100):
        assert segments[encode_segment([number])] == (number,)

    assert len(segments) == 10
