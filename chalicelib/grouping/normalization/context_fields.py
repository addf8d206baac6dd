"""The fields of each known kind of context, in the order in which they are cut when a context is too large."""

import re
from typing import Any, Final

from chalicelib.grouping.normalization.bags import is_null, object_bag
from chalicelib.grouping.normalization.marks import Marks, Path
from chalicelib.grouping.normalization.request import FIELDS as REQUEST_FIELDS
from chalicelib.grouping.normalization.structures import coerce_fields
from chalicelib.grouping.normalization.uuids import event_id, uuid
from chalicelib.grouping.normalization.values import (
    ABSENT,
    Coerce,
    boolean,
    floating,
    lenient_text,
    printable,
    quoted,
    shorten,
    text,
    text_list,
    text_up_to,
    unsigned,
    well_formed,
)

_TRACE_STATUSES: Final = {
    "ok": 0,
    "cancelled": 1,
    "unknown": 2,
    "invalid_argument": 3,
    "deadline_exceeded": 4,
    "not_found": 5,
    "already_exists": 6,
    "permission_denied": 7,
    "resource_exhausted": 8,
    "failed_precondition": 9,
    "aborted": 10,
    "out_of_range": 11,
    "unimplemented": 12,
    "internal_error": 13,
    "unavailable": 14,
    "data_loss": 15,
    "unauthenticated": 16,
}
_STATUS_BY_NUMBER: Final = {number: name for name, number in _TRACE_STATUSES.items()}
_STATUS_ALIASES: Final = {"success": "ok", "unknown_error": "internal_error"}
_TRACE_ID: Final = re.compile(r"[0-9a-fA-F]{32}")
_SPAN_ID: Final = re.compile(r"[0-9a-fA-F]{16}")


def _list_of(item: Coerce) -> Coerce:
    def coerce(value: Any, marks: Marks, path: Path) -> Any:
        if type(value) is not list:
            marks.invalid(path, "expected an array", printable(value))
            return None
        return [None if entry is None else item(entry, marks, (*path, index)) for index, entry in enumerate(value)]

    return coerce


_KINDS: Final[dict[str, Coerce]] = {
    "": text,
    "number": unsigned,
    "flag": boolean,
    "float": floating,
    "primitive": lenient_text,
    "texts": text_list,
    "anything": lambda value, _marks, _path: value,
    "numbers": _list_of(unsigned),
}


def _fields(described: str) -> dict[str, Coerce]:
    """Coercers from names with their type, `name` for a text and `name:number` for something else."""
    return {name: _KINDS[kind] for name, _, kind in (word.partition(":") for word in described.split())}


def _name_of(forbidden: re.Pattern[str], limit: int) -> Coerce:
    """A coercer for a name of few kinds of characters."""

    def coerce(value: Any, marks: Marks, path: Path) -> str | None:
        name = text(value, marks, path)
        odd = forbidden.search(name or "")
        if odd:
            marks.invalid(path, f"invalid character {quoted(odd.group())}", value)
            return None
        return name if name is None else shorten(name, limit, marks, path)

    return coerce


def _flag_result(value: Any, marks: Marks, path: Path) -> Any:
    return shorten(well_formed(value), 200, marks, path) if type(value) is str else value


def _identifier(form: re.Pattern[str], what: str) -> Coerce:
    def coerce(value: Any, marks: Marks, path: Path) -> str | None:
        if type(value) is str and form.fullmatch(value) and value.strip("0"):
            return value.lower()
        expected = f"not a valid {what} id" if type(value) is str else f"expected {what} id"
        marks.invalid(path, expected, printable(value))
        return None

    return coerce


trace_id: Final = _identifier(_TRACE_ID, "trace")
span_id: Final = _identifier(_SPAN_ID, "span")


def _status(value: Any, marks: Marks, path: Path) -> str:
    """A status by its name, or by its number in gRPC."""
    if type(value) is int and value in _STATUS_BY_NUMBER:
        return _STATUS_BY_NUMBER[value]
    if type(value) is str and _STATUS_ALIASES.get(value, value) in _TRACE_STATUSES:
        return _STATUS_ALIASES.get(value, value)
    expected = "expected a trace status" if type(value) in {int, str} else "expected a string"
    marks.invalid(path, expected, printable(value))
    return "unknown"


def _entry(fields: dict[str, Coerce], expected: str) -> Coerce:
    """A coercer for an object whose other fields are free."""

    def coerce(value: Any, marks: Marks, path: Path) -> Any:
        if type(value) is not dict:
            marks.invalid(path, expected, printable(value))
            return None
        free = {name: entry for name, entry in value.items() if name not in fields and not is_null(entry)}
        return free | coerce_fields(value, fields, marks, path)

    return coerce


_free_object: Final = object_bag(7, 8192, keep_empty=True)

_IDS: Final[dict[str, Coerce]] = {"trace_id": trace_id, "span_id": span_id}
_LINK: Final[dict[str, Coerce]] = _IDS | {"sampled": boolean, "attributes": _free_object}
TRACE_FIELDS: Final[dict[str, Coerce]] = _IDS | {
    "parent_span_id": span_id,
    "op": text_up_to(128),
    "status": _status,
    "exclusive_time": floating,
    # Only Relay itself may say it.
    "client_sample_rate": lambda _value, _marks, _path: ABSENT,
    "origin": _name_of(re.compile(r"[^a-zA-Z0-9_.]"), 128),
    "sampled": boolean,
    "data": _entry({}, "expected spandata"),
    "links": _list_of(_entry(_LINK, "expected spanlink")),
}
_FLAG: Final[dict[str, Coerce]] = {"flag": _name_of(re.compile(r"[^a-zA-Z0-9_.:\-]"), 200), "result": _flag_result}
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
    "profile": {"profile_id": event_id, "profiler_id": event_id},
    "replay": {"replay_id": event_id},
    "feedback": _fields("message contact_email"),
    "culture": _fields("calendar display_name locale is_24_hour_format:flag timezone"),
    "response": {
        "cookies": REQUEST_FIELDS["cookies"],
        "headers": REQUEST_FIELDS["headers"],
        "status_code": unsigned,
        "body_size": unsigned,
    },
    "otel": {"attributes": _free_object, "resource": _free_object},
    "flags": {"values": _list_of(_entry(_FLAG, "expected flagscontextitem"))},
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
