"""What ingestion says to bad input: the status, the reason and the place, in a shape that pages can read."""

import base64
import gzip
import json
import resource
import zlib
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.config import Settings
from chalicelib.events.attachments import list_attachments
from tests.sdk_requests import (
    AUTH,
    PUBLIC_KEY,
    Gateway,
    Reply,
    SdkRequest,
    create_key,
    envelope,
    receive_all,
    send,
)

EVENT = b'{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","message":"hello"}'
ID = "9ec79c33ec9942ab8353589fcb2e04dc"
OTHER_KEY = "b" * 32
STORE = SdkRequest(EVENT, path="/api/42/store/")
ENVELOPE = SdkRequest(envelope({"event_id": ID}, ({"type": "event"}, EVENT)))
CSP = SdkRequest(
    b'{"csp-report":{"document-uri":"https://a.example","blocked-uri":"inline"}}',
    path="/api/42/security/",
    query=f"sentry_key={PUBLIC_KEY}",
    headers={"Content-Type": "application/csp-report"},
)


@pytest.fixture(autouse=True)
def _project(stage: Settings) -> None:
    create_key()


def with_key(request: SdkRequest, key: str) -> SdkRequest:
    return replace(request, headers={"X-Sentry-Auth": f"Sentry sentry_key={key}, sentry_version=7"})


def assert_readable_from_a_page(reply: Reply) -> None:
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    exposed = reply.headers["Access-Control-Expose-Headers"]
    assert {"X-Sentry-Error", "X-Sentry-Rate-Limits", "Retry-After"} <= set(exposed.replace(",", " ").split())


BAD_REQUESTS: list[tuple[str, SdkRequest, int, str]] = [
    ("no key", replace(STORE, headers={}), 403, "No authentication"),
    ("no key, envelope", replace(ENVELOPE, headers={}), 403, "No authentication"),
    ("malformed key", with_key(STORE, "short"), 403, "32 hex digits"),
    ("unknown key", with_key(STORE, OTHER_KEY), 403, "unknown"),
    ("unknown key, bad body", with_key(replace(STORE, body=b"{"), OTHER_KEY), 403, "unknown"),
    ("wrong project", replace(STORE, path="/api/43/store/"), 403, "another project"),
    ("project that is no number", replace(STORE, path="/api/nope/store/"), 403, "another project"),
    ("two keys", replace(STORE, query=f"sentry_key={PUBLIC_KEY}"), 400, "more than one place"),
    ("old protocol", replace(STORE, headers={"X-Sentry-Auth": AUTH.replace("=7", "=2")}), 400, "expected 5, 6 or 7"),
    ("empty store", replace(STORE, body=b""), 400, "empty"),
    ("broken JSON", replace(STORE, body=b'{"a":1,}'), 400, "line 1, column 8"),
    ("JSON list", replace(STORE, body=b"[1]"), 400, "got a list"),
    ("deep JSON", replace(STORE, body=b'{"a":' * 5000 + b"1" + b"}" * 5000), 400, "nested deeper than 254"),
    ("non-string key", replace(STORE, body=b"{1:2}"), 400, "column 2"),
    ("empty envelope", replace(ENVELOPE, body=b""), 400, "empty"),
    ("envelope of nonsense", replace(ENVELOPE, body=b"nonsense"), 400, "byte 0"),
    ("item without type", replace(ENVELOPE, body=b"{}\n{}\n{}"), 400, "item 1, byte 6"),
    ("short payload", replace(ENVELOPE, body=b'{}\n{"type":"event","length":99}\n{}'), 400, "2 of 99 bytes"),
    ("broken event", replace(ENVELOPE, body=b'{}\n{"type":"event"}\n{"a":}'), 400, "item 1 (event), byte 20"),
    ("cut gzip", replace(ENVELOPE, body=gzip.compress(ENVELOPE.body)[:-9]), 400, "gzip body ends early"),
    ("not gzip", replace(ENVELOPE, body=b"\x1f\x8bnonsense"), 400, "starts like gzip"),
    (
        "not brotli",
        replace(ENVELOPE, body=b"\xffnonsense", headers={"X-Sentry-Auth": AUTH, "Content-Encoding": "br"}),
        400,
        "brotli",
    ),
    ("base64 of nonsense", replace(STORE, body=base64.b64encode(b"nonsense")), 400, "base64 of something else"),
    ("large event", replace(STORE, body=b"{" + b" " * 2**20 + b"}"), 413, "1 MiB"),
    ("large event item", replace(ENVELOPE, body=envelope({}, ({"type": "event"}, b" " * 2**21))), 413, "Lambda"),
    ("security type", replace(CSP, headers={"Content-Type": "text/html"}), 415, "application/csp-report"),
    ("security body", replace(CSP, body=b'{"hello":1}'), 400, "csp-report"),
]


