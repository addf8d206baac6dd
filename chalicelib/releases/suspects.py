"""Suspect commits: those that changed the files an issue's trace passes, in the release that had it first. Pure.

Sentry's rule: in-app frames from the innermost out, compared with the changed files of the release in which the issue
was first seen, and of a few before it when that one names no commits (sentry/utils/committers.py).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.releases.model import Commit

MAX_FRAMES = 5
MAX_SUSPECTS = 5
# One equal name says little: every folder has its `index.js` and `__init__.py`.
MIN_EQUAL_PARTS = 2
# Bundlers and native platforms put these before a path within the repository.
ORIGIN = re.compile(r"^(?:[a-z][a-z0-9+.-]{1,20}:/{1,3}|[A-Za-z]:[\\/])")
NOWHERE = frozenset({"", ".", "..", "~", "_N_E", "(app-pages-browser)", "(ssr)", "(rsc)"})


@dataclass(frozen=True, slots=True)
class Suspect:
    """*path* is the changed file that the trace passes, *version* the release that the commit belongs to."""

    commit: Commit
    version: str
    path: str


def find_suspects(event: Mapping[str, Any], releases: Iterable[tuple[str, Sequence[Commit]]]) -> list[Suspect]:
    """Suspects for *event*, most likely first: by nearness to the error, then by how much of the path is equal.

    *releases* are versions with their commits, each newest first.
    """
    frames = [parts for frame in _innermost_frames(event) if (parts := _path_parts(frame))]
    commits = [(version, commit) for version, commits in releases for commit in commits]
    found: dict[str, Suspect] = {}
    for parts in list(dict.fromkeys(frames))[:MAX_FRAMES]:
        matches = [
            (equal, version, commit, change.path)
            for version, commit in commits
            for change in commit.files
            if change.kind != "D" and (equal := _count_equal(parts, tuple(change.path.split("/"))))
        ]
        best = max((equal for equal, *_ in matches), default=0)
        for equal, version, commit, path in matches:
            if equal == best:
                found.setdefault(commit.commit_id, Suspect(commit, version, path))
    return list(found.values())[:MAX_SUSPECTS]


def _innermost_frames(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """In-app frames of the last exception, or of the event's own trace, innermost first; all where none is in-app."""
    values = (event.get("exception") or {}).get("values") or []
    traces = [value.get("stacktrace") for value in reversed(values)] + [event.get("stacktrace")]
    frames: list[Mapping[str, Any]] = next((trace["frames"] for trace in traces if trace and trace.get("frames")), [])
    in_app = [frame for frame in frames if frame.get("in_app")]
    return list(reversed(in_app or frames))


def _path_parts(frame: Mapping[str, Any]) -> tuple[str, ...]:
    """The frame's file as folders and name. Java names the file alone, and the folders in its module."""
    name = str(frame.get("filename") or frame.get("abs_path") or "")
    path = ORIGIN.sub("", name.partition("?")[0]).replace("\\", "/")
    module = str(frame.get("module") or "")
    if "/" not in path and path.endswith((".java", ".kt", ".scala")) and "." in module:
        path = "/".join([*module.split(".")[:-1], path])
    return tuple(part for part in path.split("/") if part not in NOWHERE)


def _count_equal(frame: Sequence[str], changed: Sequence[str]) -> int:
    """How many parts of both paths are equal from the end; 0 where that is too little to mean the same file."""
    equal = 0
    for mine, other in zip(reversed(frame), reversed(changed), strict=False):
        if mine != other:
            break
        equal += 1
    is_whole = equal > 0 and equal == min(len(frame), len(changed))
    return equal if is_whole or equal >= MIN_EQUAL_PARTS else 0
