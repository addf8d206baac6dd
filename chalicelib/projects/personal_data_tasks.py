"""The jobs about one person's data in a project: export it, or erase it. They walk the issues, some at a time."""

from datetime import datetime
from typing import Any

from chalicelib.events.personal_data import Person, erase_events, find_chunks, forget_person, read_events
from chalicelib.issues.store import Issue, find_own_issues
from chalicelib.jobs.files import delete_file, get_issue_ids, put_export_part, put_issue_ids
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job
from chalicelib.projects.export_tasks import count_parts, pack_lines
from chalicelib.projects.project_deletion import list_issue_ids

ISSUES_A_SLICE = 50
MAX_ISSUES = 1_000_000


def export_user_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    """Write the person's events among the next issues as a part of the export."""
    position = count_parts(job.position or _start(job))
    issues, person, project_id = _next_issues(job, position), _person(job), str(job.project_id)
    lines: list[dict[str, Any]] = []
    for issue in issues:
        for chunk in find_chunks(project_id, issue, person):
            lines += [{"kind": "event", **event} for event in read_events(project_id, chunk)]
    parts = position["parts"]
    if lines:
        put_export_part(job.organization_id, job.id, parts, pack_lines(lines))
        parts += 1
    moved = {**position, "parts": parts, "events": position["events"] + len(lines)}
    return _advance(moved, {"lines": moved["events"], "parts": parts})


def erase_user_slice(job: Job, now: datetime) -> Progress:
    """Erase the person's events among the next issues."""
    position = job.position or _start(job)
    issues, person, project_id = _next_issues(job, position), _person(job), str(job.project_id)
    erased = 0
    for issue in issues:
        for chunk in find_chunks(project_id, issue, person):
            erased += erase_events(project_id, issue, chunk, now)
        forget_person(project_id, issue, person, now)
    moved = {**position, "events": position["events"] + erased}
    return _advance(moved, {"events": moved["events"]})


def _start(job: Job) -> dict[str, Any]:
    """Which issues there are is written down once: a list read anew would shift while events arrive."""
    issue_ids = sorted(list_issue_ids(str(job.project_id), MAX_ISSUES))
    name = put_issue_ids(job.organization_id, job.id, issue_ids)
    return {"issues_key": name, "done": 0, "total": len(issue_ids), "events": 0, "parts": 0}


def _next_issues(job: Job, position: dict[str, Any]) -> list[Issue]:
    issue_ids = get_issue_ids(position["issues_key"])
    chosen = issue_ids[position["done"] : position["done"] + ISSUES_A_SLICE]
    return list(find_own_issues(str(job.project_id), chosen).values())


def _person(job: Job) -> Person:
    return Person(job.arguments.get("id"), job.arguments.get("email"))


def _advance(position: dict[str, Any], result: dict[str, Any]) -> Progress:
    done = min(position["done"] + ISSUES_A_SLICE, position["total"])
    if done < position["total"]:
        return Progress(done, position["total"], {**position, "done": done})
    delete_file(position["issues_key"])
    return Progress(done, done, None, result)
