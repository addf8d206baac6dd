"""A process of the local stack: started with its log file, watched, stopped politely and then firmly."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.folders import ROOT

_MAX_LOG_BYTES = 10 * 1024 * 1024


@dataclass(slots=True)
class Child:
    """*name* is for messages and log; the process leads its own group, so that a terminal's Ctrl-C spares it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None)
    started_at: float = 0.0

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def start(self) -> None:
        self._put_large_log_aside()
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def lived_seconds(self) -> float:
        """Since it was started last."""
        return time.monotonic() - self.started_at

    def stop(self, grace_seconds: float) -> None:
        """SIGTERM, then SIGKILL after *grace_seconds*; nothing when it is gone already."""
        if self.process is None or not self.is_running():
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _put_large_log_aside(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _MAX_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))

    def log_tail(self, lines: int = 15) -> str:
        """The end of the log, to show when the process did not do what it should."""
        try:
            text = self.log.read_text(errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])
