"""The built dashboard as CloudFront and S3 will serve it: same headers, same fallback to the single page."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from infra.local.gateway.answer import Answer

# The same headers stand in infra/web.yaml, which a test compares; HSTS is left out on plain http.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
SECURITY_HEADERS: tuple[tuple[str, str], ...] = (
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cross-origin-opener-policy", "same-origin"),
)
_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"
_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
_MIN_COMPRESSED_BYTES = 860
_FILE_AT_ROOT = re.compile(r"/[^/]+\.[^/]+")


@dataclass(frozen=True, slots=True)
class _StoredFile:
    content_type: str
    etag: str
    body: bytes
    gzipped: bytes | None


class Dashboard:
    """Files below *folder* (Vite's dist); a changed file is read anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def answer(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        """A file, the single page for the dashboard's own routes, 304, 404, or 503 where nothing is built yet."""
        if method not in {"GET", "HEAD"}:
            return _answer_text(405, "The dashboard is read with GET")
        file = self._find_file(path) or self._find_page(path)
        if file is None:
            is_built = (self._folder / "index.html").is_file()
            return _answer_text(404, "Not found") if is_built else _answer_text(503, "The dashboard is not built yet")
        is_hashed = file.relative_to(self._folder).parts[0] == "assets"
        stored = _load(file, file.stat().st_mtime_ns)
        return _answer_file(stored, headers, _IMMUTABLE if is_hashed else _REVALIDATE)

    def _find_file(self, path: str) -> Path | None:
        if "\0" in path:
            return None
        file = (self._folder / path.lstrip("/")).resolve()
        return file if file.is_file() and file.is_relative_to(self._folder) else None

    def _find_page(self, path: str) -> Path | None:
        # As in infra/web.yaml: a missing file must be a 404, or a browser would run the page as a script.
        index = self._folder / "index.html"
        is_file = path.startswith("/assets/") or _FILE_AT_ROOT.fullmatch(path)
        return index if not is_file and index.is_file() else None


@lru_cache(maxsize=512)
def _load(file: Path, _modified_ns: int) -> _StoredFile:
    body = file.read_bytes()
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_compressible = content_type.startswith(_COMPRESSIBLE) and len(body) >= _MIN_COMPRESSED_BYTES
    return _StoredFile(
        content_type=f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type,
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        body=body,
        gzipped=gzip.compress(body, 9, mtime=0) if is_compressible else None,
    )


def _answer_file(stored: _StoredFile, headers: Mapping[str, str], cache_control: str) -> Answer:
    answered = [
        ("etag", stored.etag),
        ("cache-control", cache_control),
        ("vary", "accept-encoding"),
        *SECURITY_HEADERS,
    ]
    if stored.etag in headers.get("if-none-match", ""):
        return Answer(304, answered)
    answered.append(("content-type", stored.content_type))
    if stored.gzipped is not None and "gzip" in headers.get("accept-encoding", ""):
        return Answer(200, [*answered, ("content-encoding", "gzip")], stored.gzipped)
    return Answer(200, answered, stored.body)


def _answer_text(status: int, text: str) -> Answer:
    return Answer(status, [("content-type", "text/plain; charset=utf-8"), *SECURITY_HEADERS], text.encode())
