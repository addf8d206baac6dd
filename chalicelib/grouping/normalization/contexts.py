"""Contexts: what the SDK knows of device, system, browser and trace, typed by their name or their `type`."""

import re
from typing import Any, Final

from chalicelib.grouping.names import names
from chalicelib.grouping.normalization.bags import Bag, key_text, plain_scalar
from chalicelib.grouping.normalization.marks import MAX_KEY_CHARACTERS, Marks, Path
from chalicelib.grouping.normalization.raw_descriptions import describe_os, describe_runtime
from chalicelib.grouping.normalization.request import FIELDS as REQUEST_FIELDS
from chalicelib.grouping.normalization.request import header, parse_body
from chalicelib.grouping.normalization.values import (
    ABSENT,
    Coerce,
    boolean,
    floating,
    lenient_text,
    printable,
    text,
    text_list,
    unsigned,
    well_formed,
)

CONTEXT_DEPTH: Final = 7
CONTEXT_BYTES: Final = 8192
MAX_CONTEXTS: Final = 200

_TRACE_ID: Final = re.compile(r"[0-9a-fA-F]{32}")
_SPAN_ID: Final = re.compile(r"[0-9a-fA-F]{16}")
_TRACE_STATUSES: Final = names(
    "ok cancelled unknown invalid_argument deadline_exceeded not_found already_exists permission_denied "
    "resource_exhausted failed_precondition aborted out_of_range unimplemented internal_error unavailable "
    "data_loss unauthenticated"
)


def _typed(
    texts: str = "", numbers: str = "", flags: str = "", floats: str = "", lenient: str = ""
) -> dict[str, Coerce]:
    kinds = ((texts, text), (numbers, unsigned), (flags, boolean), (floats, floating), (lenient, lenient_text))
    return {name: coerce for names, coerce in kinds for name in names.split()}


#: Fields whose type is checked; all other fields of a context are free-form.
TYPED_FIELDS: Final[dict[str, dict[str, Coerce]]] = {
    "os": _typed(
        "os name version kernel_version raw_description distribution_name distribution_version",
        flags="rooted",
        lenient="build",
    ),
    "runtime": _typed("runtime name version raw_description", lenient="build"),
    "browser": _typed("browser name version"),
    "device": _typed(
        "name family model model_id arch battery_status orientation manufacturer brand screen_resolution boot_time "
        "timezone cpu_description device_type device_unique_identifier locale",
        numbers="memory_size free_memory usable_memory storage_size free_storage external_storage_size "
        "external_free_storage processor_count processor_frequency screen_height_pixels screen_width_pixels screen_dpi",
        flags="online charging low_memory simulator supports_vibration supports_accelerometer supports_gyroscope "
        "supports_audio supports_location_service",
        floats="battery_level battery_temperature screen_density",
    ),
    "app": _typed(
        "app_start_time device_app_hash build_type app_identifier app_name app_version",
        numbers="app_memory",
        flags="in_foreground",
        lenient="app_build",
    )
    | {"view_names": text_list},
    "gpu": _typed(
        "name version vendor_id vendor_name api_type npot_support graphics_shader_level",
        numbers="memory_size max_texture_size",
        flags="multi_threaded_rendering supports_draw_call_instancing supports_ray_tracing supports_compute_shaders "
        "supports_geometry_shaders",
    ),
    "feedback": _typed("message contact_email url name"),
    "culture": _typed("calendar display_name locale timezone", flags="is_24_hour_format"),
}


def contexts(value: Any, marks: Marks, path: Path) -> dict[str, Any]:
    """Every context as an object with its `type`; what is no object becomes null."""
    if type(value) is not dict:
        marks.invalid(path, "expected an object", printable(value))
        return {}
    result: dict[str, Any] = {}
    for key, entry in value.items():
        name = key if type(key) is str and key.isascii() and len(key) < 100 else key_text(key)
        if len(result) >= MAX_CONTEXTS:
            marks.fewer(path, len(value))
            break
        if entry is None and name == "trace":
            continue
        result[name] = None if entry is None else _context(name, entry, marks, (*path, name))
    return result


