"""What a well-behaved request gets: its id, its marks on the message, and a bounded number of AWS calls."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib import config
from chalicelib.aws.clients import client
from chalicelib.config import Settings
from chalicelib.events.attachments import list_attachments
from chalicelib.ingest.outcomes import FLUSH_SECONDS, outcomes
from chalicelib.projects.statistics import OUTCOMES, get_hours
from tests.sdk_requests import PUBLIC_KEY, SdkRequest, create_key, envelope, receive_all, send

ID = "9ec79c33ec9942ab8353589fcb2e04dc"
EVENT = json.dumps({"event_id": ID, "message": "hello"}).encode()
STORE = SdkRequest(EVENT, path="/api/42/store/")
ENVELOPE = SdkRequest(envelope({"event_id": ID}, ({"type": "event"}, EVENT)))
SESSION = SdkRequest(envelope({}, ({"type": "session"}, b"{}")))
EDGE_SECRET = "only our CloudFront knows"


@pytest.fixture(autouse=True)
def _project(stage: Settings) -> None:
    create_key()


@pytest.fixture
def calls(stage: Settings) -> Counter[str]:
    """AWS calls by operation from here on."""
    counted: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        counted[model.name] += 1

    for service in ("sqs", "dynamodb", "s3"):
        client(service).meta.events.register("before-call", count)
    return counted


@pytest.mark.parametrize("event_id", [ID, ID.upper(), "9ec79c33-ec99-42ab-8353-589fcb2e04dc"])
def test_the_answer_repeats_the_id_as_hex(event_id: str, stage: Settings) -> None:
    body = json.dumps({"event_id": event_id}).encode()

    replies = [send(replace(STORE, body=body)), send(replace(ENVELOPE, body=envelope({}, ({"type": "event"}, body))))]

    assert [reply.json for reply in replies] == [{"id": ID}, {"id": ID}]
    assert {message.event_id for message in receive_all(stage)} == {ID}


def test_the_envelopes_id_wins_over_its_events(stage: Settings) -> None:
    body = envelope({"event_id": "b" * 32}, ({"type": "event"}, EVENT))

    assert send(replace(ENVELOPE, body=body)).json == {"id": "b" * 32}
    assert [message.event_id for message in receive_all(stage)] == ["b" * 32]


def test_two_events_in_one_envelope_are_two(stage: Settings) -> None:
    other = json.dumps({"event_id": "c" * 32}).encode()
    body = envelope({"event_id": ID}, ({"type": "event"}, EVENT), ({"type": "event"}, other))

    send(replace(ENVELOPE, body=body))

    assert sorted(message.event_id for message in receive_all(stage)) == [ID, "c" * 32]


def test_a_message_says_who_sent_it(stage: Settings) -> None:
    send(replace(STORE, headers={**STORE.headers, "User-Agent": "a browser"}))

    (message,) = receive_all(stage)
    assert (message.project_id, message.organization_id, message.key_id) == ("42", "o", "5" * 32)
    assert (message.client_ip, message.user_agent, message.sdk) == ("203.0.113.9", "a browser", "test/1")
    assert message.body == EVENT.replace(b": ", b":").replace(b", ", b",")


@pytest.mark.parametrize(
    ("headers", "client_ip"),
    [
        ({"X-Forwarded-For": "198.51.100.7"}, "203.0.113.9"),
        ({"X-Forwarded-For": "198.51.100.7", "X-MiniSentry-Edge": "guess"}, "203.0.113.9"),
        ({"X-Forwarded-For": "6.6.6.6, 198.51.100.7", "X-MiniSentry-Edge": EDGE_SECRET}, "198.51.100.7"),
    ],
)
def test_a_forwarded_address_needs_our_own_edge(
    headers: dict[str, str], client_ip: str, stage: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINISENTRY_EDGE_SECRET", EDGE_SECRET)
    config.settings.cache_clear()

    send(replace(STORE, headers={**STORE.headers, **headers}))

    assert [message.client_ip for message in receive_all(stage)] == [client_ip]


def test_a_page_sends_by_image(stage: Settings) -> None:
    query = f"sentry_key={PUBLIC_KEY}&sentry_version=7&sentry_data={quote(EVENT.decode())}"

    reply = send(SdkRequest(path="/api/42/store/", method="GET", query=query, headers={}), "rest")

    assert (reply.status, reply.headers["Content-Type"], reply.body[:6]) == (200, "image/gif", "GIF89a")
    assert [message.event_id for message in receive_all(stage)] == [ID]


def test_a_browser_reports_a_violation(stage: Settings) -> None:
    request = SdkRequest(
        b'{"csp-report":{"blocked-uri":"inline"}}',
        path="/api/42/security/",
        query=f"sentry_key={PUBLIC_KEY}&sentry_release=1.0&sentry_environment=live",
        headers={"Content-Type": "application/csp-report"},
    )

    reply = send(request, "rest")

    (message,) = receive_all(stage)
    assert (reply.status, reply.json, message.kind) == (200, {"id": message.event_id}, "csp")
    said = {"release": "1.0", "environment": "live", "csp-report": {"blocked-uri": "inline"}}
    assert json.loads(message.body) == said


def test_a_list_of_reports_is_one_message_each(stage: Settings) -> None:
    report = {"type": "csp-violation", "body": {"blockedURL": "inline"}}
    request = SdkRequest(
        json.dumps([report, {"type": "csp-hash"}, report]).encode(),
        path="/api/42/csp-report/",
        query=f"sentry_key={PUBLIC_KEY}",
        headers={"Content-Type": "application/reports+json"},
    )

    assert send(request, "rest").status == 200

    assert [message.kind for message in receive_all(stage)] == ["csp", "csp"]
    assert counts() == {"dropped:security": 1}


def test_feedback_and_user_reports_are_feedback(stage: Settings) -> None:
    feedback = b'{"contexts":{"feedback":{"message":"hm"}}}'
    report = json.dumps({"event_id": ID, "name": "Ann", "comments": "It broke"}).encode()
    body = envelope({"event_id": "b" * 32}, ({"type": "feedback"}, feedback), ({"type": "user_report"}, report))

    assert send(replace(ENVELOPE, body=body)).json == {"id": "b" * 32}

    messages = receive_all(stage)
    assert [message.kind for message in messages] == ["feedback", "feedback"]
    told = [json.loads(message.body)["contexts"]["feedback"] for message in messages]
    assert {"name": "Ann", "message": "It broke", "associated_event_id": ID} in told
    assert ID not in {message.event_id for message in messages}


def test_what_is_not_stored_is_counted_and_silenced(stage: Settings) -> None:
    body = envelope(
        {"event_id": ID},
        ({"type": "event"}, EVENT),
        ({"type": "session"}, b"{}"),
        ({"type": "transaction"}, b"{}"),
        ({"type": "client_report"}, b"{}"),
        ({"type": "new in 2030"}, b"{}"),
    )

    reply = send(replace(ENVELOPE, body=body))

    assert reply.status == 200
    assert reply.headers["X-Sentry-Rate-Limits"] == "3600:session;transaction:organization:not_stored"
    assert counts() == {"dropped:session": 1, "dropped:transaction": 1, "dropped:default": 1}


def test_what_sdks_discarded_themselves_is_counted_apart(stage: Settings) -> None:
    report = {
        "timestamp": 1_795_400_000,
        "discarded_events": [
            {"reason": "sample_rate", "category": "error", "quantity": 3},
            {"reason": "sample_rate", "category": "error", "quantity": 2},
            {"reason": "network", "category": "log_item", "quantity": 1},
            {"reason": "made up", "category": "of cheese", "quantity": 1},
            {"reason": "before_send", "category": "error", "quantity": -1},
            {"reason": ["x"], "category": None, "quantity": "7"},
            "nonsense",
        ],
        "rate_limited_events": [{"reason": "queue_overflow", "category": "span", "quantity": 4}],
    }
    body = envelope({}, ({"type": "client_report"}, json.dumps(report).encode()))

    reply = send(replace(ENVELOPE, body=body))

    assert (reply.status, reply.json) == (200, {})
    assert "X-Sentry-Rate-Limits" not in reply.headers
    assert counts() == {}
    assert counts_of("discarded") == {
        "discarded:sample_rate:error": 5,
        "discarded:network_error:log_item": 1,
        "discarded:other:default": 1,
        "discarded:queue_overflow:span": 4,
    }


@pytest.mark.parametrize(
    "report", [b"", b"{", b"null", b"[]", b'"x"', b'{"discarded_events":7}', b"\xff", b"{}" + b" " * 300_000]
)
def test_a_client_report_that_cannot_be_read_is_no_reason_to_refuse(report: bytes, stage: Settings) -> None:
    body = envelope({"event_id": ID}, ({"type": "event"}, EVENT), ({"type": "client_report"}, report))

    reply = send(replace(ENVELOPE, body=body))

    assert (reply.status, reply.json, counts()) == (200, {"id": ID}, {})
    assert "X-Sentry-Error" not in reply.headers


@pytest.mark.parametrize(("said", "counted"), [(12, 12), (None, 1), ("12", 1), (0, 1), (True, 1), (10**9, 10_000)])
def test_containers_count_as_what_they_hold(said: object, counted: int, stage: Settings) -> None:
    body = envelope({}, ({"type": "span", "item_count": said}, b'{"items":[]}'))

    reply = send(replace(ENVELOPE, body=body))

    assert (reply.status, counts()) == (200, {"dropped:span": counted})


def test_a_dropped_profile_is_silenced_by_each_sdks_name_for_it(stage: Settings) -> None:
    """Browsers' SDKs heed only `profile` for their chunks."""
    reply = send(replace(ENVELOPE, body=envelope({}, ({"type": "profile_chunk"}, b"{}"))))

    limits = reply.headers["X-Sentry-Rate-Limits"]
    assert limits == "3600:profile;profile_chunk;profile_chunk_ui:organization:not_stored"


