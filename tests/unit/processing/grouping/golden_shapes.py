"""Events in the shapes that other platforms' SDKs send, from the tables that the rules are tested by."""

from collections.abc import Iterator
from typing import Any

from tests.unit.processing.grouping.test_same_cause import DIFFERENT, SAME

FRAMES: dict[str, list[dict[str, Any]]] = {
    "javascript": [
        {
            "function": "dispatch",
            "filename": "/static/js/vendor.4f3c2a1b.js",
            "in_app": False,
            "lineno": 1,
            "colno": 99,
        },
        {"function": "Cart.render", "filename": "src/cart.tsx", "module": "src/cart", "in_app": True, "lineno": 12},
    ],
    "node": [
        {
            "function": "processTicksAndRejections",
            "module": "task_queues",
            "filename": "node:internal",
            "in_app": False,
        },
        {"function": "pay", "module": "shop.server:pay", "filename": "/srv/shop/pay.js", "in_app": True, "lineno": 7},
    ],
    "java": [
        {"function": "run", "module": "java.lang.Thread", "filename": "Thread.java", "in_app": False},
        {"function": "lambda$pay$0", "module": "com.shop.Pay", "filename": "Pay.java", "in_app": True, "lineno": 8},
    ],
    "kotlin": [{"function": "invoke", "module": "com.shop.Pay$pay$1", "filename": "Pay.kt", "in_app": True}],
    "csharp": [
        {"function": "MoveNext", "module": "Shop.Pay+<Charge>d__3", "filename": "Pay.cs", "in_app": True},
        {"function": "ThrowIfFailed", "module": "System.Runtime.Tasks", "in_app": False},
    ],
    "php": [{"function": "Shop\\Pay::charge", "filename": "/src/Pay.php", "in_app": True, "lineno": 31}],
    "ruby": [{"function": "block in charge", "filename": "app/pay.rb", "in_app": True, "lineno": 4}],
    "go": [{"function": "(*Pay).Charge", "module": "shop/pay", "filename": "pay.go", "in_app": True, "lineno": 44}],
    "elixir": [{"function": "Shop.Pay.charge/2", "module": "Shop.Pay", "filename": "lib/pay.ex", "in_app": True}],
    "perl": [{"function": "charge", "module": "Shop::Pay", "filename": "lib/Shop/Pay.pm", "in_app": True}],
    "cocoa": [
        {"function": "start", "package": "/usr/lib/dyld", "in_app": False, "instruction_addr": "0x1f00"},
        {"function": "-[Cart pay]", "package": "/private/var/containers/Shop.app/Shop", "in_app": True},
    ],
    "native": [
        {"function": "__libc_start_main", "package": "/lib/libc.so.6", "in_app": False},
        {"function": "shop::pay(int, char const*)", "package": "/opt/shop/shop", "in_app": True},
        {"package": "/opt/shop/libpay.so.2", "instruction_addr": "0x7f12", "image_addr": "0x7f00", "in_app": True},
    ],
    "rust": [{"function": "shop::pay::h0123456789abcdef", "filename": "pay.rs", "in_app": True}],
    "dart": [{"function": "Cart.pay", "module": "shop", "filename": "package:shop/cart.dart", "in_app": True}],
    "other": [{"function": "pay", "module": "shop", "filename": "pay.x", "in_app": True}],
}
ERRORS = (("Error", "no basket 4711"), ("TimeoutError", "GET https://a.example/7 took 31.5s"), ("", "only words"))
MESSAGES = (
    "Order 4711 of ann@example.com failed at 2026-11-26T10:00:00Z",
    "open '/home/ana/shop/cart.json' failed",
    "Minified React error #31; visit https://react.dev/errors/31",
    "Loading chunk 7 failed",
    "connection to 192.0.2.7:5432 refused",
    "checksum 9f86d081884c7d659a2feaa0c55ad015 differs",
    "It broke",
    "first line\nsecond line\nthird line",
)
REPORTS: tuple[dict[str, Any], ...] = (
    {"csp": {"effective_directive": "img-src", "blocked_uri": "https://evil.example/x.png"}},
    {"csp": {"effective_directive": "script-src", "blocked_uri": "inline", "document_uri": "https://a.example/"}},
    {"hpkp": {"hostname": "a.example", "port": 443}},
    {"expectct": {"hostname": "a.example"}},
)


def shaped_events() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every platform with every error, message, thread and rule of the tables."""
    for title, (platform, first, second) in (SAME | DIFFERENT).items():
        for side, frames in (("a", first), ("b", second)):
            yield f"{title}: {side}", _event(platform, "Boom", "it broke", frames)
    for platform, frames in FRAMES.items():
        for kind, value in ERRORS:
            yield f"{platform}: {kind or 'untyped'}", _event(platform, kind, value, frames)
        yield f"{platform}: without frames", _event(platform, "Error", "no basket 4711", [])
        yield f"{platform}: no own frame", _event(platform, "Error", "x", [{**one, "in_app": False} for one in frames])
        yield f"{platform}: thread", _thread(platform, frames)
        yield f"{platform}: bare trace", {"platform": platform, "stacktrace": {"frames": frames}}
    for platform in ("python", "javascript", "java"):
        for message in MESSAGES:
            yield f"{platform} message: {message[:30]}", {"platform": platform, "logentry": {"formatted": message}}
    for report in REPORTS:
        yield f"report: {next(iter(report))}", {"platform": "javascript", **report}
    yield "fingerprint", {"platform": "python", "message": "x", "fingerprint": ["{{ default }}", "{{ transaction }}"]}
    yield "nothing", {}


def _event(platform: str, kind: str, value: str, frames: list[dict[str, Any]]) -> dict[str, Any]:
    exception: dict[str, Any] = {"type": kind or None, "value": value}
    if frames:
        exception["stacktrace"] = {"frames": frames}
    return {"platform": platform, "exception": {"values": [exception]}}


def _thread(platform: str, frames: list[dict[str, Any]]) -> dict[str, Any]:
    crashed = {"id": 1, "crashed": True, "stacktrace": {"frames": frames}}
    return {"platform": platform, "threads": {"values": [crashed, {"id": 2, "name": "idle"}]}}
