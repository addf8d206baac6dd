"""Contexts: what the SDK knows of device, system, browser and trace, typed by their name or their `type`.

The fields of each known kind stand in the order in which they are cut when a context is too large.
"""

import re
from typing import Any, Final

from chalicelib.processing.normalize.meta import MAX_KEY_CHARACTERS, Meta, Path
from chalicelib.processing.normalize.request import REQUEST_FIELDS, cut_pairs, header, move_cookies, parse_body
from chalicelib.processing.normalize.size_limit import SizeLimit, is_null, key_text
from chalicelib.processing.normalize.structures import free_object, list_of, name_of, open_object
from chalicelib.processing.normalize.user_agent import describe_os, describe_runtime
from chalicelib.processing.normalize.uuids import read_event_id, uuid
from chalicelib.processing.normalize.values import (
    ABSENT,
    Coerce,
    boolean,
    floating,
    lenient_text,
    printable,
    shorten,
    text,
    text_list,
    text_up_to,
    unsigned,
    well_formed,
)

#: By their numbers in gRPC.
_STATUSES: Final = (
    *("ok", "cancelled", "unknown", "invalid_argument", "deadline_exceeded", "not_found", "already_exists"),
    *("permission_denied", "resource_exhausted", "failed_precondition", "aborted", "out_of_range", "unimplemented"),
    *("internal_error", "unavailable", "data_loss", "unauthenticated"),
)
_STATUS_ALIASES: Final = {"success": "ok", "unknown_error": "internal_error"}
_TRACE_ID: Final = re.compile(r"[0-9a-fA-F]{32}")
_SPAN_ID: Final = re.compile(r"[0-9a-fA-F]{16}")


def _identifier(form: re.Pattern[str], what: str) -> Coerce:
    def coerce(value: Any, meta: Meta, path: Path) -> str | None:
        if type(value) is str and form.fullmatch(value) and value.strip("0"):
            return value.lower()
        expected = f"not a valid {what} id" if type(value) is str else f"expected {what} id"
        meta.invalid(path, expected, printable(value))
        return None

    return coerce


trace_id: Final = _identifier(_TRACE_ID, "trace")
span_id: Final = _identifier(_SPAN_ID, "span")


def _status(value: Any, meta: Meta, path: Path) -> str:
    if type(value) is int and 0 <= value < len(_STATUSES):
        return _STATUSES[value]
    if type(value) is str and _STATUS_ALIASES.get(value, value) in _STATUSES:
        return _STATUS_ALIASES.get(value, value)
    expected = "expected a trace status" if type(value) in {int, str} else "expected a string"
    meta.invalid(path, expected, printable(value))
    return "unknown"


_IDS: Final[dict[str, Coerce]] = {"trace_id": trace_id, "span_id": span_id}
_LINK: Final[dict[str, Coerce]] = _IDS | {"sampled": boolean, "attributes": free_object}
TRACE_FIELDS: Final[dict[str, Coerce]] = _IDS | {
    "parent_span_id": span_id,
    "op": text_up_to(128),
    "status": _status,
    "exclusive_time": floating,
    # Only Relay itself may say it.
    "client_sample_rate": lambda _value, _marks, _path: ABSENT,
    "origin": name_of(re.compile(r"[^a-zA-Z0-9_.]"), 128),
    "sampled": boolean,
    "data": open_object({}, "expected spandata"),
    "links": list_of(open_object(_LINK, "expected spanlink")),
}


_KINDS: Final[dict[str, Coerce]] = {
    "": text,
    "number": unsigned,
    "flag": boolean,
    "float": floating,
    "primitive": lenient_text,
    "texts": text_list,
    "anything": lambda value, _marks, _path: value,
    "numbers": list_of(unsigned),
}


def _fields(described: str) -> dict[str, Coerce]:
    """Coercers from names with their type, `name` for a text and `name:number` for something else."""
    return {name: _KINDS[kind] for name, _, kind in (word.partition(":") for word in described.split())}


def _flag_result(value: Any, meta: Meta, path: Path) -> Any:
    return shorten(well_formed(value), 200, meta, path) if type(value) is str else value


