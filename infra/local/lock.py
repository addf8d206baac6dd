"""One stack per state folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.errors import LocalStackError
from infra.local.folders import StateFolder


@contextmanager
def only_one(folder: StateFolder) -> Iterator[None]:
    """Hold *folder* for this process. Raises LocalStackError when another stack holds it."""
    folder.create()
    with (folder.path / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            url = folder.read_run().get("url", "an unknown address")
            message = (
                f"MiniSentry already runs on {folder.path} at {url}; stop it, or name another: make run STATE=.local2"
            )
            raise LocalStackError(message) from None
        yield
