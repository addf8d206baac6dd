"""Frames, locks and images in every form. Facts: Relay's tests, stacktrace.rs, thread.rs and debugmeta.rs."""

from typing import Any

import pytest

from tests.unit.processing.normalize.normalizing import normalized, reasons

UUID = "-".join(["a" * length for length in (8, 4, 4, 4, 12)])


def frame(**fields: Any) -> Any:
    return normalized({"stacktrace": {"frames": [fields]}})["stacktrace"]["frames"][0]


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"abs_path": "http://x/a/../é b.js"}, {"filename": "/%C3%A9%20b.js", "abs_path": "http://x/a/../é b.js"}),
        ({"abs_path": "http:a"}, {"filename": "http:a", "abs_path": "http:a"}),
        ({"filename": 5, "abs_path": "/a"}, {"filename": "/a", "abs_path": "/a"}),
        ({"filename": "a", "abs_path": 5}, {"filename": "a", "abs_path": "a"}),
        ({"filename": 5}, {"abs_path": None}),
        ({"pre_context": ["a", None], "context_line": 5}, {"pre_context": ["a", ""], "context_line": ""}),
        ({"data": {"orig_in_app": -1}}, {"data": {"orig_in_app": -1}}),
        ({"lock": {"type": 8, "address": "0x1"}}, {"lock": {"type": 8, "address": "0x1"}}),
        ({"lock": {"type": 3}}, {"lock": {"type": None}}),
        ({"lock": {}}, {"lock": {"type": None}}),
    ],
)
def test_frames(fields: Any, read: Any) -> None:
    assert frame(**fields) == read


def test_a_path_that_was_not_needed_leaves_no_note() -> None:
    assert "errors" not in normalized({"stacktrace": {"frames": [{"filename": 5, "abs_path": "/a"}]}})


def test_raw_frames_are_left_as_they_are() -> None:
    given = {"function": "?", "filename": "http://x/a.js", "pre_context": [None]}
    event = normalized({"exception": [{"type": "E", "raw_stacktrace": {"frames": [given]}}]})

    assert event["exception"]["values"][0]["raw_stacktrace"]["frames"] == [given]


def test_notes_go_along_with_a_trace_that_moves() -> None:
    event = normalized({"exception": [{"type": "E"}], "stacktrace": {"frames": [{"lineno": "x"}]}})

    assert list(reasons(event)) == ["exception.values.0.stacktrace.frames.0.lineno"]


def test_threads_hold_locks() -> None:
    event = normalized({"threads": [{"id": -1, "held_locks": {"0x1": {"type": 1}, "b": {"type": 9}, "c": 5}}]})

    assert event["threads"]["values"] == [
        {"id": 2**64 - 1, "held_locks": {"0x1": {"type": 1}, "b": {"type": None}, "c": None}}
    ]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"type": "jvm", "debug_id": "A" * 32, "arch": "x"}, {"type": "jvm", "debug_id": UUID}),
        ({"type": "proguard", "uuid": "a" * 32, "debug_id": "x"}, {"type": "proguard", "uuid": UUID}),
        ({"type": "sourcemap"}, {"type": "sourcemap", "code_file": None, "debug_id": None}),
        (
            {"type": "apple", "uuid": "a" * 32, "name": "n", "image_addr": 1},
            {"type": "macho", "debug_id": UUID, "code_file": "n", "image_addr": "0x1"},
        ),
        (
            {"type": "elf", "code_id": "AB-CD", "code_file": "f", "debug_id": f"{UUID}-00a"},
            {"type": "elf", "code_id": "abcd", "code_file": "f", "debug_id": f"{UUID}-a"},
        ),
        ({"type": "other", "a": 1}, None),
    ],
)
def test_debug_images(given: Any, read: Any) -> None:
    assert normalized({"debug_meta": {"images": [given]}})["debug_meta"]["images"] == [read]


def test_a_trace_without_frames_does_not_replace_one_that_has_some() -> None:
    event = normalized({"exception": [{"stacktrace": {"frames": [{"function": "f"}]}}], "stacktrace": {"frames": []}})

    assert event["exception"]["values"][0]["stacktrace"]["frames"] == [{"function": "f"}]
