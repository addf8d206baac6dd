"""A bundle's bytes in, its files with compiled maps out. Raises UnreadableBundle for what is no bundle.

Everything in it is a stranger's: names are text and never paths, sizes are counted while reading, and what the
manifest says of its organization and projects counts for nothing. One bad file is a problem of that file alone.
"""

import base64
import binascii
import re
import zipfile
import zlib
from dataclasses import replace
from typing import IO, Any, Final

import orjson

from chalicelib.artifacts.maps.compile import CompiledMap, compile_map
from chalicelib.artifacts.maps.mappings import InvalidMap
from chalicelib.artifacts.maps.parse import MAX_MAP_BYTES, parse_map
from chalicelib.artifacts.model import (
    MAX_BUNDLE_FILES,
    MAX_NAME_LENGTH,
    BundleEntry,
    MapReference,
    canonical_debug_id,
    canonical_name,
    resolve_reference,
)

MAX_MANIFEST_BYTES: Final = 32 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 1024 * 1024 * 1024
MAX_MINIFIED_BYTES: Final = 40 * 1024 * 1024
_TAIL_BYTES: Final = 4096
_INLINE: Final = re.compile(rb"data:application/json[^,]{0,60};base64,")
_MAP_COMMENT: Final = re.compile(rb"[#@] ?sourceMappingURL=([^\s'\"]+)")
_DEBUG_COMMENT: Final = re.compile(rb"# ?debugId=([0-9a-fA-F-]{32,36})")
_HERMES: Final = b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f"


class UnreadableBundle(ValueError):
    """What was uploaded is no bundle; the text says why to whoever uploaded it."""


def read_bundle(source: IO[bytes], maps: IO[bytes], maps_key: str) -> list[BundleEntry]:
    """The files of the bundle *source*; their compiled maps are written to *maps*, which will lie at *maps_key*."""
    try:
        with zipfile.ZipFile(source) as archive:
            return _Reader(archive, maps, maps_key).read()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableBundle(f"The bundle is no ZIP archive that can be read: {error}") from error


class _Reader:
    """One bundle while it is read: what is unpacked counts against one allowance."""

    def __init__(self, archive: zipfile.ZipFile, maps: IO[bytes], maps_key: str) -> None:
        self._archive = archive
        self._maps = maps
        self._maps_key = maps_key
        self._left = MAX_UNPACKED_BYTES

    def read(self) -> list[BundleEntry]:
        names = self._archive.namelist()
        if len(names) > MAX_BUNDLE_FILES:
            raise UnreadableBundle(f"A bundle has at most {MAX_BUNDLE_FILES} files; this one has {len(names)}")
        described = self._manifest()
        entries = {path: self._entry(path, what) for path, what in described.items()}
        minified = {path: entry for path, entry in entries.items() if entry.kind == "minified_source"}
        paired = _pair(entries, minified)
        compiled = {path: self._compile(path, entry, paired) for path, entry in entries.items() if path not in minified}
        for path, entry in minified.items():
            compiled[path] = self._with_map(path, entry, compiled.get(paired.get(path, "")))
        return [compiled[path] for path in entries]

    def _manifest(self) -> dict[str, dict[str, Any]]:
        try:
            manifest = orjson.loads(self._unpack("manifest.json", MAX_MANIFEST_BYTES))
        except KeyError:
            raise UnreadableBundle("The bundle has no manifest.json") from None
        except orjson.JSONDecodeError as error:
            raise UnreadableBundle(f"The bundle's manifest.json is no JSON: {error}") from None
        files = manifest.get("files") if isinstance(manifest, dict) else None
        if not isinstance(files, dict):
            raise UnreadableBundle("The bundle's manifest.json lists no files")
        if len(files) > MAX_BUNDLE_FILES:
            raise UnreadableBundle(f"A bundle has at most {MAX_BUNDLE_FILES} files; its manifest names {len(files)}")
        return {path: what for path, what in files.items() if isinstance(what, dict)}

    def _entry(self, path: str, described: dict[str, Any]) -> BundleEntry:
        """A file as the manifest describes it, completed by what stands in the file's last lines."""
        headers = _headers(described.get("headers"))
        name = described.get("url")
        name = name if isinstance(name, str) and name else f"~/{path}"
        kind = described.get("type") if isinstance(described.get("type"), str) else _kind_of(name)
        entry = BundleEntry(
            name=name[:MAX_NAME_LENGTH],
            kind=str(kind),
            size_bytes=self._size(path),
            debug_id=canonical_debug_id(headers.get("debug-id") or headers.get("debug_id")),
            headers=headers,
        )
        if path not in self._archive.NameToInfo:
            return replace(entry, kind="missing", problem="The manifest names this file, but the bundle lacks it")
        if entry.kind == "minified_source" and not (entry.debug_id and "sourcemap" in headers):
            return self._complete(path, entry)
        return entry

    def _complete(self, path: str, entry: BundleEntry) -> BundleEntry:
        try:
            content = self._unpack(path, MAX_MINIFIED_BYTES)
        except InvalidMap as error:
            return replace(entry, problem=f"This file cannot be used: {error}")
        reference, debug_id = read_comments(content)
        # An inline map is far longer than what a row may hold; it is read again where it is compiled.
        short = {"sourcemap": reference} if reference and len(reference) <= MAX_NAME_LENGTH else {}
        return replace(entry, headers={**short, **entry.headers}, debug_id=entry.debug_id or debug_id)

    def _compile(self, path: str, entry: BundleEntry, paired: dict[str, str]) -> BundleEntry:
        if entry.kind != "source_map":
            return entry
        try:
            content = self._unpack(path, MAX_MAP_BYTES)
            files = [minified for minified, map_path in paired.items() if map_path == path]
            # The functions of several files that share a map would be mixed up.
            minified = self._unpack(files[0], MAX_MINIFIED_BYTES) if len(files) == 1 else b""
            return self._store(entry, content, minified)
        except InvalidMap as error:
            return replace(entry, problem=f"This map cannot be used: {error}")

    def _with_map(self, path: str, entry: BundleEntry, source_map: BundleEntry | None) -> BundleEntry:
        if entry.problem is not None:
            return entry
        if source_map is not None:
            return replace(entry, map_name=source_map.name, map=source_map.map, problem=source_map.problem)
        try:
            content = self._unpack(path, MAX_MINIFIED_BYTES)
            inline = find_inline_map(content)
            if inline is not None:
                return self._store(entry, inline, content)
        except InvalidMap as error:
            return replace(entry, problem=f"This map cannot be used: {error}")
        return replace(entry, problem=missing_map(entry.headers.get("sourcemap"), content))

    def _store(self, entry: BundleEntry, content: bytes, minified: bytes) -> BundleEntry:
        compiled, debug_id = compile_file(content, minified)
        place = self._maps.tell()
        self._maps.write(compiled.content)
        reference = MapReference(self._maps_key, place, len(compiled.content), compiled.head_bytes)
        return replace(entry, map=reference, debug_id=entry.debug_id or debug_id)

    def _size(self, path: str) -> int:
        info = self._archive.NameToInfo.get(path)
        return info.file_size if info else 0

    def _unpack(self, path: str, limit: int) -> bytes:
        """The content of a file. Raises KeyError without one, InvalidMap when it is larger than *limit*.

        What the archive says of its size may be a lie, so that no more than *limit* is read.
        """
        with self._archive.open(path) as file:
            content = file.read(limit + 1)
        self._left -= len(content)
        if self._left < 0:
            raise UnreadableBundle(f"The bundle unpacks to more than {MAX_UNPACKED_BYTES // 1024 // 1024} MB")
        if len(content) > limit:
            raise InvalidMap(f"it has more than {limit // 1024 // 1024} MB; split the bundle into smaller files")
        return content


