"""The emulator's process, run by its own environment's Python: ministack on a fast server, with snapshots of its state.

It imports nothing of ours that needs more than the standard library.
"""

import fcntl
import importlib
import os
from pathlib import Path
from typing import Any

from infra.local.emulator_expressions import remember_expressions
from infra.local.emulator_queues import RETURN_MESSAGES_PATH, call_while_connected, return_messages, speed_up_queues
from infra.local.parent import stop_with_parent
from infra.local.snapshots import Snapshots, newest_snapshot

# Requests that leave no trace worth saving. A receive is one too: losing its count only means one more delivery.
_READING = ("Get", "Describe", "List", "Query", "Scan", "BatchGet", "TransactGet", "Filter", "Head")


def main() -> None:
    stop_with_parent()
    folder = Path(os.environ["MINISENTRY_EMULATOR_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        # The emulator of a killed stack may still be saving; its state is ours once it is done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        _run(folder)


def _run(folder: Path) -> None:
    _configure(folder)
    ministack: Any = importlib.import_module("ministack.app")
    persistence: Any = importlib.import_module("ministack.core.persistence")
    snapshots = Snapshots(folder / "snapshots", persistence, ministack._build_persistence_save_dict)  # noqa: SLF001 - its own shutdown calls it
    remember_expressions(importlib.import_module("ministack.services.dynamodb"))
    sqs: Any = importlib.import_module("ministack.services.sqs")
    speed_up_queues(sqs)
    # The emulator's way of saving on shutdown is replaced by ours, which never leaves half a state behind.
    ministack.save_all = snapshots.save_at_end
    is_enabled = os.environ.get("MINISENTRY_SNAPSHOTS", "on") != "off"
    _serve(_Application(ministack, sqs, snapshots, is_enabled=is_enabled))


def _configure(folder: Path) -> None:
    """Set the emulator's environment; it reads that while it is imported."""
    os.environ |= {
        "PERSIST_STATE": "1",
        "STATE_DIR": str(newest_snapshot(folder / "snapshots")),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "s3"),
        "BIND_HOST": "127.0.0.1",
        "LOG_LEVEL": "ERROR",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


_BROWSER_HEADERS = (b"access-control-", b"x-amz-id-2", b"x-amz-request-id")


class _Application:
    """The emulator's ASGI application with an eye on what changes its state."""

    def __init__(self, ministack: Any, sqs: Any, snapshots: Snapshots, *, is_enabled: bool) -> None:
        self._ministack = ministack
        self._sqs = sqs
        self._snapshots = snapshots
        self._is_enabled = is_enabled

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._ministack.app(scope, receive, self._start_snapshots_after(send))
            return
        if scope["path"] == RETURN_MESSAGES_PATH:
            return_messages(self._sqs)
            await _answer_empty(send)
            return
        if _action(scope):
            send = _without_browser_headers(send)
        if _action(scope) == "ReceiveMessage":
            await call_while_connected(self._ministack.app, scope, receive, send)
            return
        await self._ministack.app(scope, receive, send)
        if _changes_state(scope):
            self._snapshots.note_change()

    def _start_snapshots_after(self, send: Any) -> Any:
        async def send_and_start(message: Any) -> None:
            if message["type"] == "lifespan.startup.complete":
                # Whoever held messages when the state was saved has lost them.
                return_messages(self._sqs)
                if self._is_enabled:
                    self._snapshots.start()
            await send(message)

        return send_and_start


def _without_browser_headers(send: Any) -> Any:
    """AWS adds no CORS headers to its JSON protocols, and parsing them costs each caller as much as the content."""

    async def send_fewer(message: Any) -> None:
        if message["type"] == "http.response.start":
            kept = [entry for entry in message["headers"] if not entry[0].lower().startswith(_BROWSER_HEADERS)]
            message = {**message, "headers": kept}
        await send(message)

    return send_fewer


def _changes_state(scope: Any) -> bool:
    if scope["method"] in {"GET", "HEAD"}:
        return False
    return not _action(scope).startswith(_READING)


def _action(scope: Any) -> str:
    """What a JSON request asks for, such as `PutItem`; empty for S3 and the query protocols."""
    target: bytes = next((value for name, value in scope["headers"] if name == b"x-amz-target"), b"")
    return target.decode("latin-1").rpartition(".")[2]


async def _answer_empty(send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _serve(application: _Application) -> None:
    uvicorn = importlib.import_module("uvicorn")
    # The emulator ships with a server in pure Python; this one halves the CPU of every call (0.57 to 0.28 ms a send).
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=int(os.environ["GATEWAY_PORT"]),
        http="httptools",
        loop="uvloop",
        access_log=False,
        log_level="warning",
        # The emulator says both itself; every header more is parsed again and again by whoever calls.
        date_header=False,
        server_header=False,
        timeout_keep_alive=120,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
