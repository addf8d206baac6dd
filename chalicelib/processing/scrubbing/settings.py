"""What a project's owners call secret, and whether a field is."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chalicelib.globs import MAX_PATTERN_CHARACTERS, matches_glob

MAX_FIELDS: Final = 100

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ScrubSettings:
    """What is secret in a project beyond the default rules, and what is not though it is called so.

    Entries are globs on a field's name, or on its dotted path if they contain a dot (`extra.order.*`).
    """

    default_rules: bool = True
    fields: tuple[str, ...] = ()
    safe_fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("fields", "safe_fields"):
            patterns = getattr(self, name)
            if len(patterns) > MAX_FIELDS:
                raise ValueError(f"{name} has at most {MAX_FIELDS} entries")
            if any(not 0 < len(pattern) <= MAX_PATTERN_CHARACTERS for pattern in patterns):
                raise ValueError(f"an entry of {name} has 1 to {MAX_PATTERN_CHARACTERS} characters")


@lru_cache(maxsize=8192)
def _fits_name(patterns: tuple[str, ...], name: str) -> bool:
    return any("." not in pattern and matches_glob(name, pattern) for pattern in patterns)


def is_meant(patterns: tuple[str, ...], name: str, path: Path) -> bool:
    if _fits_name(patterns, name):
        return True
    dotted = [pattern for pattern in patterns if "." in pattern]
    if not dotted:
        return False
    full = ".".join(map(str, (*path, name)))
    return any(matches_glob(full, pattern) for pattern in dotted)