def test_an_envelope_may_carry_a_security_report(stage: Settings) -> None:
    report = b'{"csp-report":{"blocked-uri":"inline"}}'

    reply = send(replace(ENVELOPE, body=envelope({}, ({"type": "raw_security"}, report))))

    assert (reply.status, [message.kind for message in receive_all(stage)]) == (200, ["csp"])


def test_a_request_without_events_has_no_id(stage: Settings) -> None:
    reply = send(SESSION)

    assert (reply.status, reply.json) == (200, {})


def test_a_transaction_in_an_events_clothes_is_dropped(stage: Settings) -> None:
    assert send(replace(STORE, body=b'{"type":"transaction"}')).status == 200

    assert receive_all(stage) == []
    assert counts() == {"dropped:transaction": 1}


def test_files_of_no_event_are_dropped(stage: Settings) -> None:
    body = envelope({}, ({"type": "attachment", "filename": "a"}, b"x"))

    assert send(replace(ENVELOPE, body=body)).status == 200
    assert counts() == {"dropped:attachment": 1}


def test_files_may_follow_their_event_in_another_envelope(stage: Settings) -> None:
    file = {"type": "attachment", "filename": "a.json", "content_type": "text/json", "attachment_type": "event.view"}

    send(replace(ENVELOPE, body=envelope({"event_id": ID}, (file, b"x"))))

    (stored,) = list_attachments("42", ID)
    assert (stored.name, stored.content_type, stored.type) == ("a.json", "text/json", "event.view")


