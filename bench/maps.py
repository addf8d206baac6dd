"""Source maps: upload and assembling of a map of 20 MB on a running stack, then lookups in it, cold and warm."""

import io
import json
import multiprocessing
import os
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.filled_world import point_at_stack
from bench.processes import memory_megabytes
from chalicelib.artifacts import lookup, objects
from chalicelib.artifacts.assembly import assemble_bundle
from chalicelib.artifacts.chunks import find_missing_chunks, store_chunk
from chalicelib.artifacts.maps.compile import compile_map
from chalicelib.artifacts.maps.mappings import encode_segment
from chalicelib.artifacts.maps.parse import parse_map
from chalicelib.artifacts.model import MapReference, sha1_of
from chalicelib.artifacts.store import find_artifact_by_debug_id
from chalicelib.aws.encryption import get_data_key
from chalicelib.messages import EventMessage
from chalicelib.processing.pipeline import process_event
from chalicelib.processing.project_cache import EventProject
from chalicelib.projects.settings import ProjectSettings
from chalicelib.projects.store import find_project
from chalicelib.times import format_time, utc_now
from infra.local import environment
from infra.local.harness import RunningStack

MEGABYTES = 20
SOURCES_A_MEGABYTE = 150
LINES = 90
TOKENS_A_LINE = 4
CHUNK_BYTES = 1024 * 1024
FRAMES = 20
ROUNDS = 60
LOOKUPS = 3000
WAIT_SECONDS = 120
DEBUG_ID = "0f5d1c3e-0000-4000-8000-00000000be9c"
URL = "https://shop.example/assets/index.js"


@dataclass(frozen=True)
class MapFigures:
    """Times in milliseconds unless named otherwise. CPU is of one event, warm."""

    map_megabytes: float
    compiled_megabytes: float
    compile_seconds: float
    upload_and_assemble_seconds: float
    cold_ms: float
    cold_reads: int
    warm_ms: float
    memory_megabytes: float
    mapped_cpu_ms: float
    unmapped_cpu_ms: float
    without_maps_cpu_ms: float


def measure_maps(stack: RunningStack, megabytes: float = MEGABYTES) -> MapFigures:
    point_at_stack(stack)
    source = make_map(random.Random(7), megabytes)
    started = time.perf_counter()
    compiled = compile_map(parse_map(source))
    compile_seconds = time.perf_counter() - started
    project = find_project(stack.project_id)
    assert project is not None  # noqa: S101 - the stack made it
    before = _event_cpu_ms(stack.project_id, project.organization_id)
    upload_seconds = _upload(project.organization_id, stack.project_id, _bundle(source))
    artifact = find_artifact_by_debug_id(stack.project_id, DEBUG_ID)
    assert artifact is not None  # noqa: S101 - it was assembled
    assert artifact.map is not None  # noqa: S101 - its map was compiled
    cold_ms, cold_reads = _cold(artifact.map)
    warm_ms = min(_time_ms(lambda: lookup.look_up(artifact.map, 1, 2_000_000)) for _ in range(200))  # type: ignore[arg-type]
    lookup.kept_maps.cache_clear()
    return MapFigures(
        map_megabytes=len(source) / 1e6,
        compiled_megabytes=len(compiled.content) / 1e6,
        compile_seconds=compile_seconds,
        upload_and_assemble_seconds=upload_seconds,
        cold_ms=cold_ms,
        cold_reads=cold_reads,
        warm_ms=warm_ms,
        memory_megabytes=_measure_memory(stack, artifact.map),
        mapped_cpu_ms=_event_cpu_ms(stack.project_id, project.organization_id),
        unmapped_cpu_ms=_event_cpu_ms(stack.project_id, project.organization_id, debug_id=DEBUG_ID[::-1]),
        without_maps_cpu_ms=before,
    )


