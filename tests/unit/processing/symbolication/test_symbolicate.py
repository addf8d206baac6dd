"""Frames of real browsers land on the lines their sources have; what lacks a map says what to do."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.artifacts import lookup
from chalicelib.artifacts.model import sha1_of
from chalicelib.artifacts.store import delete_bundle
from chalicelib.aws.objects import delete_below
from chalicelib.config import Settings
from chalicelib.processing.symbolication.symbolicate import (
    NEVER_UPLOADED,
    NO_COLUMN,
    NOT_COVERED,
    symbolicate,
)
from tests.unit.artifacts.made_bundles import DEBUG_ID, MAP, MINIFIED, ORGANIZATION, app_bundle, make_bundle, upload

URL = "https://shop.example/static/app.js"


def event_of(*frames: dict[str, Any], debug_id: str | None = DEBUG_ID, **more: Any) -> dict[str, Any]:
    images = [{"type": "sourcemap", "code_file": URL, "debug_id": debug_id}] if debug_id else []
    exception = {"type": "TypeError", "value": "x", "stacktrace": {"frames": list(frames)}}
    return {
        "platform": "javascript",
        "exception": {"values": [exception]},
        "debug_meta": {"images": images},
        **more,
    }


def frame_at(column: int, *, line: int = 1, function: str = "t", url: str = URL) -> dict[str, Any]:
    return {"abs_path": url, "filename": url, "lineno": line, "colno": column, "function": function, "in_app": True}


def frames_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = event["exception"]["values"][0]["stacktrace"]["frames"]
    return frames


@pytest.mark.parametrize("by", ["debug_id", "release"])
def test_expected_positions(stage: Settings, corpus: Path, by: str) -> None:
    folder = corpus / "sourcemaps"
    for bundle in folder.glob("bundle/*.zip"):
        upload(bundle.read_bytes(), chunk_bytes=100_000, version="web@1.2.3" if by == "release" else None)
    expected = json.loads((folder / "expected_positions.json").read_text())
    for name in {case["event"] for case in expected}:
        event = json.loads((folder / "events" / name).read_text())
        if by == "release":
            event.pop("debug_meta", None)
        elif "debug_meta" not in event:
            continue
        before = copy.deepcopy(event)

        symbolicate(event, "1")

        for case in (case for case in expected if case["event"] == name):
            trace = event["exception"]["values"][case["exception"]]["stacktrace"]["frames"]
            raw = before["exception"]["values"][case["exception"]]["stacktrace"]["frames"]
            frame, out = trace[case["frame"]], case["out"]
            if out["lineno"] is None:
                assert frame["data"].pop("sourcemap_problem")
                assert {**frame, "data": None} == {**raw[case["frame"]], "data": None}
                continue
            assert (frame["lineno"], frame["colno"]) == (out["lineno"], out["colno_0based"] + 1)
            assert frame["filename"] == out["source"].removeprefix("../")
            assert frame["context_line"] == out["context_line"]
            if out["name"] and case["frame"] + 1 < len(trace):
                assert trace[case["frame"] + 1]["function"] == out["name"]
            kept = event["exception"]["values"][case["exception"]]["raw_stacktrace"]["frames"]
            assert kept[case["frame"]]["lineno"] == raw[case["frame"]]["lineno"]


def test_a_mapped_frame_is_the_developers_own(stage: Settings) -> None:
    upload(app_bundle())
    event = event_of(frame_at(42, function="?"), frame_at(23))

    outcome = symbolicate(event, "1")

    frame = frames_of(event)[1]
    assert outcome.mapped == 2
    assert (frame["filename"], frame["module"], frame["lineno"]) == ("src/cart.js", "src/cart", 2)
    assert frame["abs_path"] == "webpack://shop/./src/cart.js"
    assert frame["context_line"] == "  return cart.items.length;"
    assert frame["pre_context"] == ["function total(cart) {"]
    assert frame["post_context"][:2] == ["}", "total(undefined);"]
    assert frame["in_app"] is True
    assert frame["data"]["orig_function"] == "t"
    raw = event["exception"]["values"][0]["raw_stacktrace"]["frames"]
    assert [each["colno"] for each in raw] == [42, 23]


def test_mapping_again_changes_nothing(stage: Settings) -> None:
    upload(app_bundle())
    event = event_of(frame_at(42), frame_at(23))
    symbolicate(event, "1")
    once = copy.deepcopy(event)

    symbolicate(event, "1")

    assert event == once


def test_the_caller_names_the_function(stage: Settings) -> None:
    upload(app_bundle())
    event = event_of(frame_at(37, function="?"), frame_at(23))

    symbolicate(event, "1")

    assert frames_of(event)[1]["function"] == "total"


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("webpack://shop/./src/cart.js", True),
        ("webpack://shop/./node_modules/react/index.js", False),
        ("../node_modules/.pnpm/react@19/index.js", False),
        ("webpack://shop/webpack/bootstrap", False),
        ("webpack:///./~/react/index.js", False),
        ("turbopack:///[turbopack]/browser/runtime.ts", False),
        ("turbopack:///[project]/src/app/page.tsx", True),
        ("../../src/App.tsx", True),
    ],
)
def test_dependencies_are_not_in_app(stage: Settings, source: str, own: bool) -> None:
    upload(app_bundle(source_map=json.dumps({**MAP, "sources": [source]}).encode()))
    event = event_of(frame_at(23))

    symbolicate(event, "1")

    assert frames_of(event)[0]["in_app"] is own


def test_what_the_bundler_ignores_is_not_in_app(stage: Settings) -> None:
    upload(app_bundle(source_map=json.dumps({**MAP, "ignoreList": [0]}).encode()))
    event = event_of(frame_at(23))

    symbolicate(event, "1")

    assert frames_of(event)[0]["in_app"] is False


def test_a_project_that_never_uploaded_is_told_so(stage: Settings) -> None:
    event = event_of(frame_at(23), release="shop@1")

    outcome = symbolicate(event, "1")

    assert frames_of(event)[0]["data"] == {"sourcemap_problem": NEVER_UPLOADED}
    assert outcome.missing == {DEBUG_ID}
    assert "raw_stacktrace" not in event["exception"]["values"][0]


def test_a_missing_map_says_what_was_looked_for(stage: Settings) -> None:
    upload(app_bundle(), version="shop@1")
    other = DEBUG_ID.replace("5", "6")
    event = event_of(frame_at(23), debug_id=other, release="shop@1", dist=None)
    event["debug_meta"]["images"][0]["code_file"] = frames_of(event)[0]["abs_path"] = "https://shop.example/other.js"

    outcome = symbolicate(event, "1")

    assert frames_of(event)[0]["data"]["sourcemap_problem"] == (
        f"No map for debug id {other}; uploaded files for this release: 2"
    )
    assert outcome.missing == {other}


def test_another_projects_map_is_not_read(stage: Settings) -> None:
    upload(app_bundle(), project_ids=["1"])
    upload(app_bundle(url="~/other.js", debug_id=None), project_ids=["2"])
    event = event_of(frame_at(23))

    assert symbolicate(event, "2").mapped == 0


def test_a_later_upload_is_seen(stage: Settings) -> None:
    upload(app_bundle(url="~/first.js", debug_id=None), version="shop@1")
    event = event_of(frame_at(23))
    assert symbolicate(copy.deepcopy(event), "1").mapped == 0
    upload(app_bundle())
    # A minute later.
    lookup.kept_maps().uploads.clear()

    assert symbolicate(event, "1").mapped == 1


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        ({**frame_at(23), "colno": None}, NO_COLUMN),
        (frame_at(5, line=99), NOT_COVERED),
        (frame_at(2**40, line=2**40), NOT_COVERED),
    ],
)
def test_a_position_that_cannot_be_mapped_says_why(stage: Settings, frame: dict[str, Any], problem: str) -> None:
    upload(app_bundle())
    event = event_of(frame)

    symbolicate(event, "1")

    assert frames_of(event)[0]["data"]["sourcemap_problem"] == problem


def test_code_that_nobody_built_is_left_alone(stage: Settings) -> None:
    upload(app_bundle())
    frames = [
        {"filename": "<anonymous>", "function": "eval", "lineno": 1, "colno": 1},
        {"abs_path": "node:internal/timers", "lineno": 1, "colno": 1},
        {"abs_path": "chrome-extension://abc/x.js", "lineno": 1, "colno": 1},
        {"filename": "[native code]", "function": "map"},
        None,
    ]
    event = event_of(*copy.deepcopy(frames))  # type: ignore[arg-type]

    symbolicate(event, "1")

    assert frames_of(event) == frames


def test_nodes_images_and_frames_write_paths_differently(stage: Settings) -> None:
    upload(app_bundle())
    event = event_of(frame_at(23, url="/srv/dist/app.js"), platform="node")
    event["debug_meta"]["images"][0]["code_file"] = "file:///srv/dist/app.js"

    assert symbolicate(event, "1").mapped == 1


@pytest.mark.parametrize("url", ["app:///static/app.js", "https://cdn.example/static/app.js?v=3", "/static/app.js"])
def test_a_releases_file_is_found_wherever_it_is_served(stage: Settings, url: str) -> None:
    upload(app_bundle(debug_id=None), version="shop@1")
    event = event_of(frame_at(23, url=url), debug_id=None, release="shop@1")

    assert symbolicate(event, "1").mapped == 1


def test_a_deleted_map_says_so(stage: Settings) -> None:
    upload(app_bundle())
    bundle_id = sha1_of(app_bundle())
    event = event_of(frame_at(23))
    assert symbolicate(copy.deepcopy(event), "1").mapped == 1
    lookup.kept_maps().parts.clear()
    delete_below("artifacts", f"bundles/{ORGANIZATION}/{bundle_id}/")

    symbolicate(event, "1")

    assert "deleted" in frames_of(event)[0]["data"]["sourcemap_problem"]
    delete_bundle(ORGANIZATION, bundle_id)


def test_traces_of_threads_and_workers_are_mapped(stage: Settings) -> None:
    upload(app_bundle())
    event = event_of()
    event["threads"] = {"values": [{"stacktrace": {"frames": [frame_at(23)]}}, None]}
    event["stacktrace"] = {"frames": [frame_at(23)]}

    assert symbolicate(event, "1").mapped == 2


def test_a_damaged_upload_is_said_on_the_frame(stage: Settings) -> None:
    upload(app_bundle(source_map=b'{"version": 3, "sources": [], "mappings": "!!!"}'))
    event = event_of(frame_at(23))

    symbolicate(event, "1")

    assert "no base64" in frames_of(event)[0]["data"]["sourcemap_problem"]


def test_a_file_without_its_map_says_so(stage: Settings) -> None:
    files = {"a": ({"type": "minified_source", "url": "~/static/app.js", "headers": {"debug-id": DEBUG_ID}}, MINIFIED)}
    upload(make_bundle(files))
    event = event_of(frame_at(23))

    symbolicate(event, "1")

    assert "app.js.map" in frames_of(event)[0]["data"]["sourcemap_problem"]
