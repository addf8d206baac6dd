"""Whatever bytes and headers arrive, they end in an answer or in one of our errors, and kept items are JSON objects."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import suppress

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chalicelib.errors import MiniSentryError
from chalicelib.ingest import admission, pipeline
from chalicelib.ingest.pipeline import accept_envelope, accept_security, accept_store, accept_store_query
from chalicelib.ingest.request import IngestRequest
from chalicelib.ingest.responses import Answer
from chalicelib.messages import EventMessage
from chalicelib.projects.model import ProjectKey

KEY = ProjectKey("a" * 32, "k", "42", "o", is_active=True)
AUTH = {"x-sentry-auth": f"Sentry sentry_key={KEY.public_key}"}
NOW = 1_795_413_605.0

HEADER_VALUES = st.sampled_from(["", "gzip", "br", "application/json", "application/reports+json", "\0", "x" * 300])
HEADERS = st.dictionaries(st.sampled_from(["content-encoding", "content-type", "user-agent", "origin"]), HEADER_VALUES)
LINES = st.sampled_from(
    [
        b"{}",
        b'{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}',
        b'{"type":"event"}',
        b'{"type":"event","length":7}',
        b'{"type":"attachment","filename":5,"length":2}',
        b'{"type":"feedback"}',
        b'{"type":"user_report"}',
        b'{"type":"session"}',
        b'{"a":NaN}',
        b'{"a":"\\ud800"}',
        b'{"type":"transaction"}',
        b"[]",
        b"",
    ]
)
BODIES = st.binary() | st.lists(LINES, max_size=10).map(b"\n".join)
ACCEPTS = st.sampled_from([accept_envelope, accept_store, accept_store_query, accept_security])


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EventMessage]]:
    """What was put on the queue; keys and files need no storage here."""
    messages: list[EventMessage] = []
    monkeypatch.setattr(admission, "find_project_key", {KEY.public_key: KEY}.get)
    monkeypatch.setattr(pipeline, "send_event", messages.append)
    monkeypatch.setattr(
        pipeline, "store_attachments", lambda _project, _event, files, **_: sum(len(one.content) for one in files)
    )
    admission.known_keys.cache_clear()
    yield messages
    admission.known_keys.cache_clear()


WITH_FILE = b"\n".join(
    [b'{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}', b'{"type":"attachment","filename":5,"length":2}', b"{}"]
)


@example(accept_request=accept_envelope, body=WITH_FILE, headers={}, query="")
@given(accept_request=ACCEPTS, body=BODIES | BODIES.map(gzip.compress), headers=HEADERS, query=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_anything_is_answered(
    sent: list[EventMessage],
    accept_request: Callable[[IngestRequest], Answer],
    body: bytes,
    headers: dict[str, str],
    query: str,
) -> None:
    request = IngestRequest("42", {**AUTH, **headers}, {"sentry_data": [query]}, body, "203.0.113.9", NOW)

    with suppress(MiniSentryError):
        answer = accept_request(request)
        assert answer.status == 200
        if answer.content_type == "application/json":
            json.loads(answer.body)

    for message in sent:
        assert isinstance(orjson.loads(message.body), dict)
        assert len(message.event_id) == 32


def test_a_plain_event_passes(sent: list[EventMessage]) -> None:
    request = IngestRequest("42", AUTH, {}, b'{"message":"hello"}', "203.0.113.9", NOW)

    answer = accept_store(request)

    assert json.loads(answer.body) == {"id": sent[0].event_id}
    assert sent[0].received_at == "2026-11-23T06:00:05.000Z"