_FLAG: Final[dict[str, Coerce]] = {"flag": name_of(re.compile(r"[^a-zA-Z0-9_.:\-]"), 200), "result": _flag_result}
CONTEXT_FIELDS: Final[dict[str, dict[str, Coerce]]] = {
    "os": _fields(
        "os name version build:primitive kernel_version rooted:flag distribution_name distribution_version "
        "distribution_pretty_name raw_description"
    ),
    "runtime": _fields("runtime name version build:primitive raw_description"),
    "browser": _fields("browser name version"),
    "device": _fields(
        "name family model model_id arch battery_level:float orientation manufacturer brand screen_resolution "
        "screen_width_pixels:number screen_height_pixels:number screen_density:float screen_dpi:number online:flag "
        "charging:flag low_memory:flag simulator:flag memory_size:number free_memory:number usable_memory:number "
        "storage_size:number free_storage:number external_storage_size:number external_free_storage:number boot_time "
        "timezone locale processor_count:number cpu_description processor_frequency:number device_type battery_status "
        "device_unique_identifier supports_vibration:flag supports_accelerometer:flag supports_gyroscope:flag "
        "supports_audio:flag supports_location_service:flag"
    )
    | {"uuid": uuid},
    "app": _fields(
        "app_start_time device_app_hash build_type app_identifier app_name app_version app_build:primitive "
        "app_memory:number in_foreground:flag view_names:texts"
    ),
    "gpu": _fields(
        "name version id:anything vendor_id vendor_name memory_size:number api_type multi_threaded_rendering:flag "
        "npot_support max_texture_size:number graphics_shader_level supports_draw_call_instancing:flag "
        "supports_ray_tracing:flag supports_compute_shaders:flag supports_geometry_shaders:flag"
    ),
    "trace": TRACE_FIELDS,
    "profile": {"profile_id": read_event_id, "profiler_id": read_event_id},
    "replay": {"replay_id": read_event_id},
    "feedback": _fields("message contact_email"),
    "culture": _fields("calendar display_name locale is_24_hour_format:flag timezone"),
    "response": {
        "cookies": REQUEST_FIELDS["cookies"],
        "headers": REQUEST_FIELDS["headers"],
        "status_code": unsigned,
        "body_size": unsigned,
    },
    "otel": {"attributes": free_object, "resource": free_object},
    "flags": {"values": list_of(open_object(_FLAG, "expected flagscontextitem"))},
    "memory_info": _fields(
        "allocated_bytes:number compacted:flag concurrent:flag finalization_pending_count:number "
        "fragmented_bytes:number heap_size_bytes:number high_memory_load_threshold_bytes:number index:number "
        "memory_load_bytes:number pause_durations:numbers pause_time_percentage:float pinned_objects_count:number "
        "promoted_bytes:number total_available_memory_bytes:number total_committed_bytes:number"
    ),
    "threadpool_info": _fields(
        "available_worker_threads:number available_completion_port_threads:number max_worker_threads:number "
        "max_completion_port_threads:number min_worker_threads:number min_completion_port_threads:number"
    ),
    "unity": _fields("copy_texture_support editor_version install_mode rendering_threading_mode target_frame_rate"),
    "spring": {"active_profiles": text_list},
}


CONTEXT_DEPTH: Final = 7
CONTEXT_BYTES: Final = 8192
MAX_CONTEXTS: Final = 200

#: Pairs of a response have limits of their own.
PAIR_BYTES: Final = {"cookies": 2048, "headers": 8192}
#: Of these, what is not a known field is dropped.
CLOSED: Final = frozenset({"profile"})


def contexts(value: Any, meta: Meta, path: Path) -> dict[str, Any]:
    """Every context as an object with its `type`; what is no object becomes null."""
    if type(value) is not dict:
        meta.invalid(path, "expected an object", printable(value))
        return {}
    result: dict[str, Any] = {}
    for key, entry in value.items():
        name = key if type(key) is str and key.isascii() and len(key) < 100 else key_text(key)
        if len(result) >= MAX_CONTEXTS:
            meta.fewer(path, len(value))
            break
        if name == "trace" and type(entry) is not dict:
            # There is always a trace: what is none makes room for one that is made up.
            continue
        if name == "trace" and entry.get("type") != "trace":
            entry = {**entry, "type": "trace"}  # noqa: PLW2901 - under this name there is nothing else
        result[name] = None if entry is None else _context(name, entry, meta, (*path, name))
    return result