def make_map(source: random.Random, megabytes: float) -> bytes:
    """A map as a bundler makes one of an app on one line: *megabytes*, most of them sources and mappings."""
    sources = max(1, round(megabytes * SOURCES_A_MEGABYTE))
    names = [f"handle{source.randrange(10**6)}" for _ in range(40_000)]
    parts: list[str] = []
    line_before = column_before = name_before = 0
    for number in range(sources):
        for line in range(LINES):
            for token in range(TOKENS_A_LINE):
                column, name = token * 9, source.randrange(len(names))
                deltas = [source.randrange(2, 18), int(number > 0 and line == token == 0)]
                deltas += [line - line_before, column - column_before]
                if token == 1:
                    deltas.append(name - name_before)
                    name_before = name
                line_before, column_before = line, column
                parts.append(encode_segment(deltas))
    text = round(megabytes * 1_000_000) - sum(map(len, parts)) - len(parts)
    width = max(text // (sources * LINES) - 4, 20)
    words = ("const", "return", "await", "fetch", "render", "items", "total", "price", "customer", "=>", "{", "}")
    contents = []
    for _ in range(sources):
        lines = (" ".join(source.choices(words, k=width // 6 + 1))[:width] for _ in range(LINES))
        contents.append("\n".join(lines))
    document = {
        "version": 3,
        "debug_id": DEBUG_ID,
        "sources": [f"webpack://shop/./src/pages/section-{number % 40}/part-{number}.tsx" for number in range(sources)],
        "sourcesContent": contents,
        "names": names,
        "mappings": ",".join(parts),
    }
    return json.dumps(document).encode()


def _bundle(source_map: bytes) -> bytes:
    headers = {"debug-id": DEBUG_ID, "sourcemap": "index.js.map"}
    files = {
        "files/_/_/index.js": {"type": "minified_source", "url": "~/assets/index.js", "headers": headers},
        "files/_/_/index.js.map": {"type": "source_map", "url": "~/assets/index.js.map", "headers": headers},
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps({"files": files}))
        archive.writestr("files/_/_/index.js", b"function a(b){return b.c(d=>d.e)}" * 150_000)
        archive.writestr("files/_/_/index.js.map", source_map)
    return b"SYSB\x02\x00\x00\x00" + content.getvalue()


def _upload(organization_id: str, project_id: str, content: bytes) -> float:
    started = time.perf_counter()
    parts = [content[start : start + CHUNK_BYTES] for start in range(0, len(content), CHUNK_BYTES)]
    chunks = {sha1_of(part): part for part in parts}
    for checksum in find_missing_chunks(organization_id, list(chunks)):
        store_chunk(organization_id, checksum, chunks[checksum])
    asked: dict[str, Any] = {
        "checksum": sha1_of(content),
        "chunks": [sha1_of(part) for part in parts],
        "project_ids": [project_id],
    }
    while (state := assemble_bundle(organization_id, **asked)).state == "assembling":
        if time.perf_counter() - started > WAIT_SECONDS:
            raise TimeoutError("the bundle was not assembled in time")
        time.sleep(0.1)
    if state.state != "ok":
        raise RuntimeError(f"the bundle ended as {state}")
    return time.perf_counter() - started


def _cold(reference: MapReference) -> tuple[float, int]:
    """The first lookup of a process that has its connection to S3, and how often it read."""
    lookup.kept_maps.cache_clear()
    with _counted_reads() as reads:
        milliseconds = _time_ms(lambda: lookup.look_up(reference, 1, 2_000_000))
    return milliseconds, len(reads)


@contextmanager
def _counted_reads() -> Iterator[list[str]]:
    reads: list[str] = []
    real = objects.read_range

    def read(key: str, start: int, end: int) -> bytes:
        reads.append(key)
        return real(key, start, end)

    vars(lookup)["read_range"] = read
    try:
        yield reads
    finally:
        vars(lookup)["read_range"] = real


def _measure_memory(stack: RunningStack, reference: MapReference) -> float:
    """What a new process grows by while it looks up very many positions all over the map."""
    context = multiprocessing.get_context("spawn")
    answer = context.SimpleQueue()
    process = context.Process(target=_grow, args=(stack.aws_endpoint, stack.url, reference, answer))
    process.start()
    grown = float(answer.get())
    process.join()
    return grown


def _grow(endpoint: str, url: str, reference: MapReference, answer: Any) -> None:
    environment.use_emulator(endpoint)
    environment.use_stage(url)
    lookup.look_up(reference, 1, 1)
    lookup.kept_maps.cache_clear()
    before = memory_megabytes(os.getpid())
    source = random.Random(1)
    for _ in range(LOOKUPS):
        lookup.look_up(reference, 1, source.randrange(9_000_000))
    answer.put(memory_megabytes(os.getpid()) - before)


def _event_cpu_ms(project_id: str, organization_id: str, debug_id: str = DEBUG_ID) -> float:
    """CPU of everything that needs no other event, for one of FRAMES minified frames; the least of several rounds."""
    lookup.kept_maps().uploads.clear()
    project = EventProject(project_id, organization_id, ProjectSettings(), None)
    key = get_data_key(project_id)
    source = random.Random(3)
    frames = [
        {
            "abs_path": URL,
            "filename": URL,
            "function": "t",
            "lineno": 1,
            "colno": source.randrange(1_000_000, 5_000_000),
        }
        for _ in range(FRAMES)
    ]
    images = [{"type": "sourcemap", "code_file": URL, "debug_id": debug_id}]
    event = {
        "platform": "javascript",
        "exception": {"values": [{"type": "TypeError", "value": "x", "stacktrace": {"frames": frames}}]},
        "debug_meta": {"images": images},
    }
    message = EventMessage(
        project_id=project_id,
        organization_id=organization_id,
        key_id="k",
        event_id="1" * 32,
        received_at=format_time(utc_now()),
        kind="event",
        body=json.dumps(event).encode(),
    )
    process_event(message, project, key)
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        process_event(message, project, key)
        times.append((time.process_time() - started) * 1000)
    return min(times)


def _time_ms(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000
