"""Our events as Sentry's clients read them: interfaces as entries, frames with camelCase names. Pure.

What is inside an event came from an SDK, so that anything may be missing or of another type.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.compat.issue_ids import numeric_issue_id
from chalicelib.compat.issue_schemas import Entry, EventSummary, SentryEvent, TagPair
from chalicelib.compat.issue_serializers import refer_to_release
from chalicelib.events.rows import EventRow
from chalicelib.events.serializers import SECURITY_REPORTS, all_tags, message_of
from chalicelib.events.store import StoredEvent
from chalicelib.issues.store import Issue
from chalicelib.projects.store import Project

FRAME_NAMES = {
    "filename": "filename",
    "absPath": "abs_path",
    "module": "module",
    "package": "package",
    "platform": "platform",
    "instructionAddr": "instruction_addr",
    "symbolAddr": "symbol_addr",
    "function": "function",
    "rawFunction": "raw_function",
    "symbol": "symbol",
    "lineNo": "lineno",
    "colNo": "colno",
    "trust": "trust",
    "vars": "vars",
}


def answer_event(
    project: Project, stored: StoredEvent, issue: Issue, neighbours: tuple[str | None, str | None]
) -> SentryEvent:
    """*neighbours* are the events before and after it in *issue*."""
    row, event = stored.row, stored.event
    return SentryEvent(
        id=row.event_id,
        event_id=row.event_id,
        group_id=numeric_issue_id(project.project_id, issue.number),
        project_id=project.project_id,
        project_slug=project.slug,
        type="csp" if issue.type == "csp" else "error" if event.get("exception") else "default",
        title=row.title,
        message=message_of(event) or row.message or "",
        culprit=issue.culprit if stored.culprit is None else stored.culprit,
        location=_location(event),
        platform=event.get("platform") or row.platform or "other",
        level=row.level,
        dist=event.get("dist"),
        user=event.get("user"),
        contexts=event.get("contexts") or {},
        context=event.get("extra") or {},
        packages=event.get("modules") or {},
        sdk=event.get("sdk"),
        metadata=_metadata(event, row.title),
        tags=[TagPair(key=key, value=value) for key, value in all_tags(row, event)],
        entries=_entries(event),
        fingerprints=[str(part) for part in event.get("fingerprint") or ["{{ default }}"]],
        release=refer_to_release(row.release),
        environment=row.environment,
        date_created=row.occurred_at,
        date_received=row.received_at,
        previous_event_id=neighbours[0],
        next_event_id=neighbours[1],
    )


def summarize_event(project: Project, row: EventRow, issue_number: int | None, culprit: str | None) -> EventSummary:
    return EventSummary(
        id=row.event_id,
        event_id=row.event_id,
        group_id=numeric_issue_id(project.project_id, issue_number) if issue_number else "",
        project_id=project.project_id,
        title=row.title,
        message=row.message or "",
        location=None,
        culprit=culprit,
        platform=row.platform or "other",
        user={"label": row.user} if row.user else None,
        tags=[TagPair(key=key, value=value) for key, value in row.tags],
        date_created=row.occurred_at,
        date_received=row.received_at,
    )


def _entries(event: Mapping[str, Any]) -> list[Entry]:
    entries = []
    exceptions = _values(event.get("exception"))
    if exceptions:
        entries.append(Entry(type="exception", data=_exception_data(exceptions)))
    threads = _values(event.get("threads"))
    if threads:
        entries.append(Entry(type="threads", data={"values": [_thread(thread) for thread in threads]}))
    if isinstance(event.get("stacktrace"), Mapping):
        entries.append(Entry(type="stacktrace", data=_stacktrace(event["stacktrace"])))
    message = event.get("logentry")
    if isinstance(message, Mapping):
        entries.append(Entry(type="message", data=dict(message)))
    entries += [
        Entry(type=kind, data=dict(event[kind])) for kind in SECURITY_REPORTS if isinstance(event.get(kind), Mapping)
    ]
    breadcrumbs = _values(event.get("breadcrumbs"))
    if breadcrumbs:
        entries.append(Entry(type="breadcrumbs", data={"values": breadcrumbs}))
    request = event.get("request")
    if isinstance(request, Mapping):
        entries.append(Entry(type="request", data=_request(request)))
    return entries


def _exception_data(exceptions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    values = [
        {
            "type": exception.get("type"),
            "value": exception.get("value"),
            "module": exception.get("module"),
            "mechanism": exception.get("mechanism"),
            "threadId": exception.get("thread_id"),
            "stacktrace": _stacktrace(exception.get("stacktrace")),
            "rawStacktrace": _stacktrace(exception.get("raw_stacktrace")),
        }
        for exception in exceptions
    ]
    return {"values": values, "hasSystemFrames": True, "excOmitted": None}


def _thread(thread: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: thread.get(name) for name in ("id", "name", "crashed", "current", "state")}
    return {**named, "stacktrace": _stacktrace(thread.get("stacktrace"))}


def _stacktrace(stacktrace: Any) -> dict[str, Any] | None:
    frames = stacktrace.get("frames") if isinstance(stacktrace, Mapping) else None
    if not isinstance(frames, list):
        return None
    shown = [_frame(frame) for frame in frames if isinstance(frame, Mapping)]
    return {"frames": shown, "framesOmitted": None, "registers": None, "hasSystemFrames": True}


def _frame(frame: Mapping[str, Any]) -> dict[str, Any]:
    named = {theirs: frame.get(ours) for theirs, ours in FRAME_NAMES.items()}
    return {**named, "inApp": bool(frame.get("in_app")), "context": _context(frame), "errors": None}


def _context(frame: Mapping[str, Any]) -> list[list[Any]]:
    """Lines of code as pairs of number and text."""
    line = frame.get("context_line")
    number = frame.get("lineno")
    if not isinstance(line, str) or not isinstance(number, int):
        return []
    before, after = _lines(frame.get("pre_context")), _lines(frame.get("post_context"))
    return [[number - len(before) + index, text] for index, text in enumerate([*before, line, *after])]


def _lines(value: Any) -> list[str]:
    return [line if isinstance(line, str) else "" for line in value] if isinstance(value, list) else []


def _request(request: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "url": request.get("url"),
        "method": request.get("method"),
        "query": request.get("query_string") or [],
        "fragment": request.get("fragment"),
        "headers": request.get("headers") or [],
        "cookies": request.get("cookies") or [],
        "data": request.get("data"),
        "env": request.get("env"),
        "inferredContentType": request.get("inferred_content_type"),
    }


def _metadata(event: Mapping[str, Any], title: str) -> dict[str, Any]:
    exceptions = _values(event.get("exception"))
    if not exceptions:
        return {"title": title}
    return {"type": exceptions[-1].get("type"), "value": exceptions[-1].get("value")}


def _location(event: Mapping[str, Any]) -> str | None:
    exceptions = _values(event.get("exception"))
    trace = exceptions[-1].get("stacktrace") if exceptions else None
    frames = trace.get("frames") if isinstance(trace, Mapping) else None
    own = [frame for frame in frames or () if isinstance(frame, Mapping) and frame.get("in_app")]
    name = own[-1].get("filename") if own else None
    return name if isinstance(name, str) else None


def _values(holder: Any) -> list[Mapping[str, Any]]:
    values = holder.get("values") if isinstance(holder, Mapping) else holder
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []
