"""How much CPU the handlers of this process took so far, without the server and the poller around them.

Off unless LOCAL_CPU_FOLDER names a folder, where each process keeps `<name>.json`: seconds by function, and by resource
for the one function behind the API.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WRITE_EVERY_SECONDS = 0.5

_spent: dict[str, float] = {}
_lock = threading.Lock()


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Count the CPU time of the calling thread within the block; waiting costs nothing."""
    before = time.thread_time()
    try:
        yield
    finally:
        with _lock:
            _spent[name] = _spent.get(name, 0.0) + time.thread_time() - before


def report_handler_time(process: str) -> None:
    """Keep the file up to date from now on, if anybody wants it."""
    folder = os.environ.get("LOCAL_CPU_FOLDER")
    if folder:
        threading.Thread(target=_write_forever, args=(Path(folder) / f"{process}.json",), daemon=True).start()


def _write_forever(path: Path) -> None:
    while True:
        time.sleep(WRITE_EVERY_SECONDS)
        with _lock:
            content = json.dumps(_spent)
        unfinished = path.with_suffix(".new")
        unfinished.write_text(content)
        unfinished.rename(path)
