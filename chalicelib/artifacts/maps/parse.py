"""A source map's JSON, checked and flattened: index maps become one map. Raises InvalidMap for what is none. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from chalicelib.artifacts.maps.mappings import InvalidMap, Segments, encode_segment, iterate_lines

MAX_MAP_BYTES: Final = 80 * 1024 * 1024
MAX_SECTIONS: Final = 20_000
MAX_LINES: Final = 10_000_000
MAX_SOURCES: Final = 50_000
MAX_SOURCE_LENGTH: Final = 2000
#: What guards JSON against being read by a script tag, which some servers put before a map.
GUARD: Final = b")]}"


@dataclass(slots=True)
class ParsedMap:
    """One flat map. *lines* may be read once; *sources* are as the map names them, with its root in front."""

    lines: Iterator[str]
    sources: list[str]
    contents: list[str | None]
    names: list[str]
    ignored: frozenset[int] = frozenset()
    debug_id: str | None = None
    segments: Segments = field(default_factory=Segments)


def parse_map(content: bytes) -> ParsedMap:
    """Raises InvalidMap, whose text completes the sentence "this map cannot be used: …"."""
    document = _load(content)
    segments = Segments()
    debug_id = document.get("debugId") or document.get("debug_id")
    parsed = _flatten(document["sections"], segments) if "sections" in document else _parse_one(document, segments)
    parsed.debug_id = debug_id if isinstance(debug_id, str) else None
    return parsed


def _load(content: bytes) -> dict[str, Any]:
    if len(content) > MAX_MAP_BYTES:
        raise InvalidMap(
            f"it has {len(content) // 1024 // 1024} MB and the limit is {MAX_MAP_BYTES // 1024 // 1024} MB;"
            " split the bundle into smaller files"
        )
    if content.startswith(GUARD):
        content = content.partition(b"\n")[2]
    try:
        document = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise InvalidMap(f"it is no JSON ({error})") from None
    if not isinstance(document, dict):
        raise InvalidMap(f"a map is a JSON object, not a {type(document).__name__}")
    if document.get("version") not in {3, "3"}:
        raise InvalidMap(f"its version is {document.get('version')!r:.20}; only version 3 is known")
    return document


def _parse_one(document: dict[str, Any], segments: Segments) -> ParsedMap:
    mappings = document.get("mappings")
    if not isinstance(mappings, str):
        raise InvalidMap("it has no mappings")
    sources = _sources(document)
    return ParsedMap(
        lines=iterate_lines(mappings),
        sources=sources,
        contents=_contents(document, len(sources)),
        names=[str(name) if name is not None else "" for name in _list(document, "names")],
        ignored=_ignored(document),
        segments=segments,
    )


def _sources(document: dict[str, Any]) -> list[str]:
    root = document.get("sourceRoot")
    prefix = root.rstrip("/") + "/" if isinstance(root, str) and root else ""
    listed = _list(document, "sources")
    if len(listed) > MAX_SOURCES:
        raise InvalidMap(f"it names {len(listed)} sources; the limit is {MAX_SOURCES}")
    return [_with_root(source[:MAX_SOURCE_LENGTH], prefix) if isinstance(source, str) else "" for source in listed]


def _with_root(source: str, prefix: str) -> str:
    return source if not prefix or "://" in source or source.startswith("/") else prefix + source


def _contents(document: dict[str, Any], count: int) -> list[str | None]:
    listed = _list(document, "sourcesContent")[:count]
    contents = [content if isinstance(content, str) else None for content in listed]
    return contents + [None] * (count - len(contents))


def _ignored(document: dict[str, Any]) -> frozenset[int]:
    """Sources that the bundler says are not the developer's own."""
    listed = document.get("ignoreList") or document.get("x_google_ignoreList")
    return frozenset(index for index in listed if type(index) is int) if isinstance(listed, list) else frozenset()


def _list(document: dict[str, Any], name: str) -> list[Any]:
    value = document.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidMap(f"its {name} are no list")
    return value


def _flatten(sections: Any, segments: Segments) -> ParsedMap:
    if not isinstance(sections, list):
        raise InvalidMap("its sections are no list")
    if len(sections) > MAX_SECTIONS:
        raise InvalidMap(f"it has {len(sections)} sections; the limit is {MAX_SECTIONS}")
    flat = ParsedMap(iter(()), [], [], [], segments=segments)
    ignored: set[int] = set()
    parts: list[tuple[int, int, Iterator[str], int, int]] = []
    before = (-1, -1)
    for section in sections:
        line, column, document = _section(section)
        if (line, column) < before:
            raise InvalidMap("its sections are not in order")
        before = (line, column)
        one = _parse_one(document, segments)
        parts.append((line, column, one.lines, len(flat.sources), len(flat.names)))
        ignored |= {index + len(flat.sources) for index in one.ignored}
        flat.sources += one.sources
        flat.contents += one.contents
        flat.names += one.names
        if len(flat.sources) > MAX_SOURCES:
            raise InvalidMap(f"its sections name more than {MAX_SOURCES} sources")
    flat.ignored = frozenset(ignored)
    flat.lines = _join_sections(parts, segments)
    return flat


def _section(section: Any) -> tuple[int, int, dict[str, Any]]:
    if not isinstance(section, dict) or not isinstance(section.get("offset"), dict):
        raise InvalidMap("a section of it has no offset")
    line, column = section["offset"].get("line"), section["offset"].get("column")
    if type(line) is not int or type(column) is not int or not (0 <= line < MAX_LINES and 0 <= column < 2**31):
        raise InvalidMap("a section of it has an offset that is no position")
    document = section.get("map")
    if not isinstance(document, dict):
        raise InvalidMap("a section of it names its map by URL, which is not read; upload the map itself")
    if "sections" in document:
        # The standard forbids it, and a map that contains itself has no end.
        raise InvalidMap("a section of it is an index map again")
    return line, column, document


def _join_sections(parts: list[tuple[int, int, Iterator[str], int, int]], segments: Segments) -> Iterator[str]:
    """The lines of all sections as one map's: only the first segments of a section are written anew."""
    state = [0, 0, 0, 0]
    current, texts, column = 0, [""], 0
    texts.clear()
    for line, start_column, lines, source_base, name_base in parts:
        local = [0, 0, 0, 0]
        base = (source_base, 0, 0, name_base)
        for number, text in enumerate(lines):
            target = line + number
            while current < target:
                yield ",".join(texts)
                texts, column, current = [], 0, current + 1
            place = start_column if number == 0 else 0
            for segment in text.split(","):
                if not segment:
                    continue
                deltas = segments[segment]
                place += deltas[0]
                for index, delta in enumerate(deltas[1:]):
                    local[index] += delta
                absolute = [local[index] + base[index] for index in range(len(deltas) - 1)]
                texts.append(
                    encode_segment((place - column, *(new - state[index] for index, new in enumerate(absolute))))
                )
                column = place
                state[: len(absolute)] = absolute
    yield ",".join(texts)
