from typing import Any

import pytest

from chalicelib.processing.grouping.engine import group

HYDRATION = "Text content does not match server-rendered HTML."


def event_of(kind: str, value: str, **fields: Any) -> dict[str, Any]:
    return {"platform": "javascript", "exception": {"values": [{"type": kind, "value": value}]}} | fields


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            event_of("ChunkLoadError", "Loading chunk 7 failed"),
            event_of("Error", "ChunkLoadError: Loading CSS a failed"),
        ),
        (event_of("Error", HYDRATION, transaction="/a"), event_of("Uncaught", HYDRATION, transaction="/a")),
    ],
)
def test_errors_of_one_cause_everywhere_are_one_issue(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert group(first).hash == group(second).hash
    assert group(first).method == "rule"


@pytest.mark.parametrize(
    "event",
    [
        event_of("ChunkLoadError", "x", platform="python"),
        event_of("Error", HYDRATION),
        event_of("Error", "Text content"),
        event_of("Error", "the ChunkLoadError"),
    ],
)
def test_other_errors_group_by_themselves(event: dict[str, Any]) -> None:
    assert group(event).method == "exception"


@pytest.mark.parametrize(
    "value",
    [
        "Unable to preload CSS for /assets/Basket-Kp3xW9aQ.css",
        "Unable to preload CSS for https://shop.example/assets/Basket-B1c2D3e4.css",
        "Failed to fetch dynamically imported module: https://shop.example/assets/index-3c44c7f1.js",
        "error loading dynamically imported module: https://shop.example/_nuxt/B7rYk2Lm.js",
        "Importing a module script failed.",
        "Loading chunk 7 failed. (error: https://shop.example/7.1a2b3c.js)",
        "Loading CSS chunk app/basket failed. (/static/css/7.1a2b3c.css)",
        "Unable to preload CSS for /assets/Basket-B1c2D3e4.css",
        "TypeError: Failed to fetch dynamically imported module: /_app/immutable/nodes/3.Dk2Lm9Qz.js",
        "Failed to load module script: Expected a JavaScript module script but the server responded with text/html.",
        "'text/html' is not a valid JavaScript MIME type.",
        "Loading chunk src_pages_cart_tsx-_1a2b3 failed.",
        "Cannot find module '/var/task/chunks/cart-Kp3xW9aQ.mjs'",
    ],
)
def test_files_that_a_deploy_took_away_are_one_issue(value: str) -> None:
    gone = event_of("ChunkLoadError", "Loading chunk 7 failed")

    assert group(event_of("TypeError", value)).hash == group(gone).hash


@pytest.mark.parametrize("value", ["Unable to preload", "We say: Loading chunk 7 failed", "Loading chunk was slow"])
def test_other_words_about_loading_group_by_themselves(value: str) -> None:
    assert group(event_of("Error", value)).method == "exception"


def test_what_react_adds_to_its_sentence_changes_nothing() -> None:
    short = "Hydration failed because the server rendered HTML didn't match the client."
    long = f"{short} As a result this tree will be regenerated on the client. https://react.dev/link/hydration-mismatch"

    assert (
        group(event_of("Error", long, transaction="/a")).hash == group(event_of("Error", short, transaction="/a")).hash
    )
    assert (
        group(event_of("Error", long, transaction="/a")).hash != group(event_of("Error", long, transaction="/b")).hash
    )


@pytest.mark.parametrize(
    "value",
    [
        "Minified React error #418; visit https://react.dev/errors/418?args[]=HTML for the full message",
        "Minified React error #425; visit https://react.dev/errors/425",
        "NG0500: During hydration Angular expected <div> but found <span>.",
        "Hydration completed but contains mismatches.",
        "https://svelte.dev/e/hydration_mismatch",
    ],
)
def test_hydration_in_other_words_groups_by_transaction(value: str) -> None:
    first, again, other = (group(event_of("Error", value, transaction=name)) for name in ("/a", "/a", "/b"))

    assert first.hash == again.hash != other.hash
    assert first.method == "rule"


def test_pages_that_do_not_hydrate_are_apart() -> None:
    first, second = (event_of("Error", HYDRATION, transaction=name) for name in ("/a", "/b"))

    assert group(first).hash != group(second).hash


def test_the_client_decides_before_a_built_in_rule() -> None:
    event = event_of("ChunkLoadError", "x", fingerprint=["mine"])

    assert group(event).method == "client"
