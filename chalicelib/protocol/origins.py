"""Which pages may send with a key. Patterns are globs over the origin (`https://*.example.com`) or its host alone."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from urllib.parse import urlsplit


def is_allowed_origin(origin: str | None, patterns: Iterable[str]) -> bool:
    """Whether a page of *origin* (or a referring URL) may send. Servers and apps name none and always may."""
    allowed = [pattern.strip().lower() for pattern in patterns]
    if origin is None or not allowed or "*" in allowed:
        return True
    try:
        parts = urlsplit(origin.strip().lower())
        names = (f"{parts.scheme}://{parts.netloc}", parts.netloc, parts.hostname or "")
    except ValueError:
        return False
    return any(name and fnmatchcase(name, pattern) for name in names for pattern in allowed)