def _context(name: str, value: Any, marks: Marks, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        marks.invalid(path, "expected an object", printable(value))
        return None
    given_kind = value.get("type")
    kind = well_formed(given_kind)[:MAX_KEY_CHARACTERS] if type(given_kind) is str and given_kind else name
    if kind == "response":
        value = _with_parsed_body(value)
    result = _checked(value, TYPED_FIELDS.get(kind) or SPECIAL_FIELDS.get(kind), marks, path)
    complete = COMPLETE.get(kind)
    if complete:
        complete(result)
    result["type"] = kind
    return result


def _checked(value: dict[Any, Any], fields: dict[str, Coerce] | None, marks: Marks, path: Path) -> dict[str, Any]:
    """Known contexts lose their nulls and have their fields checked; of others everything is free."""
    checked: dict[Any, Any] = {}
    for name, entry in value.items():
        if name == "type":
            continue
        if fields is None:
            checked[name] = entry
        elif entry is None or (type(entry) in {int, float} and plain_scalar(entry) is None):
            if marks.incoming and marks.already_noted((*path, key_text(name))):
                checked[name] = None
        else:
            coerce = fields.get(name)
            coerced = coerce(entry, marks, (*path, name)) if coerce else entry
            if coerced is not ABSENT:
                checked[name] = coerced
    return Bag(CONTEXT_BYTES, marks).put_entries(checked, CONTEXT_DEPTH, path)


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
    if type(context.get("data")) is not str or "inferred_content_type" in context:
        return context
    content_type, parsed = parse_body(context["data"])
    if content_type != "application/json":
        return context
    return {**context, "data": parsed, "inferred_content_type": content_type}


def _complete_response(context: dict[str, Any]) -> None:
    declared = header(context, "Content-Type")
    if declared and "inferred_content_type" not in context:
        context["inferred_content_type"] = declared.split(";")[0]


def trace(event_id: str, given: dict[str, Any] | None, marks: Marks) -> dict[str, Any]:
    """A trace context is always there: what the SDK said where it is valid, else ids made from the event's id."""
    path: Path = ("contexts", "trace")
    result = dict(given or {})
    trace_id = _hexadecimal(result.get("trace_id"), _TRACE_ID)
    span_id = _hexadecimal(result.get("span_id"), _SPAN_ID)
    if given is not None:
        for field, found, what in (("trace_id", trace_id, "trace"), ("span_id", span_id, "span")):
            if found is None and result.get(field) != event_id[: len(event_id) if field == "trace_id" else 16]:
                _note_bad_id(result, field, what, marks, (*path, field))
    result["trace_id"] = trace_id or event_id
    result["span_id"] = span_id or result["trace_id"][:16]
    parent = result.get("parent_span_id")
    if parent is not None:
        result["parent_span_id"] = _hexadecimal(parent, _SPAN_ID)
        if result["parent_span_id"] is None:
            marks.invalid((*path, "parent_span_id"), "not a valid span id", parent)
    result["status"] = _status(result.get("status"), marks, (*path, "status"))
    result["type"] = "trace"
    return result


def _note_bad_id(context: dict[str, Any], field: str, what: str, marks: Marks, path: Path) -> None:
    value = context.get(field)
    if value is None:
        marks.invalid(path, kind="missing_attribute")
    else:
        marks.invalid(path, f"not a valid {what} id", printable(value))


def _hexadecimal(value: Any, pattern: re.Pattern[str]) -> str | None:
    if type(value) is not str or not pattern.fullmatch(value) or not value.strip("0"):
        return None
    return value.lower()


def _status(value: Any, marks: Marks, path: Path) -> str:
    if type(value) is str and value in _TRACE_STATUSES:
        return value
    if value is not None:
        marks.invalid(path, "expected a trace status", printable(value))
    return "unknown"


SPECIAL_FIELDS: Final[dict[str, dict[str, Coerce]]] = {
    "trace": {},
    "response": {
        "headers": REQUEST_FIELDS["headers"],
        "cookies": REQUEST_FIELDS["cookies"],
        "status_code": unsigned,
        "body_size": unsigned,
    },
}
COMPLETE: Final = {
    "os": _complete_os,
    "runtime": _complete_runtime,
    "browser": _complete_browser,
    "response": _complete_response,
}
