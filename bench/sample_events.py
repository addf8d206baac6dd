"""Made-up events of about 25 KB: what an issue's events share comes from its number, the rest from chance."""

import random
from functools import partial
from typing import Any

FRAMES = 19
_VOCABULARY = (
    "account balance basket billing cache cart catalog channel checkout client contract coupon customer delivery "
    "discount export feed filter gateway invoice ledger limit locale mailer member notice order parcel payment plan "
    "policy price profile queue quote refund region report retry search session shipment stock store task tax"
)
WORDS = tuple(_VOCABULARY.split())
EXCEPTIONS = ("ValueError", "KeyError", "TypeError", "TimeoutError", "ConnectionError", "LookupError", "RuntimeError")


def make_event(source: random.Random, issue: int) -> dict[str, Any]:
    """An event of *issue* without the fields that every event has its own: Python's if even, JavaScript's if odd."""
    return _python_event(source, issue) if issue % 2 == 0 else _javascript_event(source, issue)


def _python_event(source: random.Random, issue: int) -> dict[str, Any]:
    shape = random.Random(issue)
    frames = [_python_frame(shape, source) for _ in range(FRAMES)]
    value = f"{_word(shape)} {source.randrange(10**6)} is not a {_word(shape)}"
    return {
        "platform": "python",
        "level": "error",
        "exception": {"values": [_exception(shape.choice(EXCEPTIONS), value, frames, "logging")]},
        "transaction": f"/api/{_word(shape)}/{_word(shape)}",
        "server_name": f"web-{source.randrange(8)}",
        "sdk": {"name": "sentry.python", "version": "2.75.0"},
        "contexts": {"runtime": {"name": "CPython", "version": "3.12.4"}, "trace": _trace(source)},
        "modules": {
            f"{_word(shape)}-{_word(shape)}": f"{shape.randrange(9)}.{shape.randrange(30)}.0" for _ in range(60)
        },
        **_surroundings(source),
    }


def _javascript_event(source: random.Random, issue: int) -> dict[str, Any]:
    shape = random.Random(issue)
    frames = [_javascript_frame(shape, source) for _ in range(FRAMES)]
    value = f"Cannot read properties of undefined (reading '{_word(shape)}')"
    return {
        "platform": "javascript",
        "level": "error",
        "exception": {"values": [_exception("TypeError", value, frames, "onerror")]},
        "transaction": f"/{_word(shape)}",
        "sdk": {"name": "sentry.javascript.browser", "version": "11.12.0"},
        "contexts": {"trace": _trace(source), "browser": {"name": "Firefox", "version": "146.0"}},
        **_surroundings(source),
    }


def _exception(kind: str, value: str, frames: list[dict[str, Any]], mechanism: str) -> dict[str, Any]:
    mechanism_fields = {"type": mechanism, "handled": mechanism == "logging"}
    return {"type": kind, "value": value, "mechanism": mechanism_fields, "stacktrace": {"frames": frames}}


def _python_frame(shape: random.Random, source: random.Random) -> dict[str, Any]:
    module = f"shop.{_word(shape)}.{_word(shape)}"
    path = module.replace(".", "/") + ".py"
    return {
        "module": module,
        "filename": path,
        "abs_path": f"/srv/app/{path}",
        "function": f"{_word(shape)}_{_word(shape)}",
        "lineno": shape.randrange(1, 400),
        "in_app": shape.random() < 0.5,
        **_source_context(shape, "        {} = self.{}.{}({}={})"),
        "vars": {_word(shape): _value(source) for _ in range(6)},
    }


def _javascript_frame(shape: random.Random, source: random.Random) -> dict[str, Any]:
    return {
        "filename": f"https://shop.example.com/static/{_word(shape)}.{_word(shape)}.js",
        "function": f"{_word(shape)}{_word(shape).title()}",
        "lineno": shape.randrange(1, 4000),
        "colno": shape.randrange(1, 200),
        "in_app": True,
        **_source_context(shape, "    const {} = await this.{}.{}({}, {});"),
        "vars": {_word(shape): _value(source) for _ in range(3)},
    }


def _source_context(shape: random.Random, line: str) -> dict[str, Any]:
    # Neighbouring lines speak of the same few things, in made-up code as in real code.
    make = partial(_line, shape, line, [_word(shape) for _ in range(3)])
    return {
        "context_line": make(),
        "pre_context": [make() for _ in range(4)],
        "post_context": [make() for _ in range(4)],
    }


def _line(shape: random.Random, template: str, words: list[str]) -> str:
    return template.format(*shape.choices(words, k=5))


def _surroundings(source: random.Random) -> dict[str, Any]:
    url = f"https://shop.example.com/{_word(source)}/{source.randrange(10**5)}"
    return {
        "request": {"url": url, "method": "GET", "headers": {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/146.0"}},
        "tags": {"tenant": f"t{source.randrange(5)}", "feature": source.choice(WORDS[:5])},
        "extra": {_word(source): _value(source) for _ in range(8)},
        "breadcrumbs": {"values": [_breadcrumb(source) for _ in range(30)]},
    }


def _breadcrumb(source: random.Random) -> dict[str, Any]:
    message = f"GET https://shop.example.com/api/{_word(source)}?page_size=50&account=%s&page="
    return {
        "timestamp": 1_795_400_000 + source.randrange(9000),
        "category": _word(source),
        "level": "info",
        "message": f"{message}{source.randrange(100)}",
    }


def _trace(source: random.Random) -> dict[str, str]:
    return {"trace_id": f"{source.getrandbits(128):032x}", "span_id": f"{source.getrandbits(64):016x}"}


def _value(source: random.Random) -> str:
    return f"<shop.models.{_word(source)} object at 0x7f3c5e{source.randrange(40) * 100:03x}0>"


def _word(source: random.Random) -> str:
    return WORDS[int(source.random() * len(WORDS))]
