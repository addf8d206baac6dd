"""Events that cost the most to process for their size: each list, object and text of the protocol, filled."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

Json = Any

MAX_BYTES = 1024 * 1024
#: What fills lists: entries that are kept, entries that are refused one by one, and entries that say nothing.
ENTRIES: dict[str, Json] = {
    "object": {},
    "number": 1,
    "null": None,
    "text": "a",
    "list": [],
    "exception": {"type": "E", "value": "v"},
    "frame": {"function": "f", "filename": "a.js", "vars": {"a": {"b": "c"}}},
    "pair": ["k", "v"],
    "wide": {f"k{number}": {"a": [1, 2]} for number in range(20)},
}
#: Where a list may stand.
LISTS: dict[str, Callable[[Json], Json]] = {
    "exception": lambda entries: {"exception": {"values": entries}},
    "exception as a list": lambda entries: {"exception": entries},
    "threads": lambda entries: {"threads": {"values": entries}},
    "breadcrumbs": lambda entries: {"breadcrumbs": {"values": entries}},
    "frames": lambda entries: {"exception": {"values": [{"type": "E", "stacktrace": {"frames": entries}}]}},
    "raw frames": lambda entries: {"exception": {"values": [{"type": "E", "raw_stacktrace": {"frames": entries}}]}},
    "event frames": lambda entries: {"stacktrace": {"frames": entries}},
    "tags": lambda entries: {"tags": entries},
    "fingerprint": lambda entries: {"fingerprint": entries},
    "spans": lambda entries: {"spans": entries},
    "errors": lambda entries: {"errors": entries},
    "images": lambda entries: {"debug_meta": {"images": entries}},
    "params": lambda entries: {"logentry": {"message": "%s" * 2000, "params": entries}},
    "integrations": lambda entries: {"sdk": {"name": "a", "version": "1", "integrations": entries}},
    "packages": lambda entries: {"sdk": {"name": "a", "version": "1", "packages": entries}},
    "headers": lambda entries: {"request": {"headers": entries}},
    "cookies": lambda entries: {"request": {"cookies": entries}},
    "query": lambda entries: {"request": {"query_string": entries}},
    "request data": lambda entries: {"request": {"data": entries}},
    "extra": lambda entries: {"extra": {"a": entries}},
    "context": lambda entries: {"contexts": {"a": {"b": entries}}},
    "vars": lambda entries: {"stacktrace": {"frames": [{"vars": {"a": entries}}] * 4}},
    "vars as a list": lambda entries: {"stacktrace": {"frames": [{"vars": entries}]}},
    "source lines": lambda entries: {"stacktrace": {"frames": [{"context_line": "a", "pre_context": entries}]}},
    "template lines": lambda entries: {"template": {"filename": "a", "pre_context": entries}},
    "changes": lambda entries: {"transaction_info": {"changes": entries}},
    "mechanism data": lambda entries: {
        "exception": [{"type": "E", "mechanism": {"type": "m", "data": {"a": entries}}}]
    },
}
#: Where an object of any names may stand.
OBJECTS: dict[str, Callable[[Json], Json]] = {
    "event": lambda entries: entries,
    "tags": lambda entries: {"tags": entries},
    "extra": lambda entries: {"extra": entries},
    "extra below": lambda entries: {"extra": {"a": {"b": {"c": entries}}}},
    "contexts": lambda entries: {"contexts": entries},
    "device": lambda entries: {"contexts": {"device": entries}},
    "trace": lambda entries: {"contexts": {"trace": {"data": entries}}},
    "modules": lambda entries: {"modules": entries},
    "user": lambda entries: {"user": entries},
    "user data": lambda entries: {"user": {"data": entries}},
    "headers": lambda entries: {"request": {"headers": entries}},
    "cookies": lambda entries: {"request": {"cookies": entries}},
    "query": lambda entries: {"request": {"query_string": entries}},
    "environment": lambda entries: {"request": {"env": entries}},
    "request": lambda entries: {"request": entries},
    "request data": lambda entries: {"request": {"data": entries}},
    "registers": lambda entries: {"stacktrace": {"frames": [{}], "registers": entries}},
    "frame": lambda entries: {"stacktrace": {"frames": [entries]}},
    "locks": lambda entries: {"threads": [{"id": 1, "held_locks": entries}]},
    "breadcrumb": lambda entries: {"breadcrumbs": [entries]},
    "exception": lambda entries: {"exception": [entries]},
    "mechanism": lambda entries: {"exception": [{"type": "E", "mechanism": entries}]},
    "signal": lambda entries: {"exception": [{"type": "E", "mechanism": {"type": "m", "meta": {"signal": entries}}}]},
    "thread": lambda entries: {"threads": [entries]},
    "image": lambda entries: {"debug_meta": {"images": [{"type": "elf", **entries}]}},
    "sdk": lambda entries: {"sdk": entries},
    "csp": lambda entries: {"csp": entries},
    "hpkp": lambda entries: {"hpkp": entries},
    "meta": lambda entries: {"message": "a", "_meta": entries},
    "params": lambda entries: {"logentry": {"message": "%(a)s" * 2000, "params": entries}},
    "measurements": lambda entries: {"measurements": entries},
    "scraping_attempts": lambda entries: {"scraping_attempts": entries},
}
#: Texts that make readers of names, messages and secrets look far.
TEXTS: dict[str, str] = {
    "letters": "a",
    "digits": "1",
    "spaced digits": "1 ",
    "hex": "0f",
    "words": "word ",
    "angles": "<",
    "closed angles": "<>",
    "brackets": "([{",
    "colons": "a::",
    "dots": "a.",
    "slashes": "a/",
    "dotted slashes": "../",
    "backslashes": "C:\\",
    "stars": "*",
    "dollars": "$1$",
    "equals": "a=b&",
    "assignments": "token='x', ",
    "assigned colons": "secret: ",
    "query secrets": "?token=x&",
    "at signs": "://a:b@",
    "mails": "a@b.c ",
    "half tokens": "eyJa.",
    "half keys": "-----BEGIN PRIVATE KEY----- ",
    "bearers": "Bearer ",
    "variables": "{{ default }}",
    "percent": "%s",
    "curly": "{}",
    "quotes": "\"'",
    "lines": "a\n",
    "returns": "\r\n",
    "spaces": " ",
    "commas": "a, ",
    "lambda": "lambda$a$0",
    "underscores": "__a_1",
    "letters beyond ascii": "é",
    "emoji": "😀",
    "dashes": "-",
    "semicolons": ";a",
    "urls": "http://a.b/c?d=e ",
    "times": "2026-01-01T00:00:00Z ",
    "addresses": "10.0.0.1 ::1 ",
}
#: Where a text may stand.
PLACES: dict[str, Callable[[str], Json]] = {
    "message": lambda text: {"message": text},
    "template": lambda text: {"logentry": {"message": text, "params": ["a"] * 100}},
    "exception value": lambda text: {"exception": [{"type": "E", "value": text}]},
    "exception type": lambda text: {"exception": [{"type": text}]},
    "only value": lambda text: {"exception": [{"value": text}]},
    "native function": lambda text: {
        "platform": "native",
        "exception": [{"type": "E", "stacktrace": {"frames": [{"function": text, "package": text, "in_app": True}]}}],
    },
    "functions": lambda text: {
        "platform": "javascript",
        "exception": [
            {"type": "E", "stacktrace": {"frames": [{"function": f"{number}{text[:500]}"} for number in range(250)]}}
        ],
    },
    "native functions": lambda text: {
        "platform": "native",
        "exception": [
            {"type": "E", "stacktrace": {"frames": [{"function": f"{number}{text[:500]}"} for number in range(250)]}}
        ],
    },
    "java functions": lambda text: {
        "platform": "java",
        "exception": [{"type": "E", "stacktrace": {"frames": [{"function": text[:500], "module": text[:2000]}] * 250}}],
    },
    "frame paths": lambda text: {
        "exception": [
            {
                "type": "E",
                "stacktrace": {
                    "frames": [
                        {"abs_path": f"http://a/{number}{text[:1500]}", "filename": text[:1500], "module": text[:1000]}
                        for number in range(250)
                    ]
                },
            }
        ]
    },
    "path": lambda text: {"exception": [{"type": "E", "stacktrace": {"frames": [{"abs_path": text, "module": text}]}}]},
    "source line": lambda text: {
        "exception": [{"type": "E", "stacktrace": {"frames": [{"context_line": text, "in_app": True}]}}]
    },
    "request url": lambda text: {"request": {"url": f"http://a/{text}"}},
    "query string": lambda text: {"request": {"query_string": text}},
    "request data": lambda text: {"request": {"data": text}},
    "cookie text": lambda text: {"request": {"cookies": text}},
    "user agent": lambda text: {"request": {"headers": [["User-Agent", text]]}},
    "header": lambda text: {"request": {"headers": [["Cookie", text], ["X-Auth", text]]}},
    "extra": lambda text: {"extra": {"a": text}},
    "extras": lambda text: {"extra": {f"k{number}": text[:16000] for number in range(40)}},
    "breadcrumb messages": lambda text: {"breadcrumbs": [{"message": text[:8000], "data": {"url": text[:2000]}}] * 90},
    "tag": lambda text: {"tags": {"a": text}},
    "tag key": lambda text: {"tags": {text: "a"}},
    "fingerprint": lambda text: {"fingerprint": [text]},
    "fingerprints": lambda text: {"fingerprint": [text[:1000]] * 900},
    "transaction": lambda text: {"transaction": text},
    "release": lambda text: {"release": text},
    "environment": lambda text: {"environment": text},
    "logger": lambda text: {"logger": text, "platform": "java"},
    "user": lambda text: {"user": {"id": text, "email": text, "ip_address": text}},
    "timestamp": lambda text: {"timestamp": text},
    "blocked": lambda text: {"csp": {"blocked_uri": text, "original_policy": text, "effective_directive": text}},
    "key": lambda text: {"extra": {text: {text: 1}}},
    "checksum": lambda text: {"checksum": text},
    "operating system": lambda text: {
        "contexts": {"os": {"raw_description": text}, "runtime": {"raw_description": text}}
    },
    "address": lambda text: {"stacktrace": {"frames": [{"instruction_addr": text, "package": text}]}},
}


def worst_events(max_bytes: int = MAX_BYTES) -> Iterator[tuple[str, bytes]]:
    """Bodies of at most *max_bytes* (or their place with nothing in it), each by what it is full of."""
    for place, put in LISTS.items():
        for kind, entry in ENTRIES.items():
            yield _filled(f"{place}: many of {kind}", put, entry, max_bytes)
    for place, put in OBJECTS.items():
        for kind, entry in ENTRIES.items():
            yield f"{place}: many names, {kind}", _object_event(put, entry, max_bytes)
    for place, put_text in PLACES.items():
        for kind, text in TEXTS.items():
            yield f"{place}: {kind}", _text_event(put_text, text, max_bytes)
    yield from _nested(max_bytes)
    yield from _deep(max_bytes)
    yield from _linked(max_bytes)


def _filled(name: str, put: Callable[[Json], Json], entry: Json, max_bytes: int) -> tuple[str, bytes]:
    amount = max_bytes // (len(orjson.dumps(entry)) + 1)
    while len(body := orjson.dumps(put([entry] * amount))) > max_bytes and amount:
        amount = int(amount * 0.95 * min(1, max_bytes / len(body) + 0.05))
    return name, body


def _object_event(put: Callable[[Json], Json], entry: Json, max_bytes: int) -> bytes:
    amount = max_bytes // (len(orjson.dumps(entry)) + 10)
    while len(body := orjson.dumps(put({f"k{number}": entry for number in range(amount)}))) > max_bytes and amount:
        amount = int(amount * 0.9)
    return body


def _text_event(put: Callable[[str], Json], text: str, max_bytes: int) -> bytes:
    amount = max_bytes // len(orjson.dumps(text))
    while len(body := orjson.dumps(put(text * amount))) > max_bytes and amount:
        amount = int(amount * min(0.95, max_bytes / len(body)))
    return body


def _nested(max_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Values that are cut on every level."""
    for width, depth in ((3, 9), (6, 6), (10, 5), (30, 4), (100, 3)):
        for leaf in ("x" * 200, "é" * 100, 7, [1] * 40):
            value: Json = leaf
            for _ in range(depth):
                value = {f"{number:03}": value for number in reversed(range(width))}
                if len(orjson.dumps(value)) > max_bytes // 2:
                    break
            for place in ("extra", "contexts", "extra below", "request data", "user data"):
                body = orjson.dumps(OBJECTS[place]({"z": value, "a": 1}))
                if len(body) <= max_bytes:
                    yield f"{place}: {width} wide and nested, {str(leaf)[:6]}", body


