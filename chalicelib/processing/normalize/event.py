"""An event as an SDK said it in, the one shape that grouping, storage and dashboard read out. It never fails.

The result is what Sentry's Relay makes of the same input; docs/adr lists where we differ. Normalizing twice changes
nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from chalicelib.processing.names import names
from chalicelib.processing.normalize import attributes, interfaces
from chalicelib.processing.normalize.breadcrumbs import BREADCRUMB_FIELDS, breadcrumbs
from chalicelib.processing.normalize.caps import cut_lists
from chalicelib.processing.normalize.contexts import CONTEXT_FIELDS, contexts, trace
from chalicelib.processing.normalize.debug_images import IMAGE_FIELDS, debug_meta
from chalicelib.processing.normalize.enrichment import (
    add_device_class,
    complete_security_report,
    derive_client_contexts,
    derive_user,
    event_type,
    name_crash_codes,
    remove_addresses,
)
from chalicelib.processing.normalize.exceptions import EXCEPTION_FIELDS, THREAD_FIELDS, exceptions, threads
from chalicelib.processing.normalize.interfaces import SDK_FIELDS, sdk, sdk_from_client
from chalicelib.processing.normalize.logentry import logentry
from chalicelib.processing.normalize.mechanisms import MACH_FIELDS, MECHANISM_FIELDS, META_FIELDS, SIGNAL_FIELDS
from chalicelib.processing.normalize.meta import MAX_ERRORS, Meta, Path, merge_meta
from chalicelib.processing.normalize.request import REQUEST_FIELDS, request
from chalicelib.processing.normalize.size_limit import extra, limited_object, limited_value
from chalicelib.processing.normalize.stacktrace import FRAME_FIELDS, TRACE_FIELDS, stacktrace
from chalicelib.processing.normalize.tags import tags
from chalicelib.processing.normalize.timestamps import corrected, shift_times, timestamp, without_drift
from chalicelib.processing.normalize.user import USER_FIELDS, user
from chalicelib.processing.normalize.uuids import read_event_id
from chalicelib.processing.normalize.values import ABSENT, Coerce, shorten, text, text_up_to, unsigned

TOP_LEVEL: Final = (
    "event_id level fingerprint culprit transaction transaction_info time_spent logentry logger modules platform "
    "timestamp start_timestamp release dist environment user request contexts breadcrumbs exception stacktrace "
    "template threads tags extra debug_meta sdk errors checksum csp hpkp expectct expectstaple spans"
)


def _ranks(fields: Any) -> dict[str, int]:
    return {name: rank for rank, name in enumerate(fields)}


#: The fields below each name that has some of its own; the names in between keep those of their holder.
_BELOW: Final = {
    "exception": _ranks(EXCEPTION_FIELDS),
    "threads": _ranks(THREAD_FIELDS),
    "breadcrumbs": _ranks(BREADCRUMB_FIELDS),
    "request": _ranks(REQUEST_FIELDS),
    "user": _ranks(USER_FIELDS),
    "sdk": _ranks(SDK_FIELDS),
    "images": _ranks(IMAGE_FIELDS),
    "mechanism": _ranks(MECHANISM_FIELDS),
    "meta": _ranks(META_FIELDS),
    "errno": _ranks(SIGNAL_FIELDS),
    "signal": _ranks(SIGNAL_FIELDS),
    "mach_exception": _ranks(MACH_FIELDS),
    **{kind: _ranks(fields) for kind, fields in CONTEXT_FIELDS.items()},
    "stacktrace": _ranks(TRACE_FIELDS),
    "frames": _ranks(FRAME_FIELDS),
}
_TRANSPARENT: Final = frozenset({"values", "raw_stacktrace"})
_TOP_RANKS: Final = _ranks(TOP_LEVEL.split())
_LAST: Final = 999


def in_protocol_order(path: Path) -> tuple[tuple[int, int, str], ...]:
    """A key to sort errors by: known fields by their rank, then others by name; list entries by position."""
    ranks = _TOP_RANKS
    key: list[tuple[int, int, str]] = []
    for part in path:
        if type(part) is int:
            key.append((0, part, ""))
            continue
        name = str(part)
        key.append((1, ranks.get(name, _LAST), name))
        if name not in _TRANSPARENT:
            ranks = _BELOW.get(name, {})
    return tuple(key)


#: Old names of interfaces, by the name they have now. The new name wins, then the longer old one.
ALIASES: Final = {
    "logentry": ("sentry.interfaces.Message", "message"),
    "user": ("sentry.interfaces.User",),
    "request": ("sentry.interfaces.Http",),
    "contexts": ("sentry.interfaces.Contexts",),
    "breadcrumbs": ("sentry.interfaces.Breadcrumbs",),
    "exception": ("sentry.interfaces.Exception",),
    "stacktrace": ("sentry.interfaces.Stacktrace",),
    "template": ("sentry.interfaces.Template",),
    "csp": ("sentry.interfaces.Csp",),
}
OLD_NAMES: Final = frozenset(name for old_names in ALIASES.values() for name in old_names)

#: Fields that a coercer reads and writes on its own; the order is that in which their errors are listed.
FIELDS: Final[dict[str, Coerce]] = {
    "fingerprint": attributes.fingerprint,
    "culprit": text_up_to(200),
    "transaction": attributes.transaction,
    "transaction_info": interfaces.transaction_info,
    "time_spent": unsigned,
    "logentry": logentry,
    "logger": attributes.logger,
    "modules": interfaces.modules,
    "start_timestamp": timestamp,
    "release": attributes.release,
    "dist": attributes.dist,
    "environment": attributes.environment,
    "user": user,
    "request": request,
    "contexts": contexts,
    "breadcrumbs": breadcrumbs,
    "exception": exceptions,
    "stacktrace": stacktrace,
    "template": interfaces.template,
    "threads": threads,
    "extra": extra,
    "debug_meta": debug_meta,
    "sdk": sdk,
    "checksum": text_up_to(128),
    "csp": interfaces.csp,
    "hpkp": interfaces.security_report,
    "expectct": interfaces.security_report,
    "expectstaple": interfaces.security_report,
    "spans": limited_value(7, 16_384),
    "scraping_attempts": limited_value(7, 16_384),
    "ingest_path": limited_value(5, 2048),
    "grouping_config": limited_object(3, 2048),
}
#: Read by steps of their own, or known to the protocol and of no use to an error.
OTHER_FIELDS: Final = OLD_NAMES | names(
    "event_id level version type platform timestamp received server_name site tags errors key_id project "
    "_meta measurements breakdowns metadata repos hashes device applecrashreport _dsc _metrics "
    "_metrics_summary _performance_issues_spans query"
)


Event = dict[str, Any]

PROTOCOL_VERSION: Final = "7"
MAX_UNKNOWN_FIELDS: Final = 50
MAX_LOOKED_AT: Final = 1_000


@dataclass(frozen=True, slots=True)
class IngestContext:
    """What the HTTP request told about an event. `event_id` is the id the queue knows it by.

    *clock_drift_seconds* are what the SDK's clock is behind ours.
    """

    project_id: str
    event_id: str
    received_at: datetime
    client_ip: str | None = None
    user_agent: str | None = None
    sdk: str | None = None
    store_ip: bool = True
    clock_drift_seconds: float = 0.0


def normalize(event: Event, context: IngestContext) -> Event:
    meta = Meta(event.get("_meta"))
    source = cut_lists(_with_current_names(event, meta), meta)
    result = _identify(source, context, meta)
    _read_fields(source, result, meta)
    if context.clock_drift_seconds:
        shift_times(result, context.clock_drift_seconds)
    _read_tags(source, result, meta)
    _move_stacktrace(result, meta)
    _derive(result, source.get("type"), context, meta)
    _note_unknown(event, result, meta)
    _attach_meta(event, result, meta)
    return result


def _with_current_names(event: Event, meta: Meta) -> Event:
    source = event
    for name, old_names in ALIASES.items():
        for old_name in old_names:
            if old_name in event:
                if source is event:
                    source = dict(event)
                if name not in source:
                    source[name] = event[old_name]
                    notes = meta.incoming.pop(old_name, None)
                    if notes:
                        meta.incoming[name] = notes if type(event[old_name]) is dict else {"formatted": notes}
    return source


def _identify(source: Event, context: IngestContext, meta: Meta) -> Event:
    """The fields every event has, whatever the SDK said."""
    received_at = round(context.received_at.timestamp(), 6)
    given_id = source.get("event_id")
    event_id = read_event_id(given_id, meta, ("event_id",)) if given_id is not None else None
    given_level = source.get("level")
    given_time = source.get("timestamp")
    occurred_at = timestamp(given_time, meta, ("timestamp",)) if given_time is not None else None
    if occurred_at is not None and context.clock_drift_seconds:
        occurred_at = without_drift(occurred_at, context.clock_drift_seconds, received_at, meta)
    return {
        "event_id": event_id or context.event_id,
        "level": attributes.level(given_level, meta, ("level",)) if given_level is not None else "error",
        "version": PROTOCOL_VERSION,
        "type": "default",
        "logger": "",
        "platform": attributes.platform(source.get("platform"), meta, ("platform",)),
        "timestamp": corrected(occurred_at, received_at, meta),
        "received": received_at,
        "project": int(context.project_id) if context.project_id.isdecimal() else context.project_id,
    }


def _read_fields(source: Event, result: Event, meta: Meta) -> None:
    for name, coerce in FIELDS.items():
        value = source.get(name)
        if value is None:
            if name in source and meta.incoming and meta.already_noted((name,)):
                result[name] = None
            continue
        if name == "logger" and result["platform"] == "java":
            coerce = attributes.java_logger  # noqa: PLW2901 - one field of one platform
        coerced = coerce(value, meta, (name,))
        if coerced is not ABSENT and coerced != []:
            result[name] = coerced


def _read_tags(source: Event, result: Event, meta: Meta) -> None:
    pairs, environment = tags(source.get("tags"), meta, ("tags",))
    if environment and result.get("environment") is None and not meta.already_noted(("environment",)):
        meta.forget(("environment",))
        result["environment"] = attributes.environment(environment, meta, ("environment",))
    for name in ("server_name", "site"):
        value = source.get(name)
        value = " ".join(value.split()) if type(value) is str else ""
        if value:
            pairs = [pair for pair in pairs if not pair or pair[0] != name]
            path: Path = ("tags", len(pairs), 1)
            pairs.append([name, shorten(text(value, meta, path) or "", 200, meta, path)])
    was_refused = source.get("tags") is not None and type(source["tags"]) not in {dict, list}
    if pairs or was_refused or meta.already_noted(("tags",)):
        result["tags"] = pairs


def _move_stacktrace(result: Event, meta: Meta) -> None:
    """Old SDKs put the trace of their one exception beside it."""
    values = (result.get("exception") or {}).get("values")
    beside = result.get("stacktrace")
    if not beside or not values or len(values) != 1 or not values[0]:
        return
    own_frames = (values[0].get("stacktrace") or {}).get("frames")
    if beside.get("frames") or not own_frames:
        values[0]["stacktrace"] = result.pop("stacktrace")
        meta.moved("stacktrace", ("exception", "values", 0, "stacktrace"))


def _derive(result: Event, given_type: Any, context: IngestContext, meta: Meta) -> None:
    complete_security_report(result, context.user_agent)
    derive_user(result, context.client_ip if context.store_ip else None, meta)
    if not context.store_ip:
        remove_addresses(result)
    all_contexts = result.setdefault("contexts", {})
    if type(all_contexts) is not dict:
        result["contexts"] = all_contexts = {}
    name_crash_codes(result)
    derive_client_contexts(result)
    add_device_class(result)
    given_trace = all_contexts.get("trace")
    all_contexts["trace"] = trace(result["event_id"], given_trace, meta)
    if not result.get("sdk") and context.sdk:
        told_by_header = sdk_from_client(context.sdk)
        if told_by_header:
            result["sdk"] = told_by_header
    result["type"] = event_type(result, given_type)


def _note_unknown(event: Event, result: Event, meta: Meta) -> None:
    """A field the protocol does not know is dropped, and said to be."""
    unknown = [
        name
        for name in islice(event, MAX_LOOKED_AT)
        if name not in FIELDS and name not in OTHER_FIELDS and _is_plain_name(name)
    ]
    for name in sorted(unknown)[:MAX_UNKNOWN_FIELDS]:
        result[name] = None
        if not meta.already_noted((name,)):
            meta.invalid((name,), kind="invalid_attribute")


def _is_plain_name(name: object) -> bool:
    return type(name) is str and len(name) <= 200 and name.isprintable()


def _attach_meta(event: Event, result: Event, meta: Meta) -> None:
    given = event.get("errors")
    errors = interfaces.errors(given, meta, ("errors",)) if given is not None else []
    meta.errors.sort(key=lambda noted: in_protocol_order(noted[0]))
    errors.extend(error for _, error in meta.errors if error not in errors)
    if errors:
        result["errors"] = errors[:MAX_ERRORS]
    if meta.incoming or meta.tree:
        notes = merge_meta(meta.incoming, meta.tree, result)
        if notes:
            result["_meta"] = notes