def _context(name: str, value: Any, meta: Meta, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        meta.invalid(path, "expected an object", printable(value))
        return None
    given_kind = value.get("type")
    kind = well_formed(given_kind)[:MAX_KEY_CHARACTERS] if type(given_kind) is str and given_kind else name
    if kind == "response":
        value = _with_parsed_body(value)
    fields = CONTEXT_FIELDS.get(kind)
    if fields is None:
        free = {name: entry for name, entry in value.items() if name != "type"}
        result = SizeLimit(CONTEXT_BYTES, meta).put_entries(free, CONTEXT_DEPTH, path)
    else:
        result = _known_context(kind, value, fields, meta, path)
    result["type"] = kind
    return result


def _known_context(
    kind: str, value: dict[Any, Any], fields: dict[str, Coerce], meta: Meta, path: Path
) -> dict[str, Any]:
    """A context without its nulls, its fields checked, completed and cut in the order of the fields."""
    checked = _checked(value, fields, meta, path)
    _complete(kind, checked, meta, path)
    ordered = {name: checked.pop(name) for name in fields if name in checked}
    if kind not in CLOSED:
        ordered |= {name: checked[name] for name in sorted(checked, key=str)}
    pairs: dict[str, Any] = {}
    if kind == "response":
        for name, limit in PAIR_BYTES.items():
            if ordered.get(name):
                pairs[name] = cut_pairs(ordered.pop(name), limit, meta, (*path, name))
    return pairs | SizeLimit(CONTEXT_BYTES, meta).put_in_order(ordered, CONTEXT_DEPTH, path)


def _complete(kind: str, context: dict[Any, Any], meta: Meta, path: Path) -> None:
    complete = COMPLETE.get(kind)
    if complete is None:
        return
    refused = [name for name, entry in context.items() if entry is None]
    complete(context)
    for name in refused:
        if context.get(name) is not None:
            meta.forget((*path, name))


def _checked(value: dict[Any, Any], fields: dict[str, Coerce], meta: Meta, path: Path) -> dict[Any, Any]:
    checked: dict[Any, Any] = {}
    for name, entry in value.items():
        if name == "type":
            continue
        if is_null(entry):
            if meta.incoming and meta.already_noted((*path, key_text(name))):
                checked[name] = None
            continue
        coerce = fields.get(name)
        coerced = coerce(entry, meta, (*path, name)) if coerce else entry
        if coerced is not ABSENT:
            checked[name] = coerced
    return checked


def _complete_os(context: dict[str, Any]) -> None:
    if context.get("name") is None and context.get("version") is None and context.get("raw_description"):
        for field, found in describe_os(context["raw_description"]).items():
            if field != "build" or context.get("build") is None:
                context[field] = found
    _name_and_version(context, "os")


def _complete_runtime(context: dict[str, Any]) -> None:
    describe_runtime(context)
    if context.get("runtime") is None and context.get("name") is not None and context.get("version") is not None:
        context["runtime"] = f"{context['name']} {context['version']}"


def _complete_browser(context: dict[str, Any]) -> None:
    _name_and_version(context, "browser")


def _name_and_version(context: dict[str, Any], field: str) -> None:
    name, version = context.get("name"), context.get("version")
    if context.get(field) is None and name is not None:
        context[field] = name if version is None else f"{name} {version}"


def _with_parsed_body(context: dict[Any, Any]) -> dict[Any, Any]:
    """What a content type was inferred from before is parsed already."""
    if context.get("inferred_content_type") == "application/json":
        return context
    context = {name: entry for name, entry in context.items() if name != "inferred_content_type"}
    content_type, parsed = parse_body(context["data"]) if type(context.get("data")) is str else (None, None)
    if content_type == "application/json":
        context |= {"data": parsed, "inferred_content_type": content_type}
    return context


def _complete_response(context: dict[str, Any]) -> None:
    if "cookies" not in context:
        move_cookies(context, "Set-Cookie")
    declared = header(context, "Content-Type")
    if declared and "inferred_content_type" not in context:
        context["inferred_content_type"] = declared.split(";")[0]


def _complete_trace(context: dict[str, Any]) -> None:
    context["status"] = context.get("status") or "unknown"


def trace(event_id: str, given: dict[str, Any] | None, meta: Meta) -> dict[str, Any]:
    """A trace context is always there: what the SDK said where it is valid, else ids made from the event's id."""
    result = dict(given or {})
    for field in ("trace_id", "span_id") if given is not None else ():
        if field not in result:
            meta.invalid(("contexts", "trace", field), kind="missing_attribute")
    result["trace_id"] = result.get("trace_id") or event_id
    result["span_id"] = result.get("span_id") or result["trace_id"][:16]
    return {**result, "status": result.get("status") or "unknown", "type": "trace"}


COMPLETE: Final = {
    "os": _complete_os,
    "runtime": _complete_runtime,
    "browser": _complete_browser,
    "response": _complete_response,
    "trace": _complete_trace,
}
