"""A minified position in, an original one out: artifacts found by debug id or URL, maps read by ranges and kept.

Memory has a budget in bytes for parts of maps; what was found, and not found, is kept for a while. A position of a map
that was never read costs three reads of S3 at most: its head, its tokens, its source's lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any, Final, TypeVar

from cachetools import LRUCache, TTLCache

from chalicelib.artifacts.maps.read import ContentBlock, Head, Token, TokenBlock, UnreadableForm
from chalicelib.artifacts.model import Artifact, MapReference, Original, canonical_name, resolve_reference
from chalicelib.artifacts.objects import read_range
from chalicelib.artifacts.store import (
    count_release_artifacts,
    find_artifact_by_debug_id,
    find_artifact_by_url,
    find_last_upload,
)

BUDGET_BYTES: Final = 40 * 1024 * 1024
#: A small map is read whole: one request costs less than three.
WHOLE_BYTES: Final = 128 * 1024
UPLOADS_KEPT_SECONDS: Final = 60.0
ARTIFACTS_KEPT_SECONDS: Final = 600.0
MAX_ARTIFACTS_KEPT: Final = 5000
CONTEXT_LINES: Final = 5

Part = TypeVar("Part", Head, TokenBlock, ContentBlock)


@dataclass(frozen=True, slots=True)
class Found:
    """The map of a minified file, or the *problem* in its way. *key* names what an upload would have to bring."""

    reference: MapReference | None
    problem: str | None = None
    key: str | None = None


class KeptMaps:
    """What this process has read of maps and learnt about artifacts."""

    def __init__(self, budget_bytes: int = BUDGET_BYTES, now: Callable[[], float] = monotonic) -> None:
        # Parts larger than half of the budget would drive out everything else; they are used and not kept.
        self.parts: LRUCache[tuple[str, int, str, int], Any] = LRUCache(budget_bytes, getsizeof=lambda p: p.size_bytes)
        self.uploads: TTLCache[str, str | None] = TTLCache(MAX_ARTIFACTS_KEPT, UPLOADS_KEPT_SECONDS, now)
        self.artifacts: TTLCache[tuple[str | None, ...], Artifact | None] = TTLCache(
            MAX_ARTIFACTS_KEPT, ARTIFACTS_KEPT_SECONDS, now
        )
        self.counts: TTLCache[tuple[str | None, ...], int] = TTLCache(MAX_ARTIFACTS_KEPT, UPLOADS_KEPT_SECONDS, now)

    def keep(self, key: tuple[str, int, str, int], part: Any) -> None:
        if part.size_bytes <= self.parts.maxsize // 2:
            self.parts[key] = part


@cache
def kept_maps() -> KeptMaps:
    return KeptMaps()


def last_upload(project_id: str) -> str | None:
    """When artifacts were last uploaded for the project, up to a minute late; None when never."""
    uploads = kept_maps().uploads
    if project_id not in uploads:
        uploads[project_id] = find_last_upload(project_id)
    return uploads[project_id]


def find_map(project_id: str, *, debug_id: str | None, version: str | None, dist: str | None, url: str) -> Found:
    """The map of the file at *url*: by debug id first, then by the release's files."""
    if debug_id is not None:
        artifact = _by_debug_id(project_id, debug_id)
        if artifact is not None:
            found = _follow(project_id, artifact, version, dist)
            if found.reference is not None or version is None:
                return found
    if version is not None:
        artifact = _by_url(project_id, version, dist, url)
        if artifact is not None:
            return _follow(project_id, artifact, version, dist)
    return _missing(project_id, debug_id, version, dist, url)


def look_up(reference: MapReference, line: int, column: int) -> Original | None:
    """The origin of a position, whose line and column count from 1; None where the map says nothing.

    Raises UnreadableForm, and NotFound when the map was deleted meanwhile.
    """
    head, whole = _head(reference)
    block = head.find_token_block(line - 1, column - 1)
    tokens = _part(reference, "tokens", block, head.token_range(block), whole, lambda raw: _tokens(raw, head, block))
    token: Token | None = tokens.find(line - 1, column - 1)
    if token is None or token.source is None or token.source >= len(head.sources):
        return None
    lines = None
    piece = head.find_piece(token.source, token.line)
    if piece is not None:
        where = head.content_range(piece.block)
        contents = _part(reference, "contents", piece.block, where, whole, ContentBlock)
        lines = contents.lines_around(piece, token.line, CONTEXT_LINES)
    return Original(
        source=head.sources[token.source],
        line=token.line + 1,
        column=token.column + 1,
        name=token.name,
        scope=token.scope,
        is_ignored=token.source in head.ignored,
        lines=lines,
    )