def test_refusals_are_counted_with_their_project(stage: Settings) -> None:
    send(replace(STORE, body=b"{"))
    send(replace(ENVELOPE, body=b"{}\n{}"))
    send(replace(STORE, body=b"{" + b" " * 2**20))

    assert counts() == {"invalid:bad_request": 2, "invalid:too_large": 1}


def test_an_event_costs_one_call(stage: Settings, calls: Counter[str]) -> None:
    send(STORE)
    calls.clear()

    for _ in range(20):
        send(STORE)
        send(ENVELOPE)

    assert calls == {"SendMessage": 40}


def test_a_new_process_reads_the_key_once(stage: Settings, calls: Counter[str]) -> None:
    send(STORE)

    assert calls == {"GetItem": 1, "GetQueueUrl": 1, "SendMessage": 1}


def test_dropped_items_cost_one_write_in_two_seconds(
    stage: Settings, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.ingest.routes.time.time", lambda: 1_795_413_605.0)

    for _ in range(20):
        send(SESSION)

    assert calls == {"GetItem": 1, "UpdateItem": 1}


def test_a_refused_sender_costs_nothing_more(stage: Settings, calls: Counter[str]) -> None:
    create_key(public_key="b" * 32, key_id="6" * 32, rate_limit_count=0, rate_limit_window_seconds=86_400)
    calls.clear()
    request = replace(STORE, headers={"X-Sentry-Auth": f"Sentry sentry_key={'b' * 32}"})

    assert {send(request).status for _ in range(20)} == {429}

    # One read of the key, and the count of refusals.
    assert calls == {"GetItem": 1, "UpdateItem": 1}


def counts() -> dict[str, int]:
    """Every outcome counted so far."""
    return {name: count for outcome in OUTCOMES for name, count in counts_of(outcome).items()}


def counts_of(kind: str) -> dict[str, int]:
    """Counts of *kind* so far, after the time to write them has come."""
    outcomes().flush_due(4_000_000_000 + FLUSH_SECONDS)
    total: Counter[str] = Counter()
    for hour in get_hours("42", datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)):
        total.update({name: count for name, count in hour.counts.items() if name.partition(":")[0] == kind})
    return dict(total)