@pytest.mark.parametrize("case", BAD_REQUESTS, ids=lambda case: case[0])
def test_bad_input_is_refused_in_words(case: tuple[str, SdkRequest, int, str], stage: Settings) -> None:
    _, request, status, reason = case

    reply = send(request)

    assert (reply.status, reason in reply.detail) == (status, True), reply.body
    assert reply.headers["X-Sentry-Error"] == reply.detail
    assert_readable_from_a_page(reply)
    assert receive_all(stage) == []


ODD_EVENTS: list[tuple[str, bytes]] = [
    ("NUL", b'{"message":"a\\u0000b\x00c"}'),
    ("lone surrogate", b'{"message":"\\ud800","\\udc00":1}'),
    ("NaN", b'{"extra":{"a":NaN,"b":-Infinity}}'),
    ("broken UTF-8", b'{"message":"\xff"}'),
    ("byte order mark", b'\xef\xbb\xbf{"message":"a"}'),
    ("huge key", b'{"' + b"k" * 500_000 + b'":1}'),
    ("huge number", b'{"a":' + b"9" * 10_000 + b"}"),
    ("deep, but not too deep", b'{"a":' * 250 + b"1" + b"}" * 250),
    ("bad event id", b'{"event_id":"nope"}'),
    ("nothing", b"{}"),
]


@pytest.mark.parametrize("case", ODD_EVENTS, ids=lambda case: case[0])
@pytest.mark.parametrize("gateway", ["http", "rest"])
def test_an_odd_event_is_an_event(case: tuple[str, bytes], gateway: Gateway, stage: Settings) -> None:
    headers = {"X-Sentry-Auth": AUTH, "Content-Type": "application/octet-stream"}

    reply = send(SdkRequest(case[1], path="/api/42/store/", headers=headers), gateway)

    assert reply.status == 200, reply.body
    (message,) = receive_all(stage)
    assert message.event_id == reply.json["id"]
    assert isinstance(json.loads(message.body.decode()), dict)


def test_a_broken_item_does_not_lose_its_neighbours(stage: Settings) -> None:
    body = envelope(
        {"event_id": ID},
        ({"type": "attachment", "filename": "a.txt"}, b"a\nfile"),
        ({"type": "feedback"}, b"{broken"),
        ({"type": "unheard of"}, b"\0"),
        ({"type": "event"}, EVENT),
    )

    reply = send(replace(ENVELOPE, body=body))

    assert (reply.status, reply.json) == (200, {"id": ID})
    assert "item 2 (feedback)" in reply.headers["X-Sentry-Error"]
    assert [message.kind for message in receive_all(stage)] == ["event"]
    assert [file.name for file in list_attachments("42", ID)] == ["a.txt"]


def test_items_before_a_break_in_the_form_are_kept(stage: Settings) -> None:
    body = ENVELOPE.body + b'\n{"type":"attachment","length":500}\ncut off'

    reply = send(replace(ENVELOPE, body=body))

    assert (reply.status, "7 of 500 bytes" in reply.detail) == (400, True)
    assert [message.event_id for message in receive_all(stage)] == [ID]


