"""Coercers: one JSON value of a stranger in, the value of the type a field wants out.

A coercer answers None after noting why it refused, and ABSENT where the field is best left out.
"""

import json
import math
import unicodedata
from collections.abc import Callable
from typing import Any, Final

import orjson

from chalicelib.processing.normalize.meta import Meta, Path

Coerce = Callable[[Any, Meta, Path], Any]

ABSENT: Final = object()
MAX_UNSIGNED: Final = 2**64 - 1
MAX_EXACT_FLOAT: Final = 2**53
#: Of source code around a frame's line; SDKs send five.
MAX_LINES: Final = 100


def well_formed(text: str) -> str:
    """The text with surrogate pairs joined and lone halves replaced, so that it can be written as UTF-8."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def compact_json(value: Any) -> str:
    """The value as JSON without spaces, keys sorted; a placeholder where it is too deep to be written."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        # Lone surrogates, integers beyond 64 bits and keys that are no texts, which JSON of the queue has not.
        return _written_slowly(value)


def _written_slowly(value: Any) -> str:
    for sort_keys in (True, False):
        try:
            written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str, sort_keys=sort_keys)
        except TypeError:
            # Keys that cannot be compared or written, which no JSON parser makes.
            continue
        except (RecursionError, ValueError):
            break
        return well_formed(written)
    return "<unserializable>"


def text(value: Any, meta: Meta, path: Path) -> str | None:
    if type(value) is str:
        return value if value.isascii() else well_formed(value)
    meta.invalid(path, "expected a string", value)
    return None


def nonempty_text(value: Any, meta: Meta, path: Path) -> Any:
    """As text, but an empty string counts as absent."""
    return (text(value, meta, path) if value != "" else ABSENT) if type(value) is str else text(value, meta, path)


#: Coercers that return ASCII texts up to a length as they are.
ACCEPTED_AS_IS: Final[dict[Coerce, int]] = {text: 2**62, nonempty_text: 2**62}


def shorten(value: str, limit: int, meta: Meta, path: Path) -> str:
    """The value in at most *limit* characters, with a note when something was cut."""
    if len(value) <= limit:
        return value
    kept = value[: max(limit - 3, 0)]
    meta.shortened(path, kept, len(value))
    return kept + "..."


def text_up_to(limit: int, *, keep_empty: bool = True) -> Coerce:
    def coerce(value: Any, meta: Meta, path: Path) -> Any:
        if type(value) is not str:
            return text(value, meta, path)
        if not value and not keep_empty:
            return ABSENT
        if not value.isascii():
            value = well_formed(value)
        return value if len(value) <= limit else shorten(value, limit, meta, path)

    ACCEPTED_AS_IS[coerce] = limit
    return coerce


def lenient_text(value: Any, meta: Meta, path: Path) -> str | None:
    """Text of any primitive: True and False as Python writes them, numbers without their fraction."""
    if type(value) is str:
        return well_formed(value)
    plain = primitive_text(value)
    if plain is None:
        meta.invalid(path, no_primitive(value), printable(value))
    return plain


def no_primitive(value: Any) -> str:
    """Why a value has no text of its own."""
    exact = type(value) is not float and type(value) is not int
    return "expected a primitive value" if exact else "expected a number with JSON precision"


def primitive_text(value: Any) -> str | None:
    """A bool or number as Sentry's tags write it, or None for anything else."""
    if type(value) is bool:
        return "True" if value else "False"
    if type(value) is int:
        return integer_text(value)
    if type(value) is float and math.isfinite(value) and abs(value) < MAX_EXACT_FLOAT:
        return str(int(value))
    return None


def integer_text(value: int) -> str | None:
    return str(value) if -(2**63) <= value <= MAX_UNSIGNED else None


def json_lenient_text(value: Any, meta: Meta, path: Path) -> str:  # noqa: ARG001 - has the form of a coercer
    """Strings as they are, anything else as the JSON of it."""
    return well_formed(value) if type(value) is str else compact_json(value)


def unsigned(value: Any, meta: Meta, path: Path) -> int | None:
    kind = type(value)
    if kind is int and 0 <= value <= MAX_UNSIGNED:
        return int(value)
    if kind is float and 0 <= value < MAX_EXACT_FLOAT:
        return int(value)
    meta.invalid(path, "expected an unsigned integer", printable(value))
    return None


def signed(value: Any, meta: Meta, path: Path) -> int | None:
    if type(value) in {int, float} and -(2**63) <= value < 2**63:
        return int(value)
    meta.invalid(path, "expected a signed integer", printable(value))
    return None


def boolean(value: Any, meta: Meta, path: Path) -> bool | None:
    if value is True or value is False:
        return bool(value)
    meta.invalid(path, "expected a boolean", printable(value))
    return None


def floating(value: Any, meta: Meta, path: Path) -> float | int | None:
    if type(value) is float or (type(value) is int and abs(value) <= MAX_UNSIGNED):
        return value
    meta.invalid(path, "expected a floating point number", printable(value))
    return None


def printable(value: Any) -> Any:
    """Numbers that JSON cannot carry become None; everything else stays."""
    if type(value) is float and not math.isfinite(value):
        return None
    return value


def text_list(value: Any, meta: Meta, path: Path) -> Any:
    """A list of at most 100 strings; absent when empty."""
    if type(value) is not list:
        meta.invalid(path, "expected an array", value)
        return None
    if not value:
        return ABSENT
    if len(value) > MAX_LINES:
        meta.fewer(path, len(value))
        value = value[:MAX_LINES]
    lines = [line if type(line) is str and line.isascii() else None for line in value]
    if None in lines:
        lines = [None if line is None else text(line, meta, (*path, index)) for index, line in enumerate(value)]
    return lines


_ESCAPED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0", "'": "\\'", "\\": "\\\\"}


def quoted(character: str) -> str:
    """A character in single quotes, escaped as Sentry's messages escape it."""
    if character in _ESCAPED:
        return f"'{_ESCAPED[character]}'"
    shown = character.isprintable() and not unicodedata.category(character).startswith("M")
    return f"'{character}'" if shown else f"'\\u{{{ord(character):x}}}'"