def _deep(max_bytes: int) -> Iterator[tuple[str, bytes]]:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        deep = opening * 240 + "1" + closing * 240
        amount = max_bytes // (len(deep) + 8)
        written = orjson.loads(f"[{','.join([deep] * amount)}]")
        for place in ("extra", "contexts", "tags", "event", "request data", "modules"):
            entries = {f"k{number}": one for number, one in enumerate(written)}
            yield f"{place}: deep {opening}", orjson.dumps(OBJECTS[place](entries))


def _linked(max_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Chains and groups whose exceptions name each other, and traces that are long without being many."""
    mechanisms: dict[str, Json] = {
        "groups": {"type": "m", "exception_id": 1, "is_exception_group": True},
        "parents": {"type": "m", "exception_id": 2, "parent_id": 1},
        "children": {"type": "m", "exception_id": 1, "parent_id": 0},
    }
    for name, mechanism in mechanisms.items():
        yield _filled(f"exceptions: {name}", LISTS["exception"], {"type": "E", "mechanism": mechanism}, max_bytes)
    traces = {"type": "E", "stacktrace": {"frames": [{"function": "f"}] * 60}}
    yield _filled("exceptions of many frames", LISTS["exception"], traces, max_bytes)
    yield _filled("threads of many frames", LISTS["threads"], traces, max_bytes)
