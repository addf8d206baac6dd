"""CPU time and memory of running processes, from the kernel's own books in /proc, and of handlers from their own."""

import json
import os
import time
from pathlib import Path

from infra.local.handler_time import WRITE_EVERY_SECONDS

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
IDLE_SECONDS = 3.0
IDLE_SHARE = 0.1
IDLE_WITHIN_SECONDS = 300.0


def cpu_seconds(pid: int) -> float:
    """User and system time of *pid* with all its threads. Raises FileNotFoundError when it is gone."""
    # The command's name may hold spaces and stands in parentheses; what follows is separated by single spaces.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def handler_seconds(folder: Path) -> dict[str, float]:
    """CPU time by handler so far, of a stack that was started with LOCAL_CPU_FOLDER=*folder*."""
    time.sleep(2 * WRITE_EVERY_SECONDS)
    spent: dict[str, float] = {}
    for path in folder.glob("*.json"):
        spent |= json.loads(path.read_text())
    return spent


def wait_until_idle(pid: int) -> None:
    """Return once *pid* has hardly worked for a while, or after the longest wait that makes sense."""
    deadline = time.monotonic() + IDLE_WITHIN_SECONDS
    while time.monotonic() < deadline:
        before = cpu_seconds(pid)
        time.sleep(IDLE_SECONDS)
        if cpu_seconds(pid) - before < IDLE_SHARE * IDLE_SECONDS:
            return


def memory_megabytes(pid: int) -> float:
    """Resident memory of *pid*."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6
