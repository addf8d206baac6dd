"""The job that exports a project's issues and events: JSON lines, gzipped, in parts that links lead to."""

import gzip
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from chalicelib.errors import NotFound
from chalicelib.events.lists import list_project_events
from chalicelib.events.store import get_event
from chalicelib.issues.lists import count_issues, page_issues
from chalicelib.jobs.files import put_export_part
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job

ISSUES_A_PART = 500
EVENTS_A_PART = 200
PAGE = 100


def export_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    """Write the next part. The position holds the phase, the list's cursor, and the parts written so far."""
    project_id = str(job.project_id)
    start: dict[str, Any] = {
        "phase": "issues",
        "cursor": None,
        "parts": 0,
        "lines": 0,
        "total": count_issues(project_id),
    }
    position: dict[str, Any] = count_parts(job.position or start)
    read = _read_issues if position["phase"] == "issues" else _read_events
    lines, cursor = read(project_id, position["cursor"])
    if lines:
        put_export_part(job.organization_id, job.id, position["parts"], pack_lines(lines))
        position = {**position, "parts": position["parts"] + 1, "lines": position["lines"] + len(lines)}
    position = {**position, "cursor": cursor}
    total = max(position["total"], position["lines"])
    if cursor is not None:
        return Progress(position["lines"], total, position)
    if position["phase"] == "issues":
        return Progress(position["lines"], total, {**position, "phase": "events"})
    result = {"lines": position["lines"], "parts": position["parts"]}
    return Progress(position["lines"], position["lines"], None, result)


def count_parts(position: dict[str, Any]) -> dict[str, Any]:
    """*position* with the number of parts; older versions kept their keys, which are made of that number."""
    if "parts" in position:
        return position
    return {**position, "parts": len(position.get("keys", ()))}


def pack_lines(lines: Iterable[dict[str, Any]]) -> bytes:
    return gzip.compress(b"".join(orjson.dumps(line, default=str) + b"\n" for line in lines), mtime=0)


def _read_issues(project_id: str, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    lines: list[dict[str, Any]] = []
    while len(lines) < ISSUES_A_PART:
        # The order of first sight never changes, so that no issue is skipped while events arrive.
        page = page_issues(project_id, sort="first_seen", limit=PAGE, cursor=cursor)
        lines += [{"kind": "issue", **asdict(issue)} for issue in page.issues]
        cursor = page.next_cursor
        if cursor is None:
            break
    return lines, cursor


def _read_events(project_id: str, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    lines: list[dict[str, Any]] = []
    while len(lines) < EVENTS_A_PART:
        page = list_project_events(project_id, limit=PAGE, cursor=cursor)
        for row in page.events:
            try:
                stored = get_event(project_id, row.event_id)
            except NotFound:
                # It expired, or its issue was deleted, since the list was read.
                continue
            fields = {"event_id": row.event_id, "issue_id": row.issue_id, "received_at": row.received_at}
            lines.append({"kind": "event", **fields, "event": stored.event})
        cursor = page.next_cursor
        if cursor is None:
            break
    return lines, cursor
