"""An end to a block that computes for too long: it gets TimeLimitExceeded, wherever it is.

Lambda calls a handler in the main thread, where a signal interrupts even a regular expression. Handlers of the local
stack run in threads of a pool, which a watchdog interrupts between two steps of Python.
"""

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Never

WATCH_SECONDS = 0.05


class TimeLimitExceeded(BaseException):
    """The block's time is up. Not an Exception, so that nothing within the block takes it for a failure of its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimitExceeded in the block once it has run for *seconds*. Does not nest."""
    if threading.current_thread() is threading.main_thread():
        with _limit_by_signal(seconds):
            yield
    else:
        with _limit_by_watchdog(seconds):
            yield


@contextmanager
def _limit_by_signal(seconds: float) -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise(_signal: int, _frame: FrameType | None) -> Never:
    raise TimeLimitExceeded


_lock = threading.Lock()
_ends: dict[int, float] = {}
_watchdogs: list[threading.Thread] = []


@contextmanager
def _limit_by_watchdog(seconds: float) -> Iterator[None]:
    thread_id = threading.get_ident()
    with _lock:
        _ends[thread_id] = time.monotonic() + seconds
        if not _watchdogs:
            _watchdogs.append(threading.Thread(target=_watch, name="time-limit", daemon=True))
            _watchdogs[0].start()
    try:
        yield
    finally:
        with _lock:
            _ends.pop(thread_id, None)
        # One that was set and not raised yet must not strike what comes after.
        _set_exception(thread_id, None)


def _watch() -> None:
    while True:
        time.sleep(WATCH_SECONDS)
        with _lock:
            for thread_id in [thread_id for thread_id, end in _ends.items() if end <= time.monotonic()]:
                del _ends[thread_id]
                _set_exception(thread_id, TimeLimitExceeded)


def _set_exception(thread_id: int, kind: type[BaseException] | None) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread_id), kind and ctypes.py_object(kind))
