"""Bundles and maps as uploaders make them, small enough to read."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from chalicelib.artifacts.assembly import assemble_bundle
from chalicelib.artifacts.chunks import store_chunk
from chalicelib.artifacts.model import Assembly, sha1_of
from chalicelib.jobs.store import get_job, list_open_jobs
from chalicelib.jobs.worker import KINDS
from chalicelib.times import utc_now

ORGANIZATION = "0f1e2d3c-0000-4000-8000-000000000001"
DEBUG_ID = "58a6b820-cfc3-5af3-98d4-71957a158c58"
SOURCE = "function total(cart) {\n  return cart.items.length;\n}\ntotal(undefined);\n"
MINIFIED = b"function t(n){return n.items.length}t(void 0);\n//# sourceMappingURL=app.js.map\n"
MAP: dict[str, Any] = {
    "version": 3,
    "sources": ["webpack://shop/./src/cart.js"],
    "sourcesContent": [SOURCE],
    "names": ["total", "cart", "items", "length", "undefined"],
    "mappings": "AAAA,SAASA,EAAMC,GACb,OAAOA,EAAKC,MAAMC,MACpB,CACAH,OAAMI",
}


def make_bundle(files: Mapping[str, tuple[dict[str, Any], bytes]], **manifest: Any) -> bytes:
    """A bundle of *files*: by path what the manifest says, and the content."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        described = {path: what for path, (what, _) in files.items()}
        archive.writestr(_member("manifest.json"), json.dumps({"files": described, **manifest}))
        for path, (_, body) in files.items():
            archive.writestr(_member(path), body)
    return b"SYSB\x02\x00\x00\x00" + content.getvalue()


def _member(path: str) -> zipfile.ZipInfo:
    """Always of the same time, so that the same files make the same bundle."""
    member = zipfile.ZipInfo(path)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def app_bundle(debug_id: str | None = DEBUG_ID, source_map: Any = None, url: str = "~/static/app.js") -> bytes:
    ids = {"debug-id": debug_id} if debug_id else {}
    content = json.dumps(MAP).encode() if source_map is None else source_map
    return make_bundle(
        {
            "files/_/_/app.js": (
                {"type": "minified_source", "url": url, "headers": {**ids, "Sourcemap": "app.js.map"}},
                MINIFIED,
            ),
            "files/_/_/app.js.map": ({"type": "source_map", "url": f"{url}.map", "headers": ids}, content),
        }
    )


def upload(content: bytes, *, chunk_bytes: int = 300, organization_id: str = ORGANIZATION, **asked: Any) -> Assembly:
    """Upload a bundle in chunks, run the job, and ask where it stands."""
    parts = [content[start : start + chunk_bytes] for start in range(0, len(content), chunk_bytes)]
    chunks = [sha1_of(part) for part in parts]
    for checksum, part in zip(chunks, parts, strict=True):
        store_chunk(organization_id, checksum, part)
    wanted = {"checksum": sha1_of(content), "chunks": chunks, "project_ids": ["1"], **asked}
    assemble_bundle(organization_id, **wanted)
    run_open_jobs()
    return assemble_bundle(organization_id, **wanted)


def run_open_jobs() -> None:
    for organization_id, job_id, kind in list_open_jobs():
        KINDS[kind](get_job(organization_id, job_id), utc_now())
