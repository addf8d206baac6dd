"""The load generator speaks as SDKs do, counts what it was told, and needs no particular server."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.connection import parse_target
from bench.load import main, run_load
from bench.payloads import EventSource
from chalicelib.protocol.envelope import BodyReader, read_envelope_header, read_items

KEY = "a" * 32


class Server(ThreadingHTTPServer):
    """Takes envelopes and answers as told; every third answer is chunked, every fifth ends the connection."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.received.append((self.path, dict(self.headers), body))
            number = len(self.server.received)
        self.send_response(self.server.status)
        if number % 5 == 0:
            self.send_header("Connection", "close")
        if number % 3 == 0:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b'3\r\n{"i\r\n4\r\nd":1\r\n1\r\n}\r\n0\r\n\r\n')
        else:
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def dsn(server: Server) -> str:
    return f"http://{KEY}@127.0.0.1:{server.server_address[1]}/42"


def test_every_event_arrives_once_and_is_counted(server: Server) -> None:
    report = run_load(dsn(server), events=40, connections=4, issues=6)

    ids = {json.loads(gzip.decompress(body).partition(b"\n")[0])["event_id"] for _, _, body in server.received}
    assert (report.events, report.accepted, report.statuses) == (40, 40, {"200": 40})
    assert ids == set(report.event_ids)
    assert len(ids) == 40
    assert 0 < report.p50_ms <= report.p95_ms <= report.p99_ms


def test_both_platforms_authenticate_in_their_own_way(server: Server) -> None:
    run_load(dsn(server), events=10, connections=1, issues=2)

    by_header = [headers for path, headers, _ in server.received if path == "/api/42/envelope/"]
    by_query = [path for path, _, _ in server.received if f"sentry_key={KEY}" in path]
    assert (len(by_header), len(by_query)) == (5, 5)
    assert all(KEY in headers["X-Sentry-Auth"] for headers in by_header)


def test_refusals_are_told_apart(server: Server) -> None:
    server.status = 429

    report = run_load(dsn(server), events=5, connections=2, issues=1)

    assert (report.accepted, report.statuses) == (0, {"429": 5})


def test_a_server_that_is_not_there_is_an_error() -> None:
    report = run_load(f"http://{KEY}@127.0.0.1:1/42", events=3, connections=1, issues=1)

    assert (report.accepted, report.statuses) == (0, {"error": 3})


def test_the_command_prints_figures(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dsn", dsn(server), "--events", "4", "--issues", "2", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["accepted"] == 4


def test_bodies_are_well_formed_and_as_large_as_promised() -> None:
    source = EventSource(issues=10)
    bodies = [source.next_body() for _ in range(60)]

    sizes = []
    for body in bodies:
        plain = gzip.decompress(body.gzip)
        reader = BodyReader(iter((plain,)))
        header = read_envelope_header(reader)
        (item,) = read_items(reader, {"event": 2**20})
        assert item.payload is not None
        event = json.loads(item.payload)
        assert header.event_id == event["event_id"] == body.event_id
        assert event["platform"] == body.platform
        sizes.append(len(plain))
    assert 22_000 < sum(sizes) / len(sizes) < 28_000
    assert [body.platform for body in bodies[:4]] == ["python", "javascript"] * 2


def test_frequent_issues_lead_a_long_tail() -> None:
    source = EventSource(issues=40)
    titles = [json.loads(gzip.decompress(source.next_body().gzip).split(b"\n")[2])["transaction"] for _ in range(400)]

    counts = sorted((titles.count(title) for title in set(titles)), reverse=True)

    assert counts[0] > 5 * counts[len(counts) // 2]


def test_a_prefix_in_the_dsn_is_kept() -> None:
    target = parse_target(f"https://{KEY}@host/prefix/42")

    assert (target.port, target.path) == (443, "/prefix/api/42/envelope/")


def test_nonsense_is_no_dsn() -> None:
    with pytest.raises(ValueError, match="no DSN"):
        parse_target("nonsense")
