"""Files of a release are kept as sent, listed in pages, and found by frames once their job has run."""

import json

import pytest

from chalicelib.artifacts.model import sha1_of
from chalicelib.artifacts.release_files import (
    delete_release_file,
    find_release_file,
    list_release_files,
    read_release_file_body,
    store_release_file,
)
from chalicelib.artifacts.store import find_artifact_by_debug_id, find_artifact_by_url
from chalicelib.config import Settings
from chalicelib.errors import BadRequest, NotFound
from tests.unit.artifacts.made_bundles import DEBUG_ID, MAP, MINIFIED, run_open_jobs

CONTENT = json.dumps(MAP).encode()


def test_a_file_reads_as_it_was_sent(stage: Settings) -> None:
    file = store_release_file("org", ["1"], "v1", "~/app.js", None, {"Sourcemap": "app.js.map"}, MINIFIED)

    assert read_release_file_body("org", "v1", file.file_id) == MINIFIED
    assert find_release_file("org", "v1", file.file_id) == file
    assert (file.sha1, file.headers["sourcemap"]) == (sha1_of(MINIFIED), "app.js.map")
    assert find_release_file("other", "v1", file.file_id) is None


def test_a_map_and_its_file_are_found(stage: Settings) -> None:
    store_release_file("org", ["1"], "v1", "~/app.js", None, {}, MINIFIED + f"\n//# debugId={DEBUG_ID}".encode())
    store_release_file("org", ["1"], "v1", "~/app.js.map", None, {}, CONTENT)
    run_open_jobs()

    script = find_artifact_by_url("1", "v1", None, "https://h/app.js")
    source_map = find_artifact_by_url("1", "v1", None, "https://h/app.js.map")

    assert script is not None
    assert (script.map, script.sourcemap) == (None, "app.js.map")
    assert source_map is not None
    assert source_map.map is not None
    assert find_artifact_by_debug_id("1", DEBUG_ID) == script


def test_a_damaged_map_says_so(stage: Settings) -> None:
    store_release_file("org", ["1"], "v1", "~/app.js.map", None, {}, b"nothing")
    run_open_jobs()

    found = find_artifact_by_url("1", "v1", None, "~/app.js.map")

    assert found is not None
    assert "no JSON" in str(found.problem)


def test_the_same_name_again_takes_its_place(stage: Settings) -> None:
    for body in (b"old()", MINIFIED):
        file = store_release_file("org", ["1"], "v1", "~/app.js", None, {}, body)
        run_open_jobs()

    listed, _ = list_release_files("org", "v1")

    assert listed == [file]
    assert find_artifact_by_url("1", "v1", None, "~/app.js").sourcemap == "app.js.map"  # type: ignore[union-attr]


def test_lists_are_paged_and_filtered(stage: Settings) -> None:
    stored = {store_release_file("org", ["1"], "v1", f"~/{n}.js", None, {}, b"%d" % n).file_id for n in range(5)}

    first, after = list_release_files("org", "v1", limit=3)
    second, end = list_release_files("org", "v1", after=after, limit=3)

    assert {file.file_id for file in first + second} == stored
    assert (len(first), end) == (3, None)
    assert [file.name for file in list_release_files("org", "v1", name="3.JS")[0]] == ["~/3.js"]
    assert [file.name for file in list_release_files("org", "v1", checksum=sha1_of(b"4"))[0]] == ["~/4.js"]
    assert list_release_files("org", "v1", project_id="2") == ([], None)


def test_a_deleted_file_is_gone(stage: Settings) -> None:
    file = store_release_file("org", ["1"], "v1", "~/app.js.map", None, {}, CONTENT)
    run_open_jobs()

    delete_release_file("org", "v1", file.file_id)

    assert find_artifact_by_url("1", "v1", None, "~/app.js.map") is None
    with pytest.raises(NotFound):
        read_release_file_body("org", "v1", file.file_id)


def test_a_file_needs_a_name_and_a_project(stage: Settings) -> None:
    with pytest.raises(BadRequest):
        store_release_file("org", ["1"], "v1", " ", None, {}, b"")
    with pytest.raises(BadRequest):
        store_release_file("org", [], "v1", "~/a.js", None, {}, b"")
