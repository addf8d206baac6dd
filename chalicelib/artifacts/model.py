"""What is uploaded so that minified frames can be read: chunks, bundles of files, single release files. Pure."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

AssemblyState = Literal["not_found", "created", "assembling", "ok", "error"]

MAX_CHUNK_BYTES: Final = 32 * 1024 * 1024
#: Their checksums are kept in one row.
MAX_CHUNKS: Final = 4000
#: A Lambda function has 512 MB of disk, of which the bundle and what is compiled from it take their share.
MAX_BUNDLE_BYTES: Final = 200 * 1024 * 1024
MAX_BUNDLE_FILES: Final = 20_000
MAX_NAME_LENGTH: Final = 1000
MAX_RELEASE_FILE_BYTES: Final = 32 * 1024 * 1024
MAX_HEADERS: Final = 20
_SHA1: Final = re.compile(r"[0-9a-f]{40}")
_DEBUG_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX_32: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Assembly:
    """Where the assembling of a bundle stands.

    `not_found` names the chunks to upload first. Uploaders stop asking at `created`, before anything was checked, so
    that an accepted bundle is `assembling` until it ends as `ok`, or as `error` with a *detail* that says why.
    """

    state: AssemblyState
    missing_chunks: tuple[str, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class MapReference:
    """Where a compiled map lies: a range of an object, which begins with an index of *head_bytes*."""

    object_key: str
    offset: int
    length: int
    head_bytes: int


@dataclass(frozen=True, slots=True)
class Artifact:
    """A minified file, with its compiled map or the *problem* that stands in the way of one.

    *sourcemap* names the map of a file that was uploaded without it, as a URL of the same release.
    """

    name: str
    debug_id: str | None
    source_id: str
    uploaded_at: str
    map: MapReference | None = None
    sourcemap: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """Where a minified position comes from. Line and column count from 1. *lines* are before, the line, after."""

    source: str
    line: int
    column: int
    name: str | None
    scope: str | None
    is_ignored: bool
    lines: tuple[list[str], str, list[str]] | None


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """A file of a bundle as its manifest describes it. *map_name* is the entry of the file's map in the same bundle."""

    name: str
    kind: str
    size_bytes: int
    debug_id: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    map_name: str | None = None
    map: MapReference | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """An uploaded bundle. Its *bundle_id* is its SHA-1, which is unique within the organization."""

    bundle_id: str
    state: AssemblyState
    project_ids: frozenset[str]
    releases: tuple[tuple[str, str | None], ...]
    uploaded_at: str
    size_bytes: int
    file_count: int
    map_count: int
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file that was uploaded for one release, by the name it is served under, such as `~/static/app.js`."""

    file_id: str
    version: str
    dist: str | None
    name: str
    headers: dict[str, str]
    sha1: str
    size_bytes: int
    project_ids: frozenset[str]
    created_at: str


def is_sha1(text: Any) -> bool:
    return isinstance(text, str) and _SHA1.fullmatch(text) is not None


def sha1_of(content: bytes) -> str:
    """Uploaders name contents by SHA-1; nothing here trusts it for more than that."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def canonical_debug_id(text: Any) -> str | None:
    """The id with dashes and in lower case, or None when *text* is no debug id."""
    if not isinstance(text, str):
        return None
    lowered = text.strip().lower()
    if _HEX_32.fullmatch(lowered):
        parts = (lowered[:8], lowered[8:12], lowered[12:16], lowered[16:20], lowered[20:])
        return "-".join(parts)
    return lowered if _DEBUG_ID.fullmatch(lowered) else None


def canonical_name(name: str) -> str:
    """The path that all names of one file share: `~/a.js` for `https://host/a.js?v=1`, `app:///a.js` and `/a.js`."""
    text = name.strip().partition("#")[0].partition("?")[0]
    if text.startswith("~"):
        path = text[1:]
    elif "://" in text:
        try:
            path = urlsplit(text).path
        except ValueError:
            path = text.partition("://")[2].partition("/")[2]
    else:
        path = text
    return "~/" + path.lstrip("/")


def resolve_reference(reference: str, base: str) -> str | None:
    """The canonical name that a `sourceMappingURL` in the file *base* means; None for an inline map."""
    if reference.startswith("data:") or not reference or len(reference) > MAX_NAME_LENGTH:
        return None
    if "://" in reference or reference.startswith(("~", "/")):
        return canonical_name(reference)
    folder = canonical_name(base)[1:].rpartition("/")[0]
    parts: list[str] = [part for part in folder.split("/") if part]
    for part in reference.partition("#")[0].partition("?")[0].split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "~/" + "/".join(parts)
