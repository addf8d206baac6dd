"""The whole stack as a user has it: first start, restart, killed processes, and what goes wrong in one sentence."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import urllib3

from infra.local.folders import ROOT
from infra.local.harness import RunningStack, local_stack, start_stack
from infra.local.ports import find_free_port
from infra.local.web import answers, call
from tests.local.emulator import Emulator

pytestmark = pytest.mark.stack

QUICK_LOGIN = {"MINISENTRY_BCRYPT_ROUNDS": "4"}
# Snapshots come a second after a change; a busy machine takes a moment to write one.
SNAPSHOT_SECONDS = 4.0


def token(stack: RunningStack) -> str:
    answer = call("POST", f"{stack.url}/api/auth/login", {"email": stack.email, "password": stack.password})
    assert answer.status == 200, answer
    return str(answer.content["token"])


def issues(stack: RunningStack, bearer: str) -> list[dict[str, Any]]:
    answer = call("GET", f"{stack.url}/api/projects/{stack.project_id}/issues?limit=100", token=bearer)
    assert answer.status == 200, answer
    return list(answer.content["data"])


def times_seen(stack: RunningStack, bearer: str) -> int:
    return sum(issue["times_seen"] for issue in issues(stack, bearer))


def send_event(stack: RunningStack, message: str) -> int:
    event = {"event_id": uuid.uuid4().hex, "message": message, "platform": "python"}
    body = "\n".join(json.dumps(part) for part in ({}, {"type": "event"}, event))
    key = urllib3.util.parse_url(stack.dsn).auth
    url = f"{stack.url}/api/{stack.project_id}/envelope/?sentry_key={key}&sentry_version=7"
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request("POST", url, body=body, headers={"content-type": "text/plain"}).status


def wait_until(is_true: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds * shortage()
    while not is_true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with local_stack(tmp_path_factory.mktemp("stack"), variables=QUICK_LOGIN) as stack:
        yield stack


def test_an_error_is_an_issue_within_seconds(stack: RunningStack) -> None:
    bearer = token(stack)
    sent_at = time.monotonic()

    assert send_event(stack, "The first error") == 200

    wait_until(lambda: any(row["title"] == "The first error" for row in issues(stack, bearer)), seconds=5)
    assert time.monotonic() - sent_at < 5 * shortage()


def test_the_demo_fills_the_dashboard(stack: RunningStack) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.local", "demo"],
        cwd=ROOT,
        env=os.environ | {"STATE": str(stack.folder.path)},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    titles = {row["title"].partition(":")[0] for row in issues(stack, token(stack))}
    assert {"PaymentDeclinedError", "StockServiceError", "TypeError", "ChunkLoadError"} <= titles


def test_only_the_owner_may_read_the_run_file(stack: RunningStack) -> None:
    assert stat.S_IMODE(stack.folder.run_file.stat().st_mode) == 0o600


def test_a_killed_worker_loses_nothing_and_comes_back(stack: RunningStack) -> None:
    bearer = token(stack)
    before = times_seen(stack, bearer)
    first_pid = stack.pids["worker"]

    for number in range(120):
        assert send_event(stack, f"Killed worker, part {number % 3}") == 200
        if number == 60:
            stack.kill("worker")

    wait_until(lambda: times_seen(stack, bearer) - before >= 120, seconds=45)
    time.sleep(2)
    assert times_seen(stack, bearer) - before == 120
    assert stack.pids["worker"] != first_pid


def test_a_killed_gateway_comes_back(stack: RunningStack) -> None:
    stack.kill("gateway")

    wait_until(lambda: is_up(stack), seconds=15)


def is_up(stack: RunningStack) -> bool:
    try:
        return call("GET", f"{stack.url}/api/health").status == 200
    except urllib3.exceptions.HTTPError:
        return False


def test_a_second_stack_on_the_same_state_is_refused(stack: RunningStack) -> None:
    done = run_to_end({"STATE": str(stack.folder.path), "PORT": "0"})

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "already runs" in done.stderr


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_to_end({"STATE": str(tmp_path), "PORT": str(port)})

    assert done.returncode == 1
    assert done.stderr.strip() == f"Port {port} is taken by another program; choose another: make run PORT={port + 1}"


def run_to_end(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.local", "run"],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_a_port_taken_on_the_other_loopback_address_is_taken_too(tmp_path: Path) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        done = run_to_end({"STATE": str(tmp_path), "PORT": str(taken.getsockname()[1])})

    assert "is taken" in done.stderr


def test_a_restart_keeps_everything_and_is_quick(tmp_path: Path) -> None:
    with local_stack(tmp_path, variables=QUICK_LOGIN) as first:
        send_event(first, "Before the restart")
        bearer = token(first)
        wait_until(lambda: len(issues(first, bearer)) == 1)
        known = (first.dsn, first.email, first.password)
        port = int(first.url.rpartition(":")[2])

    started_at = time.monotonic()
    second = start_stack(tmp_path, variables=QUICK_LOGIN, port=port)
    took = time.monotonic() - started_at
    try:
        assert took < 10 * shortage()
        assert (second.dsn, second.email, second.password) == known
        assert [row["title"] for row in issues(second, token(second))] == ["Before the restart"]
    finally:
        second.stop()
    assert known[2] in first.output
    assert known[2] not in second.output


def shortage() -> float:
    """How many runnable processes there are for each core, at least one: a busy machine takes that much longer."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_killed_stack_loses_the_last_seconds_at_most(tmp_path: Path) -> None:
    with local_stack(tmp_path, variables=QUICK_LOGIN) as first:
        bearer = token(first)
        send_event(first, "Before the kill")
        wait_until(lambda: len(issues(first, bearer)) == 1)
        time.sleep(SNAPSHOT_SECONDS * shortage())
        for pid in first.pids.values():
            os.kill(pid, signal.SIGKILL)

    with local_stack(tmp_path, variables=QUICK_LOGIN) as second:
        assert [row["title"] for row in issues(second, token(second))] == ["Before the kill"]


def test_a_killed_supervisor_leaves_nothing_running(tmp_path: Path) -> None:
    with local_stack(tmp_path, variables=QUICK_LOGIN) as stack:
        pids = {name: pid for name, pid in stack.pids.items() if name != "supervisor"}
        stack.kill("supervisor")

    wait_until(lambda: not any(is_alive(pid) for pid in pids.values()), seconds=20)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_motos_server_does_for_an_emulator(tmp_path: Path) -> None:
    """As docs/localstack.md tells: one event all the way, on a server that people have for their other tests."""
    port = find_free_port()
    server = subprocess.Popen(
        [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/moto-api/"), seconds=30)
        variables = QUICK_LOGIN | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        with local_stack(tmp_path, variables=variables) as stack:
            assert send_event(stack, "On moto's server") == 200
            bearer = token(stack)
            wait_until(lambda: [row["title"] for row in issues(stack, bearer)] == ["On moto's server"], seconds=20)
    finally:
        server.terminate()
        server.wait(10)


def test_an_endpoint_that_the_user_gives_is_used(emulator: Emulator, tmp_path: Path) -> None:
    variables = QUICK_LOGIN | {"AWS_ENDPOINT_URL": emulator.endpoint}
    with local_stack(tmp_path, variables=variables) as stack:
        assert stack.aws_endpoint == emulator.endpoint
        assert "emulator" not in stack.pids
        assert "minisentry-local-core" in emulator.client("dynamodb").list_tables()["TableNames"]
