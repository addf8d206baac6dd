"""A complete stack for tests and measurements: started as a user starts it, on free ports, with a state of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import LocalStackError
from infra.local.folders import ROOT, StateFolder

_START_SECONDS = 120.0
_STOP_SECONDS = 60.0
_POLL_SECONDS = 0.05


@dataclass(slots=True)
class RunningStack:
    """A stack that answers at *url*; *process* is its supervisor, *folder* its state.

    *output* is what `run` printed, known once it stopped.
    """

    folder: StateFolder
    process: subprocess.Popen[str]
    output: str = ""

    @property
    def url(self) -> str:
        return self._text("url")

    @property
    def dsn(self) -> str:
        return self._text("dsn")

    @property
    def project_id(self) -> str:
        return self._text("project_id")

    @property
    def email(self) -> str:
        return self._text("email")

    @property
    def password(self) -> str:
        return self._text("password")

    @property
    def organization(self) -> str:
        return self._text("organization")

    @property
    def project(self) -> str:
        return self._text("project")

    @property
    def aws_endpoint(self) -> str:
        return self._text("aws_endpoint")

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by name (supervisor, emulator, worker, gateway), as they are now."""
        return dict(self.folder.read_run()["pids"])

    def kill(self, name: str) -> None:
        """kill -9 the process *name*."""
        os.kill(self.pids[name], signal.SIGKILL)

    def stop(self) -> None:
        """Stop as Ctrl-C does, and wait until the state is saved."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.output += self.process.communicate(timeout=_STOP_SECONDS)[0]

    def _text(self, name: str) -> str:
        return str(self.folder.read_run()[name])


@contextmanager
def local_stack(
    state: Path | None = None, *, snapshots: bool = True, variables: Mapping[str, str] | None = None
) -> Iterator[RunningStack]:
    """A running stack; it is stopped at the end, and its state removed unless *state* names a folder to keep it in.

    *snapshots* off keeps the emulator from saving while something is measured. *variables* are added to the environment
    of every process. Raises LocalStackError with everything that `run` printed when it does not come up.
    """
    with tempfile.TemporaryDirectory(prefix="minisentry-") as temporary:
        stack = start_stack(state or Path(temporary), snapshots=snapshots, variables=variables)
        try:
            yield stack
        finally:
            stack.stop()


def start_stack(
    state: Path, *, snapshots: bool = True, variables: Mapping[str, str] | None = None, port: int = 0
) -> RunningStack:
    """As local_stack, for callers that stop or kill it themselves."""
    folder = StateFolder(state.resolve())
    # What the caller set for itself, or another test left behind, must not reach the stack.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"AWS_ENDPOINT_URL", "AWS_PROFILE"} and not name.startswith("MINISENTRY_")
    }
    environment |= {"STATE": str(folder.path), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    environment |= {"MINISENTRY_SNAPSHOTS": "on" if snapshots else "off"} | dict(variables or {})
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.local", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    _wait_until_ready(folder, process)
    return RunningStack(folder, process)


def _wait_until_ready(folder: StateFolder, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while folder.read_run().get("pids", {}).get("supervisor") != process.pid:
        if process.poll() is not None:
            raise LocalStackError(f"The local stack did not start:\n{process.communicate()[0]}")
        if time.monotonic() > deadline:
            process.kill()
            raise LocalStackError(f"The local stack was not ready in time:\n{process.communicate()[0]}")
        time.sleep(_POLL_SECONDS)
