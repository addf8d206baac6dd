"""Snapshots of the emulator's memory on disk: whole or not at all, taken by a forked child while the parent goes on.

A snapshot is a folder; the link `current` names the newest whole one. After kill -9 the last few seconds are gone.
"""

import asyncio
import copy
import json
import os
import shutil
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_MIN_INTERVAL_SECONDS = 1.0
_MAX_INTERVAL_SECONDS = 60.0
# Saving may take this share of one core while everything changes all the time.
_SAVING_SHARE = 0.15
_CHECK_SECONDS = 0.25
_LINK = "current"

SaveFunctions = dict[str, Callable[[], Any]]


def newest_snapshot(folder: Path) -> Path:
    """The folder of the newest whole snapshot; it does not exist before the first one."""
    return folder / _LINK


class Snapshots:
    """Saves through *persistence*, the emulator's own module, what the functions of *list_services* return."""

    def __init__(self, folder: Path, persistence: Any, list_services: Callable[[], SaveFunctions]) -> None:
        self._folder = folder
        self._persistence = persistence
        self._list_services = list_services
        self._is_changed = False
        self._child: int | None = None
        self._task: asyncio.Task[None] | None = None

    def note_change(self) -> None:
        self._is_changed = True

    def start(self) -> None:
        """Begin to save on change, from the running event loop: between two requests memory is consistent."""
        _remove_leftovers(self._folder)
        self._task = asyncio.get_running_loop().create_task(self._save_on_change())

    def save_at_end(self, services: SaveFunctions) -> None:
        """Save everything once more, in this process; the emulator calls it while it shuts down."""
        if self._child is not None:
            os.waitpid(self._child, 0)
            self._child = None
        _stop_copying()
        self._save(services)

    async def _save_on_change(self) -> None:
        interval = _MIN_INTERVAL_SECONDS
        while True:
            await asyncio.sleep(interval)
            if self._is_changed:
                self._is_changed = False
                took_seconds = await self._save_in_child()
                interval = min(max(_MIN_INTERVAL_SECONDS, took_seconds / _SAVING_SHARE), _MAX_INTERVAL_SECONDS)

    async def _save_in_child(self) -> float:
        started = time.monotonic()
        self._child = os.fork()
        if self._child == 0:
            self._save_and_leave()
        status = None
        while status is None:
            await asyncio.sleep(_CHECK_SECONDS)
            status = _exit_status(self._child)
        self._child = None
        self._is_changed |= status != 0
        return time.monotonic() - started

    def _save_and_leave(self) -> None:
        """The child's whole life."""
        status = 1
        try:
            os.nice(10)
            _stop_copying()
            self._save(self._list_services())
            status = 0
        except Exception:  # noqa: BLE001 - the next snapshot tries again; this one must not run the parent's code
            traceback.print_exc()
        finally:
            os._exit(status)

    def _save(self, services: SaveFunctions) -> None:
        target = self._folder / f"{time.time_ns()}"
        target.mkdir(parents=True)
        current = newest_snapshot(self._folder)
        for name, get_state in services.items():
            state = get_state()
            if state is not None:
                self._write(target / f"{name}.json", name, state)
        _keep_unloaded(current, target)
        _point(current, target)
        _remove_leftovers(self._folder)

    def _write(self, path: Path, name: str, state: Any) -> None:
        # json.dumps encodes in C where json.dump, which the emulator uses, walks the state in Python.
        version = self._persistence._state_format_version(name)  # noqa: SLF001 - the file format's own rule
        wrapped = {"__ministack_format__": version, "payload": state}
        path.write_text(json.dumps(wrapped, default=self._persistence._json_default), encoding="utf-8")  # noqa: SLF001


def _exit_status(child: int) -> int | None:
    ended, status = os.waitpid(child, os.WNOHANG)
    return status if ended else None


def _stop_copying() -> None:
    """Let the emulator hand out its own objects: nobody changes them any more, and copying takes longer than saving."""
    copy.deepcopy = _same  # type: ignore[assignment]


def _same(value: Any, _memo: Any = None) -> Any:
    return value


def _keep_unloaded(current: Path, target: Path) -> None:
    """Carry over the files of services that this run never touched."""
    for file in current.glob("*.json"):
        if not (target / file.name).exists():
            shutil.copy2(file, target / file.name)


def _point(link: Path, target: Path) -> None:
    fresh = link.with_suffix(".next")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target.name, target_is_directory=True)
    fresh.replace(link)


def _remove_leftovers(folder: Path) -> None:
    """Drop snapshots that were replaced or that a killed process left half written."""
    if not folder.is_dir():
        return
    current = newest_snapshot(folder).resolve()
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink() and entry != current:
            shutil.rmtree(entry, ignore_errors=True)
