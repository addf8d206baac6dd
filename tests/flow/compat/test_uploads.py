"""Uploads as Sentry's clients make them: chunks, assembling and single files of a release, and what is refused."""

import gzip
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from tests.api_client import Answer, ApiClient
from tests.flow.compat.conftest import multipart
from tests.triage_world import World, run_queued_jobs

UPLOAD = "/0/organizations/acme/chunk-upload"
ASSEMBLE = "/0/organizations/acme/artifactbundle/assemble"
DEBUG_ID = "7758d495-80a9-56e2-aec6-c12ecc4ba047"
MAP = {"version": 3, "sources": ["a.ts"], "sourcesContent": ["throw 1"], "names": [], "mappings": "AAAA"}


def sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def make_bundle(name: str = "app.js") -> bytes:
    manifest = {
        "files": {
            f"files/_/_/{name}": {
                "type": "minified_source",
                "url": f"~/{name}",
                "headers": {"debug-id": DEBUG_ID, "sourcemap": f"{name}.map"},
            },
            f"files/_/_/{name}.map": {
                "type": "source_map",
                "url": f"~/{name}.map",
                "headers": {"debug-id": DEBUG_ID},
            },
        }
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr(f"files/_/_/{name}", "throw 1\n//# sourceMappingURL=app.js.map")
        archive.writestr(f"files/_/_/{name}.map", json.dumps(MAP))
    return b"SYSB\x02\0\0\0" + packed.getvalue()


def post_form(client: ApiClient, path: str, *parts: tuple[str, str | None, bytes]) -> Answer:
    content_type, body = multipart(*parts)
    sender = ApiClient(token=client.token, headers={"Content-Type": content_type})
    return sender.call("POST", path, raw=body)


def test_the_advertised_sizes_fit_a_function(client: ApiClient) -> None:
    options = client.get(UPLOAD).body

    assert options["url"].endswith("/api/0/organizations/acme/chunk-upload/")
    # Base64 makes four bytes of three; 10 KB are for headers and the event around the body.
    assert options["maxRequestSize"] * 4 / 3 + 10_000 < 6 * 1024 * 1024
    assert options["chunksPerRequest"] * options["chunkSize"] <= options["maxRequestSize"]
    assert (options["hashAlgorithm"], options["compression"]) == ("sha1", ["gzip"])


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_bundle_is_assembled_from_its_chunks(world: World, client: ApiClient, is_packed: bool) -> None:
    bundle = make_bundle()
    pieces = [bundle[:200], bundle[200:]]
    asked = {
        "checksum": sha1(bundle),
        "chunks": [sha1(piece) for piece in pieces],
        "projects": ["web"],
        "version": "1.0",
    }

    missing = client.post(ASSEMBLE, asked).body
    parts = [
        ("file_gzip", sha1(piece), gzip.compress(piece)) if is_packed else ("file", sha1(piece), piece)
        for piece in pieces
    ]
    uploaded = post_form(client, UPLOAD, *parts)
    pending = client.post(ASSEMBLE, asked).body
    run_queued_jobs()
    done = client.post(ASSEMBLE, asked).body

    assert (missing["state"], missing["missingChunks"]) == ("not_found", asked["chunks"])
    assert uploaded.status == 200
    assert (pending["state"], pending["missingChunks"]) == ("assembling", [])
    assert (done["state"], done["detail"]) == ("ok", None)
    (listed,) = client.get("/0/projects/acme/web/files/artifact-bundles").body
    assert (listed["fileCount"], listed["associations"]) == (2, [{"release": "1.0", "dist": None}])


def test_a_release_of_older_clients_assembles_the_same(world: World, client: ApiClient) -> None:
    bundle = make_bundle()
    asked = {"checksum": sha1(bundle), "chunks": [sha1(bundle)]}
    path = "/0/organizations/acme/releases/1.0/assemble"

    unknown = client.post(path, asked)
    client.post("/0/projects/acme/web/releases", {"version": "1.0"})
    post_form(client, UPLOAD, ("file", sha1(bundle), bundle))
    client.post(path, asked)
    run_queued_jobs()

    assert unknown.status == 404
    assert client.post(path, asked).body["state"] == "ok"


@pytest.mark.parametrize(
    ("parts", "detail"),
    [
        ([("file", "0" * 40, b"abc")], "arrived with the SHA-1"),
        ([("file", "not-a-checksum", b"abc")], "is a SHA-1 of 40"),
        ([("file_gzip", "0" * 40, b"abc")], "is not gzip"),
        ([("other", "0" * 40, b"abc")], "Expected parts named file"),
        ([], "Expected parts named file"),
    ],
)
def test_chunks_that_are_none_are_refused(client: ApiClient, parts: list[Any], detail: str) -> None:
    answer = post_form(client, UPLOAD, *parts)

    assert answer.status == 400
    assert detail in answer.body["detail"]


def test_a_bomb_is_refused_before_it_unfolds(client: ApiClient) -> None:
    bomb = gzip.compress(b"\0" * (64 * 1024 * 1024))

    answer = post_form(client, UPLOAD, ("file_gzip", "0" * 40, bomb))

    assert (answer.status, answer.body["detail"]) == (413, "A part inflates to more than 2097152 bytes")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("multipart/form-data; boundary=" + "x" * 5000, b"--x--"),
    ],
)
def test_a_body_that_is_no_form_is_refused(client: ApiClient, content_type: str, body: bytes) -> None:
    sender = ApiClient(token=client.token, headers={"Content-Type": content_type})

    answer = sender.call("POST", UPLOAD, raw=body)

    assert (answer.status, set(answer.body)) == (400, {"detail"})


