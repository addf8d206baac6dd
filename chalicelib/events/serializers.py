"""Events as the API shows them: rows of lists, and one in full."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.events.attachments import Attachment
from chalicelib.events.rows import EventRow
from chalicelib.events.schemas import (
    AttachmentAnswer,
    BrowserReport,
    EventDetail,
    EventRowAnswer,
    MapProblem,
    SourceMapSummary,
)
from chalicelib.events.store import StoredEvent
from chalicelib.issues.store import Issue

MAX_PROBLEMS = 5
SECURITY_REPORTS = ("csp", "hpkp", "expectct", "expectstaple")
#: The context in which processing keeps what browsers report of other things than security.
REPORT_CONTEXT = "browser_report"
REPORT_FIELDS = (
    "document_uri",
    "url",
    "hostname",
    "effective_directive",
    "violated_directive",
    "blocked_uri",
    "source_file",
    "line_number",
    "column_number",
    "script_sample",
    "disposition",
    "status_code",
    "referrer",
    "original_policy",
)
SAME_NAME = (
    "exception",
    "threads",
    "request",
    "user",
    "contexts",
    "breadcrumbs",
    "extra",
    "modules",
    "server_name",
    "sdk",
    "fingerprint",
)


def answer_event_row(row: EventRow) -> EventRowAnswer:
    return EventRowAnswer.model_construct(
        id=row.event_id,
        event_id=row.event_id,
        issue_id=row.issue_id,
        project_id=row.project_id,
        timestamp=row.occurred_at,
        received_at=row.received_at,
        level=row.level,
        title=row.title,
        message=row.message or None,
        environment=row.environment,
        release=row.release,
        transaction=row.transaction,
        tags=[[key, value] for key, value in row.tags],
        user=row.user,
    )


def answer_event(
    stored: StoredEvent, issue: Issue, neighbours: tuple[str | None, str | None], files: Sequence[Attachment]
) -> EventDetail:
    """*neighbours* are the events before and after it in *issue*, which may have been merged with the event's own."""
    row, event = stored.row, stored.event
    return EventDetail.model_construct(
        id=row.event_id,
        event_id=row.event_id,
        issue_id=issue.id,
        project_id=row.project_id,
        timestamp=row.occurred_at,
        received_at=row.received_at,
        level=row.level,
        title=row.title,
        culprit=(issue.culprit if stored.culprit is None else stored.culprit) or None,
        platform=event.get("platform") or row.platform,
        message=message_of(event) or row.message or None,
        stack_trace=_main_frames(event),
        tags=[[key, value] for key, value in all_tags(row, event)],
        release=row.release,
        environment=row.environment,
        transaction=row.transaction,
        grouping=stored.grouping,
        meta=event.get("_meta"),
        report=report_of(event),
        source_maps=_source_maps(event),
        attachments=[answer_attachment(file) for file in files],
        raw=event,
        body_kept=stored.is_body_kept,
        previous_event_id=neighbours[0],
        next_event_id=neighbours[1],
        **{name: event.get(name) for name in SAME_NAME},
    )


def answer_attachment(file: Attachment) -> AttachmentAnswer:
    return AttachmentAnswer.model_construct(
        id=file.attachment_id, name=file.name, content_type=file.content_type, type=file.type, size=file.size_bytes
    )


def all_tags(row: EventRow, event: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The row's tags, derived ones among them, and those of the event that its row had no room for.

    A key or value that normalization refused is null; `_meta` has what the SDK said.
    """
    pairs = event.get("tags") or []
    whole = [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2 and None not in pair]
    own = [(str(key), str(value)) for key, value in whole]
    return list(dict.fromkeys([*row.tags, *own]))


def message_of(event: Mapping[str, Any]) -> str | None:
    entry = event.get("logentry")
    if not isinstance(entry, Mapping):
        return None
    text = entry.get("formatted") or entry.get("message")
    return text if isinstance(text, str) else None


def report_of(event: Mapping[str, Any]) -> BrowserReport | None:
    """The fields that a browser's report says, in the order that a reader asks for them."""
    for kind in SECURITY_REPORTS:
        report = event.get(kind)
        if isinstance(report, Mapping) and report:
            return BrowserReport(kind=kind, fields=_in_order(report))
    contexts = event.get("contexts")
    report = contexts.get(REPORT_CONTEXT) if isinstance(contexts, Mapping) else None
    if not isinstance(report, Mapping) or not isinstance(report.get("kind"), str):
        return None
    fields = {name: value for name, value in report.items() if name not in {"kind", "type"}}
    return BrowserReport(kind=report["kind"], fields=_in_order(fields))


def _in_order(report: Mapping[str, Any]) -> dict[str, object]:
    known = {name: report[name] for name in REPORT_FIELDS if name in report}
    return {name: value for name, value in {**known, **report}.items() if value is not None and value != ""}


def _main_frames(event: Mapping[str, Any]) -> Sequence[Any]:
    """The frames of the last exception, which is the one that was raised; else of the thread that crashed."""
    for holder in [*reversed(_values(event, "exception")), event, *_threads_by_weight(event)]:
        trace = holder.get("stacktrace")
        frames = trace.get("frames") if isinstance(trace, Mapping) else None
        if isinstance(frames, list) and frames:
            return frames
    return []


def _source_maps(event: Mapping[str, Any]) -> SourceMapSummary | None:
    """What symbolication left on the frames, added up. The commonest problem comes first."""
    mapped, problems = 0, Counter[str]()
    for holder in [*_values(event, "exception"), *_values(event, "threads"), event]:
        trace = holder.get("stacktrace")
        frames = trace.get("frames") if isinstance(trace, Mapping) else None
        for frame in frames if isinstance(frames, list) else ():
            noted = frame.get("data") if isinstance(frame, Mapping) else None
            if isinstance(noted, Mapping) and noted.get("sourcemap"):
                mapped += 1
            elif isinstance(noted, Mapping) and noted.get("sourcemap_problem"):
                problems[str(noted["sourcemap_problem"])] += 1
    if not mapped and not problems:
        return None
    listed = [MapProblem(problem=problem, frames=frames) for problem, frames in problems.most_common(MAX_PROBLEMS)]
    return SourceMapSummary(mapped=mapped, unmapped=problems.total(), problems=listed)


def _threads_by_weight(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return sorted(_values(event, "threads"), key=lambda thread: (not thread.get("crashed"), not thread.get("current")))


def _values(event: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    holder = event.get(name)
    values = holder.get("values") if isinstance(holder, Mapping) else holder
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []
