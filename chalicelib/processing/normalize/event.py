"""An event as an SDK said it in, the one shape that grouping, storage and dashboard read out. It never fails.

The result is what Sentry's Relay makes of the same input; docs/adr lists where we differ. Normalizing twice changes
nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from chalicelib.processing.normalize import attributes, interfaces
from chalicelib.processing.normalize.contexts import trace
from chalicelib.processing.normalize.enrichment import (
    add_device_class,
    complete_security_report,
    derive_client_contexts,
    derive_user,
    event_type,
    name_crash_codes,
    remove_addresses,
)
from chalicelib.processing.normalize.error_order import in_protocol_order
from chalicelib.processing.normalize.fields import ALIASES, FIELDS, OTHER_FIELDS
from chalicelib.processing.normalize.meta import MAX_ERRORS, Marks, Path
from chalicelib.processing.normalize.meta_trees import merged_notes
from chalicelib.processing.normalize.sdk import sdk_from_client
from chalicelib.processing.normalize.tags import tags
from chalicelib.processing.normalize.timestamps import corrected, timestamp
from chalicelib.processing.normalize.uuids import event_id as read_event_id
from chalicelib.processing.normalize.values import ABSENT, shorten, text

Event = dict[str, Any]

PROTOCOL_VERSION: Final = "7"
MAX_UNKNOWN_FIELDS: Final = 50


@dataclass(frozen=True, slots=True)
class IngestContext:
    """What the HTTP request told about an event. `event_id` is the id the queue knows it by."""

    project_id: str
    event_id: str
    received_at: datetime
    client_ip: str | None = None
    user_agent: str | None = None
    sdk: str | None = None
    store_ip: bool = True


def normalize(event: Event, context: IngestContext) -> Event:
    marks = Marks(event.get("_meta"))
    source = _with_current_names(event, marks)
    result = _identify(source, context, marks)
    _read_fields(source, result, marks)
    _read_tags(source, result, marks)
    _move_stacktrace(result, marks)
    _derive(result, source.get("type"), context, marks)
    _note_unknown(event, result, marks)
    _attach_notes(event, result, marks)
    return result


def _with_current_names(event: Event, marks: Marks) -> Event:
    source = event
    for name, old_names in ALIASES.items():
        for old_name in old_names:
            if old_name in event:
                if source is event:
                    source = dict(event)
                if name not in source:
                    source[name] = event[old_name]
                    notes = marks.incoming.pop(old_name, None)
                    if notes:
                        marks.incoming[name] = notes if type(event[old_name]) is dict else {"formatted": notes}
    return source


def _identify(source: Event, context: IngestContext, marks: Marks) -> Event:
    """The fields every event has, whatever the SDK said."""
    received_at = round(context.received_at.timestamp(), 6)
    given_id = source.get("event_id")
    event_id = read_event_id(given_id, marks, ("event_id",)) if given_id is not None else None
    given_level = source.get("level")
    given_time = source.get("timestamp")
    occurred_at = timestamp(given_time, marks, ("timestamp",)) if given_time is not None else None
    return {
        "event_id": event_id or context.event_id,
        "level": attributes.level(given_level, marks, ("level",)) if given_level is not None else "error",
        "version": PROTOCOL_VERSION,
        "type": "default",
        "logger": "",
        "platform": attributes.platform(source.get("platform"), marks, ("platform",)),
        "timestamp": corrected(occurred_at, received_at, marks),
        "received": received_at,
        "project": int(context.project_id) if context.project_id.isdecimal() else context.project_id,
    }


def _read_fields(source: Event, result: Event, marks: Marks) -> None:
    for name, coerce in FIELDS.items():
        value = source.get(name)
        if value is None:
            if name in source and marks.incoming and marks.already_noted((name,)):
                result[name] = None
            continue
        if name == "logger" and result["platform"] == "java":
            coerce = attributes.java_logger  # noqa: PLW2901 - one field of one platform
        coerced = coerce(value, marks, (name,))
        if coerced is not ABSENT and coerced != []:
            result[name] = coerced


def _read_tags(source: Event, result: Event, marks: Marks) -> None:
    pairs, environment = tags(source.get("tags"), marks, ("tags",))
    if environment and result.get("environment") is None and not marks.already_noted(("environment",)):
        marks.forget(("environment",))
        result["environment"] = attributes.environment(environment, marks, ("environment",))
    for name in ("server_name", "site"):
        value = source.get(name)
        value = " ".join(value.split()) if type(value) is str else ""
        if value:
            pairs = [pair for pair in pairs if not pair or pair[0] != name]
            path: Path = ("tags", len(pairs), 1)
            pairs.append([name, shorten(text(value, marks, path) or "", 200, marks, path)])
    was_refused = source.get("tags") is not None and type(source["tags"]) not in {dict, list}
    if pairs or was_refused or marks.already_noted(("tags",)):
        result["tags"] = pairs


def _move_stacktrace(result: Event, marks: Marks) -> None:
    """Old SDKs put the trace of their one exception beside it."""
    values = (result.get("exception") or {}).get("values")
    beside = result.get("stacktrace")
    if not beside or not values or len(values) != 1 or not values[0]:
        return
    own_frames = (values[0].get("stacktrace") or {}).get("frames")
    if beside.get("frames") or not own_frames:
        values[0]["stacktrace"] = result.pop("stacktrace")
        marks.moved("stacktrace", ("exception", "values", 0, "stacktrace"))


def _derive(result: Event, given_type: Any, context: IngestContext, marks: Marks) -> None:
    complete_security_report(result, context.user_agent)
    derive_user(result, context.client_ip if context.store_ip else None, marks)
    if not context.store_ip:
        remove_addresses(result)
    all_contexts = result.setdefault("contexts", {})
    if type(all_contexts) is not dict:
        result["contexts"] = all_contexts = {}
    name_crash_codes(result)
    derive_client_contexts(result)
    add_device_class(result)
    given_trace = all_contexts.get("trace")
    all_contexts["trace"] = trace(result["event_id"], given_trace, marks)
    if not result.get("sdk") and context.sdk:
        told_by_header = sdk_from_client(context.sdk)
        if told_by_header:
            result["sdk"] = told_by_header
    result["type"] = event_type(result, given_type)


def _note_unknown(event: Event, result: Event, marks: Marks) -> None:
    """A field the protocol does not know is dropped, and said to be."""
    unknown = [name for name in event if name not in FIELDS and name not in OTHER_FIELDS and _is_plain_name(name)]
    for name in sorted(unknown)[:MAX_UNKNOWN_FIELDS]:
        result[name] = None
        if not marks.already_noted((name,)):
            marks.invalid((name,), kind="invalid_attribute")


def _is_plain_name(name: object) -> bool:
    return type(name) is str and len(name) <= 200 and name.isprintable()


def _attach_notes(event: Event, result: Event, marks: Marks) -> None:
    given = event.get("errors")
    errors = interfaces.errors(given, marks, ("errors",)) if given is not None else []
    marks.errors.sort(key=lambda noted: in_protocol_order(noted[0]))
    errors.extend(error for _, error in marks.errors if error not in errors)
    if errors:
        result["errors"] = errors[:MAX_ERRORS]
    if marks.incoming or marks.tree:
        notes = merged_notes(marks.incoming, marks.tree, result)
        if notes:
            result["_meta"] = notes