def test_chunks_of_another_organization_do_not_count(world: World, client: ApiClient) -> None:
    bundle = make_bundle()
    post_form(client, UPLOAD, ("file", sha1(bundle), bundle))
    stranger = ApiClient().register("stranger@example.com")
    stranger.post("/organizations", {"name": "Elsewhere", "slug": "elsewhere"})
    stranger.post("/organizations/elsewhere/projects", {"name": "Shop", "slug": "shop"})

    asked = {"checksum": sha1(bundle), "chunks": [sha1(bundle)], "projects": ["shop"]}
    answer = stranger.post("/0/organizations/elsewhere/artifactbundle/assemble", asked)

    assert (answer.body["state"], answer.body["missingChunks"]) == ("not_found", [sha1(bundle)])
    assert stranger.post(ASSEMBLE, asked | {"projects": ["web"]}).status == 404
    assert post_form(stranger, UPLOAD, ("file", sha1(bundle), bundle)).status == 404


def test_a_single_file_is_kept_shown_and_deleted(world: World, client: ApiClient) -> None:
    client.post("/0/projects/acme/web/releases", {"version": "1.0"})
    files = "/0/projects/acme/web/releases/1.0/files"
    content = json.dumps(MAP).encode()

    stored = post_form(
        client,
        files,
        ("name", None, b"~/app.js.map"),
        ("header", None, b"Sourcemap:app.js.map"),
        ("file", "app.js.map", content),
    )
    listed = client.get("/0/organizations/acme/releases/1.0/files").body
    file_id = stored.body["id"]
    found = client.get(f"/0/organizations/acme/releases/1.0/files/{file_id}").body

    assert (stored.status, stored.body["name"], stored.body["sha1"]) == (201, "~/app.js.map", sha1(content))
    assert [file["id"] for file in listed] == [file_id]
    assert found["headers"] == {"sourcemap": "app.js.map"}
    assert client.delete(f"{files}/{file_id}").status == 204
    assert client.get(files).body == []


def test_files_of_a_project_one_may_not_see_are_not_there(world: World, client: ApiClient) -> None:
    client.post("/0/projects/acme/web/releases", {"version": "1.0"})
    stored = post_form(
        client, "/0/projects/acme/web/releases/1.0/files", ("name", None, b"~/a.js"), ("file", "a", b"1")
    )
    world.owner.put("/organizations/acme/projects/web", {"default_access": "none"})
    outsider = world.add_member("ann@example.com")

    assert outsider.get(f"/0/organizations/acme/releases/1.0/files/{stored.body['id']}").status == 404
    assert outsider.get("/0/organizations/acme/releases/1.0/files").status == 404


def test_debug_files_are_refused_with_a_reason(client: ApiClient) -> None:
    answer = client.post("/0/projects/acme/web/files/difs/assemble", {"0" * 40: {"name": "a.so", "chunks": []}})

    refused = answer.body["0" * 40]
    assert (answer.status, refused["state"], refused["missingChunks"]) == (200, "error", [])
    assert "no debug files" in refused["detail"]
    assert client.post("/0/projects/acme/web/files/dsyms").status == 404
