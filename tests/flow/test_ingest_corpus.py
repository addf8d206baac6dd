"""Every captured request of every SDK is accepted behind both gateways, and its event stands on the queue unharmed."""

import gzip
import json
import re
import zlib
from base64 import b64decode
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import pytest

from chalicelib.config import Settings
from chalicelib.events.attachments import list_attachments, read_attachment
from chalicelib.ingest.outcomes import FLUSH_SECONDS, outcomes
from chalicelib.messages import EventMessage
from chalicelib.projects.statistics import get_hours
from tests.conftest import corpus_files
from tests.sdk_requests import Gateway, SdkRequest, create_key, read_captured, receive_all, send

CLIENTS = corpus_files("requests/*")
KEPT = {"event", "feedback", "user_report", "attachment"}
COUNTED_APART = {"client_report"}


@pytest.fixture(autouse=True)
def _project(stage: Settings) -> None:
    create_key()


@pytest.mark.parametrize("gateway", ["http", "rest"])
@pytest.mark.parametrize("client", CLIENTS, ids=lambda path: path.name)
def test_what_a_client_sent_is_accepted(client: Path, gateway: Gateway, stage: Settings, corpus: Path) -> None:
    dropped: Counter[str] = Counter()

    for path in sorted(client.glob("*.json")):
        request, items = read_request(path)
        if gateway == "rest" and has_header(request, "content-encoding", "br"):
            continue  # A REST API answers 415 by itself; envelopes go to the HTTP API.
        reply = send(request, gateway)
        messages = receive_all(stage)
        if gateway == "rest" and is_ruined_by_rest(request):
            assert_event_survives(reply.status, messages)
            continue
        assert reply.status == 200, f"{path.name}: {reply.body}"
        assert_complete(messages, request, items)
        assert_files_stored(messages, plain_body(request), items.count("attachment"))
        dropped.update(item for item in items if item not in KEPT | COUNTED_APART)
        dropped.update({"more in containers": sum(count - 1 for count in item_counts(plain_body(request)))})

    outcomes().flush_due(4_000_000_000 + FLUSH_SECONDS)
    assert count_dropped() == dropped.total()


def read_request(path: Path) -> tuple[SdkRequest, list[str]]:
    """A captured request and the types of its items."""
    request, captured = read_captured(path)
    if request.path != "/tunnel":
        return request, captured["items"]
    # The captures call every tunnelled item an event; the page's own server forwards them to us as they are.
    types = [json.loads(line)["type"] for line in plain_body(request).split(b"\n")[1::2]]
    return replace(request, path="/api/tunnel"), types


def plain_body(request: SdkRequest) -> bytes:
    """The body as the SDK wrote it before compressing, by other means than ours."""
    body = request.body
    if has_header(request, "content-encoding", "br"):
        return bytes(brotli.decompress(body))
    if body.startswith(b"\x1f\x8b"):
        return gzip.decompress(body)
    if body.startswith(b"{"):
        return body
    return zlib.decompress(body if body.startswith(b"\x78") else b64decode(body))


def has_header(request: SdkRequest, name: str, value: str) -> bool:
    return any(known.lower() == name and text == value for known, text in request.headers.items())


def is_ruined_by_rest(request: SdkRequest) -> bool:
    """A REST API reads an untyped body as UTF-8, which lengthens binary attachments."""
    if any(name.lower() == "content-type" for name in request.headers):
        return False
    try:
        plain_body(request).decode()
    except UnicodeDecodeError:
        return True
    return False


def assert_event_survives(status: int, messages: list[EventMessage]) -> None:
    assert status == 400
    assert "event" in {message.kind for message in messages}


def assert_complete(messages: list[EventMessage], request: SdkRequest, items: list[str]) -> None:
    kinds = {"user_report": "feedback"}
    assert sorted(message.kind for message in messages) == sorted(
        kinds.get(item, item) for item in items if item in KEPT - {"attachment"}
    )
    plain = plain_body(request)
    for message in messages:
        if message.kind == "event":
            assert message.event_id in event_ids(plain)
            assert json.loads(message.body)["event_id"].replace("-", "") == message.event_id


def assert_files_stored(messages: list[EventMessage], plain: bytes, count: int) -> None:
    files = [(message.event_id, file) for message in messages for file in list_attachments("42", message.event_id)]
    assert len(files) == count
    for event_id, file in files:
        content = read_attachment("42", event_id, file.attachment_id)
        assert len(content) == file.size_bytes
        assert content in plain
        assert file.name in plain.decode("utf-8", "replace")


def event_ids(plain: bytes) -> set[str]:
    """The ids of the objects in *plain*; SDKs write an event on one line, be it a body or an item of one."""
    found: set[str] = set()
    for line in [plain, *plain.split(b"\n")]:
        try:
            value: Any = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and "event_id" in value:
            found.add(str(value["event_id"]).replace("-", ""))
    return found


def item_counts(plain: bytes) -> list[int]:
    """How many entries each container of logs, spans and metrics says that it holds."""
    return [int(count) for count in re.findall(rb'"item_count": ?(\d+)', plain)]


def count_dropped() -> int:
    hours = get_hours("42", datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    return sum(count for hour in hours for name, count in hour.counts.items() if name.startswith("dropped:"))