@pytest.mark.parametrize("where", ["store", "envelope", "event item", "skipped item"])
def test_a_bomb_is_refused_without_using_the_memory(where: str, stage: Settings) -> None:
    packed = gzip_zeros(200 * 2**20, starting=BOMB_STARTS[where])
    request = replace(STORE if where == "store" else ENVELOPE, body=packed)
    send(replace(ENVELOPE, body=b""))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    reply = send(request)

    assert reply.status == 413
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30 * 1024
    assert receive_all(stage) == []


BOMB_STARTS = {
    "store": b"{",
    "envelope": b"{",
    "event item": b'{}\n{"type":"event"}\n',
    "skipped item": b'{}\n{"type":"profile"}\n',
}


def gzip_zeros(size: int, starting: bytes) -> bytes:
    stream = zlib.compressobj(wbits=31)
    spaces = b" " * 2**20
    return b"".join([stream.compress(starting), *(stream.compress(spaces) for _ in range(size >> 20)), stream.flush()])


def test_a_disabled_key_is_refused(stage: Settings) -> None:
    create_key(public_key=OTHER_KEY, key_id="6" * 32, is_active=False)

    reply = send(with_key(STORE, OTHER_KEY))

    assert (reply.status, reply.detail) == (403, "The DSN's key is disabled")


@pytest.mark.parametrize(("origin", "status"), [("https://a.example", 200), ("https://b.example", 403), (None, 200)])
def test_a_key_may_be_bound_to_origins(origin: str | None, status: int, stage: Settings) -> None:
    create_key(public_key=OTHER_KEY, key_id="6" * 32, allowed_origins=("https://a.example",))
    request = with_key(STORE, OTHER_KEY)

    reply = send(replace(request, headers={**request.headers, **({"Origin": origin} if origin else {})}))

    assert reply.status == status
    assert_readable_from_a_page(reply)


def test_a_spent_budget_refuses_until_it_is_raised(stage: Settings) -> None:
    create_key(public_key=OTHER_KEY, key_id="6" * 32, degrade="refuse")

    reply = send(with_key(ENVELOPE, OTHER_KEY))

    assert reply.status == 429
    assert reply.headers["X-Sentry-Rate-Limits"] == f"{reply.headers['Retry-After']}::organization:monthly_budget"
    assert receive_all(stage) == []


def test_a_budget_that_only_samples_marks_its_events(stage: Settings) -> None:
    create_key(public_key=OTHER_KEY, key_id="6" * 32, degrade="sample")

    send(with_key(ENVELOPE, OTHER_KEY))

    assert [message.is_sampled for message in receive_all(stage)] == [True]


def test_a_key_over_its_limit_is_told_when_to_come_back(stage: Settings) -> None:
    create_key(public_key=OTHER_KEY, key_id="6" * 32, rate_limit_count=3, rate_limit_window_seconds=86_400)

    replies = [send(with_key(ENVELOPE, OTHER_KEY)) for _ in range(5)]

    assert [reply.status for reply in replies] == [200, 200, 200, 429, 429]
    refusal = replies[-1]
    assert 0 < int(refusal.headers["Retry-After"]) <= 86_400
    assert refusal.headers["X-Sentry-Rate-Limits"] == f"{refusal.headers['Retry-After']}::key:key_rate_limit"
    assert_readable_from_a_page(refusal)
    assert len(receive_all(stage)) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/api/42/envelope/",
        "/api/42/store/",
        "/api/projects/42/store/",
        "/api/42/security/",
        "/api/42/csp-report/",
        "/api/tunnel",
    ],
)
def test_a_preflight_is_answered(path: str, stage: Settings) -> None:
    headers = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}

    reply = send(SdkRequest(path=path, method="OPTIONS", headers=headers))

    assert reply.status == 200
    assert "x-sentry-auth" in reply.headers["Access-Control-Allow-Headers"].lower()
    assert_readable_from_a_page(reply)


def test_our_own_failure_is_readable_and_worth_a_retry(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError("queue is gone")

    monkeypatch.setattr("chalicelib.ingest.pipeline.send_event", fail)

    reply = send(STORE)

    assert reply.status == 503
    assert "queue is gone" not in reply.body
    assert_readable_from_a_page(reply)
