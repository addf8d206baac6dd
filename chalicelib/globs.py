"""Glob patterns that people write in rules and filters. Matching takes linear time whatever the pattern is.

`*` (and `**`) stands for any characters, slashes included; `?` for one. Case does not matter; backslashes are slashes.
"""

import re
from functools import lru_cache
from typing import Final

MAX_PATTERN_CHARACTERS: Final = 400
MAX_VALUE_CHARACTERS: Final = 4096

_STARS: Final = re.compile(r"\*+")
_RUNS: Final = re.compile(r"\?+|[^?]+")


def matches_glob(value: str, pattern: str) -> bool:
    return compiled_glob(pattern).fullmatch(value[:MAX_VALUE_CHARACTERS].replace("\\", "/")) is not None


@lru_cache(maxsize=4096)
def compiled_glob(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression without backtracking: between stars the leftmost fit is a right one.

    Question marks after a star only ask for so many more characters, and what follows the last star has one place, so
    that neither is tried at each character.
    """
    pieces = _STARS.split(pattern[:MAX_PATTERN_CHARACTERS].replace("\\", "/"))
    if len(pieces) == 1:
        return re.compile(_literal(pieces[0]), re.IGNORECASE | re.DOTALL)
    first, *middle, last = pieces
    found = "".join(f"(?>{_any(asked)}.*?{_literal(rest)})" for asked, rest in map(_without_lead, middle))
    end = f"(?>.*(?=.{{{len(last)}}}\\Z)){_literal(last)}"
    return re.compile(f"{_literal(first)}{found}{end}", re.IGNORECASE | re.DOTALL)


def _without_lead(piece: str) -> tuple[int, str]:
    """How many question marks a piece starts with, and what follows them."""
    rest = piece.lstrip("?")
    return len(piece) - len(rest), rest


def _literal(piece: str) -> str:
    return "".join(_any(len(run)) if run[0] == "?" else re.escape(run) for run in _RUNS.findall(piece))


def _any(count: int) -> str:
    return f".{{{count}}}" if count else ""
