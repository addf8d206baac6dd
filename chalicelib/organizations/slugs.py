"""Names in URLs: lower-case words joined by hyphens, made from a name or checked as given."""

import re
import secrets
import unicodedata
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.errors import ValidationFailed

MAX_LENGTH = 50
SLUG_PATTERN = r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$"
# Words that stand beside a slug in some path of the API or the dashboard.
RESERVED = frozenset({"new", "settings", "api", "auth", "login", "register"})

Slug = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH, pattern=SLUG_PATTERN)]


def slug_of(name: str) -> str:
    """A slug that reads like *name*; a random one when nothing of it can be written in ASCII."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:MAX_LENGTH].strip("-")
    return words if words and words not in RESERVED else with_suffix(words)


def with_suffix(slug: str) -> str:
    """*slug* with something random behind it, for when it is taken."""
    suffix = secrets.token_hex(3)
    return f"{slug[: MAX_LENGTH - len(suffix) - 1]}-{suffix}" if slug else f"team-{suffix}"


def reject_reserved_slug(slug: str | None) -> str | None:
    """*slug* itself. Raises ValidationFailed for one that would shadow a page."""
    if slug in RESERVED:
        raise ValidationFailed("This slug is reserved", fields={"slug": "is reserved"})
    return slug
