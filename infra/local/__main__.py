"""`python -m infra.local run | demo | status | stop`: the local stack from a terminal. STATE and PORT are read."""

import os
import signal
import sys
import time
from typing import Any, NoReturn

from infra.local.demo import send_demo
from infra.local.errors import LocalStackError
from infra.local.folders import StateFolder, state_folder
from infra.local.lock import only_one
from infra.local.progress import complain, say
from infra.local.supervisor import LocalStack
from infra.local.web import answers
from infra.local.welcome import welcome

_DEFAULT_PORT = "8000"
_STOP_SECONDS = 90.0


def main(arguments: list[str]) -> int:
    commands = {"run": run, "demo": demo, "status": status, "stop": stop}
    command = commands.get(arguments[0]) if len(arguments) == 1 else None
    if command is None:
        complain(__doc__ or "")
        return 2
    try:
        return command(state_folder())
    except LocalStackError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        return 0


def run(folder: StateFolder) -> int:
    """Start the stack and stay until Ctrl-C or SIGTERM."""
    # SIGINT too, since a shell's background jobs begin with it ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    with only_one(folder):
        stack = LocalStack(folder, _port())
        say("Starting MiniSentry ...")
        running = stack.start()
        say(welcome(running, folder))
        folder.write_run(folder.read_run() | {"is_password_shown": True})
        try:
            stack.watch()
        finally:
            # The emulator saves its state now; a second Ctrl-C must not cut that short.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            say("Stopping ...")
            stack.stop()
    return 0


def demo(folder: StateFolder) -> int:
    """Send a lively set of errors to the running stack."""
    send_demo(_running(folder))
    return 0


def status(folder: StateFolder) -> int:
    running = folder.read_run()
    if not running.get("pids") or not answers(f"{running['url']}/api/health"):
        say("MiniSentry is not running.")
        return 1
    say(f"MiniSentry is running at {running['url']}")
    return 0


def stop(folder: StateFolder) -> int:
    """Stop a stack that runs in another terminal, and wait until its state is saved."""
    pid = _running(folder)["pids"]["supervisor"]
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        raise LocalStackError("MiniSentry is not running.") from None
    deadline = time.monotonic() + _STOP_SECONDS
    while folder.read_run().get("pids") and time.monotonic() < deadline:
        time.sleep(0.1)
    return 0


def _running(folder: StateFolder) -> dict[str, Any]:
    running = folder.read_run()
    if not running.get("pids"):
        raise LocalStackError("MiniSentry is not running; start it with: make run")
    return running


def _port() -> int:
    text = os.environ.get("PORT", _DEFAULT_PORT)
    if not text.isdecimal() or int(text) > 65535:
        raise LocalStackError(f"PORT is {text!r}; expected a number up to 65535")
    return int(text)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
