"""A bundle is assembled once, by one job, and found by whom it was uploaded for."""

import base64
import io
import json
import zipfile
from datetime import timedelta

import pytest

from chalicelib.artifacts import bundle_files
from chalicelib.artifacts.assembly import assemble_bundle
from chalicelib.artifacts.chunks import store_chunk
from chalicelib.artifacts.model import sha1_of
from chalicelib.artifacts.store import (
    delete_bundle,
    find_artifact_by_debug_id,
    find_artifact_by_url,
    find_last_upload,
    get_bundle,
    list_bundle_entries,
    list_bundles,
    list_mapped_releases,
)
from chalicelib.config import Settings
from chalicelib.errors import BadRequest, NotFound
from chalicelib.jobs.store import list_open_jobs
from chalicelib.times import utc_now
from tests.unit.artifacts.made_bundles import (
    DEBUG_ID,
    MAP,
    MINIFIED,
    ORGANIZATION,
    app_bundle,
    make_bundle,
    run_open_jobs,
    upload,
)

URL = "https://shop.example/static/app.js"


def test_chunks_come_first(stage: Settings) -> None:
    content = app_bundle()

    first = assemble_bundle(
        ORGANIZATION, checksum=sha1_of(content), chunks=[sha1_of(b"a"), sha1_of(b"b")], project_ids=["1"]
    )

    assert (first.state, first.missing_chunks) == ("not_found", (sha1_of(b"a"), sha1_of(b"b")))
    assert not list_open_jobs()


def test_an_assembled_bundle_is_found_by_debug_id(stage: Settings) -> None:
    assert upload(app_bundle()).state == "ok"

    found = find_artifact_by_debug_id("1", DEBUG_ID)

    assert found is not None
    assert found.map is not None
    assert find_artifact_by_debug_id("2", DEBUG_ID) is None
    assert find_last_upload("1") is not None
    assert find_last_upload("2") is None


def test_a_bundle_of_a_release_is_found_by_url(stage: Settings) -> None:
    upload(app_bundle(debug_id=None), version="shop@1", dist="7")

    assert find_artifact_by_url("1", "shop@1", "7", URL).map is not None  # type: ignore[union-attr]
    assert find_artifact_by_url("1", "shop@1", "7", URL + "?v=2#x") is not None
    assert find_artifact_by_url("1", "shop@1", None, URL) is None
    assert find_artifact_by_url("1", "shop@2", "7", URL) is None
    assert find_artifact_by_url("1", "shop@1", "7", URL.replace("app", "other")) is None
    assert [release[:2] for release in list_mapped_releases("1")] == [("shop@1", "7")]


def test_asking_again_starts_nothing(stage: Settings) -> None:
    content = app_bundle()
    store_chunk(ORGANIZATION, sha1_of(content), content)
    asked = {"checksum": sha1_of(content), "chunks": [sha1_of(content)], "project_ids": ["1"]}

    states = [assemble_bundle(ORGANIZATION, **asked).state for _ in range(3)]  # type: ignore[arg-type]

    assert states == ["assembling"] * 3
    assert len(list_open_jobs()) == 1


def test_a_job_that_runs_twice_changes_nothing(stage: Settings) -> None:
    upload(app_bundle(), version="shop@1")
    before = get_bundle(ORGANIZATION, sha1_of(app_bundle()))

    run_open_jobs()

    assert get_bundle(ORGANIZATION, before.bundle_id) == before
    assert len(list_bundles(ORGANIZATION)[0]) == 1


def test_another_project_and_release_need_no_upload(stage: Settings) -> None:
    upload(app_bundle())

    asked = assemble_bundle(
        ORGANIZATION, checksum=sha1_of(app_bundle()), chunks=[], project_ids=["2"], version="shop@2"
    )
    run_open_jobs()

    assert asked.state == "assembling"
    assert find_artifact_by_debug_id("2", DEBUG_ID) is not None
    assert find_artifact_by_url("2", "shop@2", None, URL) is not None


def test_another_organization_gains_nothing_by_knowing_a_checksum(stage: Settings) -> None:
    upload(app_bundle())
    content = app_bundle()
    chunks = [sha1_of(content[start : start + 300]) for start in range(0, len(content), 300)]

    asked = assemble_bundle("other", checksum=sha1_of(content), chunks=chunks, project_ids=["9"])

    assert (asked.state, list(asked.missing_chunks)) == ("not_found", chunks)
    with pytest.raises(NotFound):
        get_bundle("other", sha1_of(content))


def test_chunks_that_are_another_file_are_refused(stage: Settings) -> None:
    store_chunk(ORGANIZATION, sha1_of(b"x"), b"x")
    asked = {"checksum": sha1_of(b"y"), "chunks": [sha1_of(b"x")], "project_ids": ["1"]}
    assemble_bundle(ORGANIZATION, **asked)  # type: ignore[arg-type]

    run_open_jobs()
    ended = assemble_bundle(ORGANIZATION, **asked)  # type: ignore[arg-type]

    assert ended.state == "error"
    assert sha1_of(b"x") in (ended.detail or "")


