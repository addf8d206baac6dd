"""Fills a running stack's project with many small issues, by the way every event takes."""

import json
from concurrent.futures import ThreadPoolExecutor

from bench.api import Api
from bench.connection import Connection, parse_target
from bench.line import count_visible, wait_until_visible
from bench.processes import wait_until_idle
from infra.local.harness import RunningStack

SENDERS = 8


def fill_with_issues(stack: RunningStack, issues: int, events: int) -> None:
    """Send small events until the project holds *issues* issues and about *events* events, and wait for all of them."""
    api = Api(stack)
    wanted = count_visible(api, stack.project_id) + events
    shares = [range(first, events, SENDERS) for first in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as senders:
        for sent in [senders.submit(_send_small, stack.dsn, share, issues) for share in shares]:
            sent.result()
    wait_until_visible(api, stack.project_id, wanted)
    # Telling people of that many new issues takes the worker longer than grouping them.
    wait_until_idle(stack.pids["worker"])


def _send_small(dsn: str, sequences: range, issues: int) -> None:
    target = parse_target(dsn)
    connection = Connection(target)
    for sequence in sequences:
        body = _small_envelope(sequence, sequence % issues)
        head = (
            f"POST {target.path} HTTP/1.1\r\nHost: {target.host}:{target.port}\r\n"
            f"X-Sentry-Auth: Sentry sentry_key={target.public_key}, sentry_version=7\r\n"
            f"Content-Type: application/x-sentry-envelope\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if connection.post(head.encode() + body) != 200:
            raise RuntimeError("an event was refused")
    connection.close()


def _small_envelope(sequence: int, issue: int) -> bytes:
    event = {
        "platform": "python",
        "level": ("error", "warning", "info")[issue % 3],
        "environment": ("production", "production", "staging")[issue % 3],
        "fingerprint": [f"issue-{issue}"],
        "exception": {"values": [{"type": f"Error{issue}", "value": f"basket {issue} failed" if issue % 5 else "no"}]},
        "tags": {"plan": ("free", "team")[issue % 2]},
        "user": {"id": str(sequence % 50)},
    }
    return b"{}\n" + b'{"type":"event"}\n' + json.dumps(event).encode()
