"""MiniSentry's own errors reach a MiniSentry project, once, and never in a circle."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
import pytest

from chalicelib import config, self_report
from chalicelib.logs import log_exception


class Receiver(BaseHTTPRequestHandler):
    received: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        self.received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bytes]]]:
    Receiver.received = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("MINISENTRY_SELF_REPORT_DSN", f"http://{'a' * 32}@127.0.0.1:{server.server_port}/7")
    config.settings.cache_clear()
    self_report.forget_reports()
    yield Receiver.received
    server.shutdown()
    server.server_close()
    config.settings.cache_clear()


def failure(words: str) -> ValueError:
    try:
        int(words)
    except ValueError as error:
        return error
    raise AssertionError


def test_an_unexpected_error_is_reported_with_its_stack(received: list[tuple[str, bytes]]) -> None:
    log_exception("batch_failed", failure("one"), project_id="1")

    path, body = received[0]
    header, item, event = map(orjson.loads, body.splitlines())
    assert path == f"/api/7/envelope/?sentry_key={'a' * 32}&sentry_version=7"
    assert item == {"type": "event"}
    assert header["event_id"] == event["event_id"]
    assert event["transaction"] == "batch_failed"
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"] == "failure"


def test_the_same_error_is_reported_once(received: list[tuple[str, bytes]]) -> None:
    for _ in range(3):
        log_exception("batch_failed", failure("one"), project_id="1")

    assert len(received) == 1


def test_errors_of_the_reports_own_project_are_not_reported(received: list[tuple[str, bytes]]) -> None:
    log_exception("batch_failed", failure("one"), project_id="7")

    assert received == []


def test_a_report_that_cannot_be_sent_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISENTRY_SELF_REPORT_DSN", f"http://{'a' * 32}@127.0.0.1:9/7")
    config.settings.cache_clear()
    self_report.forget_reports()

    log_exception("batch_failed", failure("one"))

    config.settings.cache_clear()


def test_nothing_is_reported_unless_asked_for(received: list[tuple[str, bytes]], monkeypatch: Any) -> None:
    monkeypatch.delenv("MINISENTRY_SELF_REPORT_DSN")
    config.settings.cache_clear()

    log_exception("batch_failed", failure("one"))

    assert received == []
