"""Glob patterns that people write in rules and filters. Matching takes linear time whatever the pattern is.

`*` (and `**`) stands for any characters, slashes included; `?` for one. Case does not matter; backslashes are slashes.
"""

import re
from functools import lru_cache
from typing import Final

MAX_PATTERN_CHARACTERS: Final = 400
MAX_VALUE_CHARACTERS: Final = 4096

_STARS: Final = re.compile(r"\*+")


def matches_glob(value: str, pattern: str) -> bool:
    return compiled_glob(pattern).fullmatch(value[:MAX_VALUE_CHARACTERS].replace("\\", "/")) is not None


@lru_cache(maxsize=4096)
def compiled_glob(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression without backtracking: between stars the leftmost fit is a right one."""
    pieces = [_literal(piece) for piece in _STARS.split(pattern[:MAX_PATTERN_CHARACTERS].replace("\\", "/"))]
    if len(pieces) == 1:
        return re.compile(pieces[0], re.IGNORECASE | re.DOTALL)
    first, *middle, last = pieces
    found = "".join(f"(?>.*?{piece})" for piece in middle if piece)
    return re.compile(f"{first}{found}.*{last}", re.IGNORECASE | re.DOTALL)


def _literal(piece: str) -> str:
    return "".join("." if character == "?" else re.escape(character) for character in piece)
