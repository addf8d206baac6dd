"""The `mappings` text of a source map (ECMA-426): segments of base64 VLQ, decoded, encoded and joined. Pure."""

from collections.abc import Iterable, Iterator
from typing import Final

#: Deltas of a segment: column, source, line, column in it, name. It has 1, 4 or 5 of them.
Deltas = tuple[int, ...]

_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_DIGITS: Final = {letter: digit for digit, letter in enumerate(_ALPHABET)}
_MAX_SEGMENT_LENGTH: Final = 60
_MAX_VALUE: Final = 1 << 31
MAX_REMEMBERED: Final = 200_000
#: Beyond the columns of any file that is read.
FAR_COLUMN: Final = (1 << 31) - 1


class InvalidMap(ValueError):
    """What was uploaded is no source map, or one beyond our limits; the text says why to whoever uploaded it."""


class Segments(dict[str, Deltas]):
    """Decoded segments by their text. Maps repeat a few texts so often that a dictionary outruns decoding them."""

    def __missing__(self, segment: str) -> Deltas:
        deltas = decode_segment(segment)
        if len(self) < MAX_REMEMBERED:
            self[segment] = deltas
        return deltas


def decode_segment(segment: str) -> Deltas:
    """Raises InvalidMap for what is no segment."""
    if len(segment) > _MAX_SEGMENT_LENGTH:
        raise InvalidMap("a segment of its mappings is too long")
    deltas: list[int] = []
    value = shift = 0
    for letter in segment:
        digit = _DIGITS.get(letter)
        if digit is None:
            raise InvalidMap("its mappings hold a character that is no base64")
        value |= (digit & 31) << shift
        if digit & 32:
            shift += 5
            continue
        if value > _MAX_VALUE * 2 + 1:
            raise InvalidMap("its mappings hold a number beyond 32 bits")
        deltas.append(-(value >> 1) if value & 1 else value >> 1)
        value = shift = 0
    if shift or len(deltas) not in {1, 4, 5}:
        raise InvalidMap(f"a segment of its mappings has {len(deltas)} fields, not 1, 4 or 5")
    return tuple(deltas)


def encode_segment(deltas: Iterable[int]) -> str:
    return "".join(map(_encode_number, deltas))


def _encode_number(number: int) -> str:
    value = -number << 1 | 1 if number < 0 else number << 1
    text = ""
    while value > 31:
        text += _ALPHABET[value & 31 | 32]
        value >>= 5
    return text + _ALPHABET[value]


def iterate_lines(mappings: str) -> Iterator[str]:
    """The lines of a mappings text one by one: splitting millions at once would take memory for each."""
    start = 0
    while True:
        end = mappings.find(";", start)
        if end < 0:
            yield mappings[start:]
            return
        yield mappings[start:end]
        start = end + 1


def sort_line(line: str, segments: Segments) -> str:
    """A line whose columns go backwards, in order. The first of its segments refer to the line before, as they did."""
    column = 0
    places: list[tuple[int, Deltas]] = []
    state = [0, 0, 0, 0]
    for segment in line.split(","):
        if segment:
            deltas = segments[segment]
            column += deltas[0]
            for index, delta in enumerate(deltas[1:]):
                state[index] += delta
            places.append((column, (*state[: len(deltas) - 1],)))
    end = (*state,)
    places.sort(key=lambda place: place[0])
    texts: list[str] = []
    before, column = [0, 0, 0, 0], 0
    for place, absolute in places:
        texts.append(encode_segment((max(place, 0) - column, *(new - before[i] for i, new in enumerate(absolute)))))
        column = max(place, 0)
        before[: len(absolute)] = absolute
    # Following lines count on from where this one ended before it was sorted: a token that no column reaches says so.
    if (*before,) != end:
        unreachable = FAR_COLUMN - column
        texts.append(encode_segment((unreachable, *(new - old for new, old in zip(end, before, strict=True)))))
    return ",".join(texts)
