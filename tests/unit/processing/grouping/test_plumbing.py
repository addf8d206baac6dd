"""Which frames of systems are plumbing; see Sentry's test suite, tests/sentry/grouping/snapshots."""

from typing import Any

import pytest

from chalicelib.processing.grouping.v1.frame_categories import kinds_of, plumbing
from chalicelib.processing.grouping.v1.stacktraces import frame_components, system_variant

FOUNDATION, UI = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation", "UIKitCore"

POOL = "java.util.concurrent.ThreadPoolExecutor"

Frame = dict[str, Any]


def frame(function: str | None, package: str = "/opt/shop") -> Frame:
    return {"function": function, "package": package}


def left(*frames: Frame) -> list[str]:
    return [
        one["function"]
        for one, silent in zip(frames, plumbing(list(frames), kinds_of(list(frames), "native") or []), strict=True)
        if not silent
    ]


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ([frame("pay"), frame("Run", FOUNDATION), frame("load")], ["pay", "load"]),
        ([frame("pay"), frame("Run", FOUNDATION), frame("Do", FOUNDATION), frame("Go", FOUNDATION)], ["pay", "Run"]),
        ([frame("-[UI run]", UI), frame("-[UI go]", UI), frame("-[UI do]", UI), frame("pay")], ["-[UI run]", "pay"]),
        ([frame("pay"), frame("_Hidden", FOUNDATION)], ["pay"]),
        ([frame("pay"), frame("shop::lambda::operator()"), frame("load")], ["pay", "load"]),
        ([frame("pay"), frame("std::sort"), frame("std::swap"), frame("load")], ["pay", "std::sort", "load"]),
        ([frame("pay"), frame("free"), frame("tiny_free", "libsystem_x")], ["pay", "free"]),
        ([frame("pay"), frame("malloc"), frame("x", "/usr/lib/system/libsystem_malloc.dylib")], ["pay", "malloc"]),
        ([frame("pay"), frame("-[Cart go]_block_invoke_2")], ["pay"]),
    ],
)
def test_what_a_system_does_between_calls_is_plumbing(frames: list[Frame], expected: list[str]) -> None:
    assert left(*frames) == expected


def counting(frames: list[Frame]) -> list[str]:
    trace = system_variant(frames, frame_components(frames, "native"), "native")
    return [one["function"] for one, part in zip(frames, trace.values, strict=True) if getattr(part, "contributes", 0)]


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ([frame("main"), frame("UIApplicationMain"), frame("pay"), frame("abort"), frame("kill")], ["pay"]),
        ([frame("main"), frame(None, "/usr/lib/system/libsystem_pthread.dylib"), frame("pay")], ["pay"]),
        ([frame("start", "libdyld.dylib"), frame("main"), frame("pay")], ["main", "pay"]),
        ([frame("start_thread"), frame("abort"), frame("raise")], ["start_thread", "abort", "raise"]),
        ([frame("-[X y]_block_invoke")], ["-[X y]_block_invoke"]),
    ],
)
def test_threads_and_deaths_bound_a_trace(frames: list[Frame], expected: list[str]) -> None:
    assert counting(frames) == expected


def java(module: str, function: str) -> Frame:
    return {"module": module, "function": function, "filename": "A.java"}


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ([java("java.lang.Thread", "run"), java(POOL, "runWorker"), java("a.B", "pay")], ["pay"]),
        ([java("a.B", "pay"), java("java.util.A", "get"), java("java.util.B", "load")], ["pay", "get", "load"]),
        ([java("a.B", "pay"), java("jdk.internal.reflect.Native", "invoke0"), java("a.C", "go")], ["pay", "go"]),
        ([java("android.os.Looper", "loop"), java("android.view.A", "b"), java("android.view.C", "run")], ["b"]),
        ([java("org.lib.A", "a"), java("org.lib.B", "_b")], ["a", "_b"]),
        ([java("java.lang.reflect.Method", "invoke")], ["invoke"]),
    ],
)  # fmt: skip
def test_the_same_for_the_jvm(frames: list[Frame], expected: list[str]) -> None:
    trace = system_variant(frames, frame_components(frames, "java"), "java")

    shown = [one["function"] for one, part in zip(frames, trace.values, strict=True) if getattr(part, "contributes", 0)]
    assert shown == expected
