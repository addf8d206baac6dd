"""Events as SDKs send them, about 25 KB raw, half Python half JavaScript, spread over issues with a long tail."""

import gzip
import json
import random
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import Any

FRAMES = 16
BREADCRUMBS = 30
WORDS = [
    "order",
    "basket",
    "price",
    "invoice",
    "user",
    "session",
    "cache",
    "query",
    "total",
    "amount",
    "address",
    "shipment",
    "label",
    "voucher",
    "refund",
    "ledger",
    "account",
    "balance",
    "report",
    "export",
    "import",
    "parse",
    "render",
    "fetch",
    "commit",
    "retry",
    "token",
    "cursor",
    "page",
    "window",
    "buffer",
    "stream",
]
RELEASES = ("shop@2.3.0", "shop@2.3.1", "shop@2.4.0")
ENVIRONMENTS = ("production",) * 8 + ("staging", "development")
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
)


def pick_issue(random_source: random.Random, issues: int) -> int:
    """One of *issues*, the first ones far more often: most errors of a real project come from a few issues."""
    return random_source.choices(range(issues), _weights(issues))[0]


def build_event(issue: int, sequence: int) -> dict[str, Any]:
    """Event number *sequence* of *issue*. Even issues are Python's, odd ones JavaScript's."""
    source = random.Random(f"{issue}/{sequence}")
    event = _python_event(issue, source) if issue % 2 == 0 else _javascript_event(issue, source)
    event |= {
        "event_id": uuid.UUID(int=source.getrandbits(128)).hex,
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "level": "error",
        "release": source.choice(RELEASES),
        "environment": source.choice(ENVIRONMENTS),
        "user": {"id": str(source.randrange(500)), "email": f"user{source.randrange(500)}@example.com"},
        "breadcrumbs": {"values": [_breadcrumb(source) for _ in range(BREADCRUMBS)]},
        "tags": {"region": source.choice(["eu", "us", "ap"]), "plan": source.choice(["free", "team"])},
        "extra": {"request_id": f"{source.getrandbits(64):x}", "payload": _words(source, 60)},
    }
    return event


def build_envelope(event: dict[str, Any], dsn: str) -> bytes:
    """*event* as an SDK puts it on the wire: an envelope, compressed with gzip."""
    payload = json.dumps(event).encode()
    header = json.dumps({"event_id": event["event_id"], "sent_at": event["timestamp"], "dsn": dsn}).encode()
    item = json.dumps({"type": "event", "length": len(payload), "content_type": "application/json"}).encode()
    return gzip.compress(b"\n".join((header, item, payload, b"")), compresslevel=6)


@cache
def _weights(issues: int) -> list[float]:
    return [1 / (rank + 1) for rank in range(issues)]


def _python_event(issue: int, source: random.Random) -> dict[str, Any]:
    frames = [_python_frame(issue, depth, source) for depth in range(FRAMES)]
    return {
        "platform": "python",
        "sdk": {"name": "sentry.python", "version": "2.75.0"},
        "server_name": f"web-{source.randrange(6)}",
        "transaction": f"shop.views.{_word(issue)}",
        "exception": {"values": [_exception("ValueError", issue, source, frames)]},
        "modules": {f"package-{number}": f"1.{number}.0" for number in range(60)},
        "contexts": {"runtime": {"name": "CPython", "version": "3.12.1", "build": "3.12.1 (main)"}},
    }


def _javascript_event(issue: int, source: random.Random) -> dict[str, Any]:
    frames = [_javascript_frame(issue, depth, source) for depth in range(FRAMES)]
    return {
        "platform": "javascript",
        "sdk": {"name": "sentry.javascript.browser", "version": "11.12.0"},
        "request": {"url": "https://shop.example.com/checkout", "headers": {"User-Agent": source.choice(BROWSERS)}},
        "exception": {"values": [_exception("TypeError", issue, source, frames)]},
    }


def _exception(kind: str, issue: int, source: random.Random, frames: list[dict[str, Any]]) -> dict[str, Any]:
    value = f"{_word(issue)} {source.randrange(10_000)} is not usable"
    return {
        "type": kind,
        "value": value,
        "mechanism": {"type": "generic", "handled": False},
        "stacktrace": {"frames": frames},
    }


def _python_frame(issue: int, depth: int, source: random.Random) -> dict[str, Any]:
    name = f"{_word(issue + depth)}_{issue}_{depth}"
    return {
        "filename": f"shop/{_word(depth)}.py",
        "abs_path": f"/srv/app/shop/{_word(depth)}.py",
        "module": f"shop.{_word(depth)}",
        "function": name,
        "lineno": 40 + depth,
        "in_app": depth > FRAMES // 2,
        "pre_context": [f"    {_words(source, 8)}" for _ in range(5)],
        "context_line": f"    return {name}(order, total)",
        "post_context": [f"    {_words(source, 8)}" for _ in range(5)],
        "vars": {_word(index): repr(_words(source, 4)) for index in range(6)},
    }


def _javascript_frame(issue: int, depth: int, source: random.Random) -> dict[str, Any]:
    return {
        "filename": f"https://shop.example.com/assets/{_word(depth)}.js",
        "function": f"{_word(issue + depth)}{issue}At{depth}",
        "lineno": source.randrange(1, 3),
        "colno": source.randrange(1, 90_000),
        "in_app": True,
        "pre_context": [_words(source, 20) for _ in range(3)],
        "context_line": f"return {_word(depth)}(order, {issue})",
        "post_context": [_words(source, 20) for _ in range(3)],
    }


def _breadcrumb(source: random.Random) -> dict[str, Any]:
    return {
        "timestamp": "2026-11-23T06:00:00Z",
        "category": source.choice(["http", "ui.click", "query", "console"]),
        "message": _words(source, 12),
        "data": {"status_code": source.choice([200, 404, 500]), "url": f"/api/{_words(source, 2).replace(' ', '/')}"},
    }


def _word(number: int) -> str:
    return WORDS[number % len(WORDS)]


def _words(source: random.Random, count: int) -> str:
    return " ".join(source.choices(WORDS, k=count))
