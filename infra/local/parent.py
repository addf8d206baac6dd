"""A child process's tie to its supervisor: when that is gone, the child ends itself as if told to stop."""

import os
import signal
import threading
import time

_CHECK_SECONDS = 1.0


def stop_with_parent() -> None:
    """Send this process SIGTERM once its parent has died, so that a killed supervisor leaves nothing running."""
    threading.Thread(target=_watch, args=(os.getppid(),), name="parent-watch", daemon=True).start()


def _watch(parent_id: int) -> None:
    while os.getppid() == parent_id:
        time.sleep(_CHECK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