def test_a_failed_bundle_may_be_tried_again_later(stage: Settings) -> None:
    asked = {"checksum": sha1_of(b"x"), "chunks": [sha1_of(b"x")], "project_ids": ["1"]}
    store_chunk(ORGANIZATION, sha1_of(b"x"), b"x")
    assemble_bundle(ORGANIZATION, **asked)  # type: ignore[arg-type]
    run_open_jobs()

    assert assemble_bundle(ORGANIZATION, **asked).state == "error"  # type: ignore[arg-type]
    later = assemble_bundle(ORGANIZATION, **asked, now=utc_now() + timedelta(minutes=2))  # type: ignore[arg-type]
    assert later.state == "assembling"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no archive", "no ZIP"),
        (make_bundle({})[:-30], "no ZIP"),
        (b"PK\x05\x06" + bytes(18), "no manifest"),
    ],
)
def test_what_is_no_bundle_says_why(stage: Settings, content: bytes, said: str) -> None:
    ended = upload(content)

    assert ended.state == "error"
    assert said in (ended.detail or "")


def test_a_bad_file_spoils_only_itself(stage: Settings) -> None:
    files = {
        "a.js": ({"type": "minified_source", "url": "~/a.js", "headers": {"sourcemap": "a.js.map"}}, MINIFIED),
        "a.js.map": ({"type": "source_map", "url": "~/a.js.map"}, b"{}"),
        "../../etc/passwd": ({"type": "minified_source", "url": "~/b.js"}, b"x()"),
        "c.js": ({"type": "minified_source", "url": "~/c.js"}, MINIFIED),
    }
    content = make_bundle(files, org="somebody-else", project="theirs")
    lying = content.replace(b'"~/c.js"', b'"~/d.js"') if b'"~/c.js"' in content else content

    assert upload(lying, version="1").state == "ok"

    problems = {entry.name: entry.problem for entry in list_bundle_entries(ORGANIZATION, sha1_of(lying))}
    assert "version is None" in str(problems["~/a.js"])
    assert "names none" in str(problems["~/b.js"])
    assert "app.js.map" in str(problems["~/c.js"])


def test_a_manifest_that_names_what_is_not_there(stage: Settings) -> None:
    files = {"a.js": ({"type": "minified_source", "url": "~/a.js"}, MINIFIED)}
    content = bytearray(make_bundle(files))
    # The archive's directory and local header call the file otherwise than the manifest does.
    renamed = bytes(content).replace(b"a.jsfunction", b"z.jsfunction")
    with zipfile.ZipFile(io.BytesIO(renamed)) as archive:
        assert "a.js" in archive.namelist()

    ended = upload(renamed)

    assert ended.state in {"ok", "error"}


def test_a_bomb_is_refused(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_files, "MAX_UNPACKED_BYTES", 100_000)
    files = {f"{number}.map": ({"type": "source_map", "url": f"~/{number}.map"}, b" " * 60_000) for number in range(3)}

    ended = upload(make_bundle(files))

    assert ended.state == "error"
    assert "unpacks" in (ended.detail or "")


def test_a_deleted_bundle_leaves_nothing(stage: Settings) -> None:
    content = app_bundle()
    upload(content, version="shop@1")

    delete_bundle(ORGANIZATION, sha1_of(content))

    assert find_artifact_by_debug_id("1", DEBUG_ID) is None
    assert find_artifact_by_url("1", "shop@1", None, URL) is None
    assert list_bundles(ORGANIZATION) == ([], None)
    with pytest.raises(NotFound):
        list_bundle_entries(ORGANIZATION, sha1_of(content))


def test_bundles_are_listed_in_pages_newest_first(stage: Settings) -> None:
    uploaded = [app_bundle(url=f"~/{number}.js") for number in range(5)]
    for content in uploaded:
        upload(content)

    first, after = list_bundles(ORGANIZATION, project_id="1", limit=3)
    second, end = list_bundles(ORGANIZATION, project_id="1", before=after, limit=3)

    assert {bundle.bundle_id for bundle in first + second} == {sha1_of(content) for content in uploaded}
    times = [bundle.uploaded_at for bundle in first + second]
    assert times == sorted(times, reverse=True)
    assert end is None
    assert list_bundles(ORGANIZATION, project_id="2") == ([], None)


def test_a_bundle_needs_a_project(stage: Settings) -> None:
    with pytest.raises(BadRequest):
        assemble_bundle(ORGANIZATION, checksum=sha1_of(b""), chunks=[], project_ids=[])


def test_maps_are_paired_by_name_and_inline_maps_are_read(stage: Settings) -> None:
    inline = base64.b64encode(json.dumps(MAP).encode())
    files = {
        "a.js": ({"type": "minified_source", "url": "~/x/a.js", "headers": {"Sourcemap": "../maps/a.map"}}, b"t()"),
        "a.map": ({"type": "source_map", "url": "~/maps/a.map"}, json.dumps(MAP).encode()),
        "b.js": (
            {"url": "~/b.js"},
            b"t()\n//# sourceMappingURL=data:application/json;charset=utf-8;base64," + inline + b"\n",
        ),
    }

    upload(make_bundle(files), version="1")

    assert find_artifact_by_url("1", "1", None, "https://h/x/a.js").map is not None  # type: ignore[union-attr]
    assert find_artifact_by_url("1", "1", None, "https://h/b.js").map is not None  # type: ignore[union-attr]
