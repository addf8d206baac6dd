"""Errors of the shop's web page, as a browser SDK words them in an envelope."""

import json
import random
import time
import uuid
from dataclasses import dataclass
from typing import Any

_BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.1 Safari/605.1.15"
    ),
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.1 Mobile/15E148 Safari/604.1"
    ),
)


@dataclass(frozen=True, slots=True)
class PageError:
    """What went wrong on a page. *frames* are (file, function, line, column), oldest first."""

    type: str
    value: str
    page: str
    frames: tuple[tuple[str, str, int, int], ...]


PAGE_ERRORS = (
    PageError(
        "TypeError",
        "Cannot read properties of undefined (reading 'price')",
        "/products/{number}",
        (("app.js", "renderProduct", 812, 17), ("price.js", "formatPrice", 33, 24)),
    ),
    PageError(
        "ChunkLoadError",
        "Loading chunk 42 failed.",
        "/checkout",
        (("router.js", "openPage", 120, 9), ("runtime.js", "loadChunk", 61, 13)),
    ),
    PageError(
        "ReferenceError",
        "basketTotal is not defined",
        "/basket",
        (("app.js", "onClick", 240, 5), ("basket.js", "updateTotal", 77, 11)),
    ),
    PageError(
        "SyntaxError",
        "Unexpected token '<', \"<!doctype \"... is not valid JSON",
        "/search?q=lamp",
        (("search.js", "runSearch", 52, 20), ("api.js", "readJson", 14, 22)),
    ),
)


def build_envelope(error: PageError, number: int, user: dict[str, str], release: str, environment: str) -> bytes:
    """An envelope with one event, without `length` and last newline, as the JavaScript SDKs leave them out."""
    event = build_event(error, number, user, release, environment)
    head = {"event_id": event["event_id"], "sent_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    return b"\n".join(json.dumps(part).encode() for part in (head, {"type": "event"}, event))


def build_event(error: PageError, number: int, user: dict[str, str], release: str, environment: str) -> dict[str, Any]:
    url = "https://shop.example.com" + error.page.format(number=number)
    return {
        "event_id": uuid.uuid4().hex,
        "timestamp": time.time(),
        "platform": "javascript",
        "level": "error",
        "release": release.replace("shop@", "shop-web@"),
        "environment": environment,
        "transaction": error.page,
        "user": user,
        "sdk": {"name": "sentry.javascript.browser", "version": "11.2.0"},
        "request": {
            "url": url,
            "headers": {"User-Agent": random.choice(_BROWSERS), "Referer": "https://shop.example.com/"},
        },
        "tags": {"theme": random.choice(["light", "dark"])},
        "breadcrumbs": [
            {"timestamp": time.time() - 8, "category": "navigation", "data": {"from": "/", "to": error.page}},
            {
                "timestamp": time.time() - 3,
                "category": "fetch",
                "type": "http",
                "data": {"url": "/api/basket", "method": "GET", "status_code": 200},
            },
            {"timestamp": time.time() - 1, "category": "ui.click", "message": "button.buy"},
        ],
        "exception": {"values": [_build_exception(error)]},
    }


def _build_exception(error: PageError) -> dict[str, Any]:
    frames = [
        {
            "filename": f"https://shop.example.com/static/{file}",
            "function": function,
            "lineno": line,
            "colno": column,
            "in_app": True,
        }
        for file, function, line, column in error.frames
    ]
    mechanism = {"type": "auto.browser.global_handlers.onerror", "handled": False}
    return {"type": error.type, "value": error.value, "mechanism": mechanism, "stacktrace": {"frames": frames}}