def compile_file(content: bytes, minified: bytes = b"") -> tuple[CompiledMap, str | None]:
    """The lookup form of the map of a *minified* file, and the map's own debug id. Raises InvalidMap."""
    parsed = parse_map(content)
    return compile_map(parsed, minified), canonical_debug_id(parsed.debug_id)


def find_inline_map(content: bytes) -> bytes | None:
    """The map that a minified file carries in its own comment. Raises InvalidMap when it is damaged."""
    start = content.rfind(b"sourceMappingURL=data:")
    found = _INLINE.match(content, start + len(b"sourceMappingURL=")) if start >= 0 else None
    if found is None:
        return None
    try:
        return base64.b64decode(content[found.end() :].split(None, 1)[0].rstrip(b"*/"), validate=True)
    except (binascii.Error, IndexError) as error:
        raise InvalidMap(f"the inline map is no base64 ({error})") from None


def read_comments(content: bytes) -> tuple[str | None, str | None]:
    """What the last lines of a minified file say: the URL of its map, and its debug id."""
    tail = content[-_TAIL_BYTES:]
    references, ids = _MAP_COMMENT.findall(tail), _DEBUG_COMMENT.findall(tail)
    reference = references[-1].decode("utf-8", "replace") if references else None
    return reference, canonical_debug_id(ids[-1].decode()) if ids else None


def missing_map(reference: str | None, content: bytes) -> str:
    """What to tell of a minified file without a map."""
    if content.startswith(_HERMES):
        return "Hermes bytecode has no lines; upload the composed map that React Native's build makes of its packager's"
    if reference and not reference.startswith("data:"):
        return f"Uploaded without its map {reference[:200]}; upload the map too"
    return "Uploaded without a map, and it names none; have the bundler write source maps and upload them too"


def _pair(entries: dict[str, BundleEntry], minified: dict[str, BundleEntry]) -> dict[str, str]:
    """The path of each minified file's map: by debug id, else by the URL that the file names."""
    maps = {path: entry for path, entry in entries.items() if entry.kind == "source_map"}
    by_debug_id = {entry.debug_id: path for path, entry in maps.items() if entry.debug_id}
    by_name = {canonical_name(entry.name): path for path, entry in maps.items()}
    paired: dict[str, str] = {}
    for path, entry in minified.items():
        reference = resolve_reference(entry.headers.get("sourcemap", ""), entry.name)
        found = by_debug_id.get(entry.debug_id) if entry.debug_id else None
        found = found or by_name.get(reference or "") or by_name.get(canonical_name(entry.name) + ".map")
        if found is not None:
            paired[path] = found
    return paired


def _headers(value: Any) -> dict[str, str]:
    """Header names in lower case: uploaders differ in how they write them."""
    if not isinstance(value, dict):
        return {}
    headers = {str(name).lower(): text[:MAX_NAME_LENGTH] for name, text in value.items() if isinstance(text, str)}
    if "x-sourcemap" in headers:
        headers.setdefault("sourcemap", headers["x-sourcemap"])
    return headers


def _kind_of(name: str) -> str:
    if name.endswith(".map"):
        return "source_map"
    return "minified_source" if name.endswith((".js", ".mjs", ".cjs", ".bundle", ".jsbundle")) else "source"