def _head(reference: MapReference) -> tuple[Head, bytes | None]:
    """The head, and the whole map when it was small enough to be read with it."""
    kept, key = kept_maps(), (reference.object_key, reference.offset, "head", 0)
    head = kept.parts.get(key)
    if head is not None:
        return head, None
    size = reference.length if reference.length <= WHOLE_BYTES else reference.head_bytes
    content = read_range(reference.object_key, reference.offset, reference.offset + size)
    head = Head(content[: reference.head_bytes])
    kept.keep(key, head)
    return head, content if size == reference.length else None


def _part(
    reference: MapReference,
    kind: str,
    number: int,
    where: tuple[int, int],
    whole: bytes | None,
    read: Callable[[bytes], Part],
) -> Part:
    kept, key = kept_maps(), (reference.object_key, reference.offset, kind, number)
    part: Part | None = kept.parts.get(key)
    if part is None:
        start, end = where
        if end > reference.length:
            raise UnreadableForm("the compiled map is shorter than its head says")
        offset = reference.offset
        part = read(whole[start:end] if whole else read_range(reference.object_key, offset + start, offset + end))
        kept.keep(key, part)
    return part


def _tokens(raw: bytes, head: Head, block: int) -> TokenBlock:
    return TokenBlock.read(raw, head.state_of(block))


def _by_debug_id(project_id: str, debug_id: str) -> Artifact | None:
    return _remember((project_id, debug_id), lambda: find_artifact_by_debug_id(project_id, debug_id))


def _by_url(project_id: str, version: str, dist: str | None, url: str) -> Artifact | None:
    key = (project_id, version, dist, url)
    return _remember(key, lambda: find_artifact_by_url(project_id, version, dist, url))


def _remember(key: tuple[str | None, ...], find: Callable[[], Artifact | None]) -> Artifact | None:
    """What was found; what was not, until the project's next upload."""
    kept, full_key = kept_maps().artifacts, (last_upload(str(key[0])), *key)
    if full_key not in kept:
        kept[full_key] = find()
    return kept[full_key]


def _follow(project_id: str, artifact: Artifact, version: str | None, dist: str | None) -> Found:
    """The artifact's map: its own, or that of the release which it names."""
    if artifact.map is not None:
        return Found(artifact.map)
    reference = resolve_reference(artifact.sourcemap or "", artifact.name)
    if reference is not None and version is not None:
        source_map = _by_url(project_id, version, dist, reference)
        if source_map is not None and source_map.map is not None:
            return Found(source_map.map)
        if source_map is not None and source_map.problem:
            return Found(None, source_map.problem, release_name(version, dist))
    problem = artifact.problem or f"Uploaded without its map {artifact.sourcemap}; upload the map too"
    key = artifact.debug_id if version is None else release_name(version, dist)
    return Found(None, problem, key)


def _missing(project_id: str, debug_id: str | None, version: str | None, dist: str | None, url: str) -> Found:
    if version is None:
        if debug_id is not None:
            return Found(None, f"No map for debug id {debug_id}; upload the maps of this build", debug_id)
        return Found(
            None,
            "The event names neither a debug id nor a release; inject debug ids at build time, or set `release`",
        )
    count = _count(project_id, version, dist)
    what = f"debug id {debug_id}" if debug_id else f"{canonical_name(url)} in release {version}"
    which = f"this release with dist {dist}" if dist else "this release"
    text = f"No map for {what}; uploaded files for {which}: {count}"
    return Found(None, text, debug_id or release_name(version, dist))


def _count(project_id: str, version: str, dist: str | None) -> int:
    counts, key = kept_maps().counts, (last_upload(project_id), project_id, version, dist)
    if key not in counts:
        counts[key] = count_release_artifacts(project_id, version, dist)
    return counts[key]


def release_name(version: str, dist: str | None) -> str:
    """How events that lack a release's files remember it."""
    return f"{version}\0{dist or ''}"
