"""The fields of each known kind of context, in the order in which they are cut when a context is too large."""

import re
from typing import Any, Final

from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.open_objects import free_object, list_of, name_of, open_object
from chalicelib.processing.normalize.request import FIELDS as REQUEST_FIELDS
from chalicelib.processing.normalize.trace_fields import TRACE_FIELDS
from chalicelib.processing.normalize.uuids import event_id, uuid
from chalicelib.processing.normalize.values import (
    Coerce,
    boolean,
    floating,
    lenient_text,
    shorten,
    text,
    text_list,
    unsigned,
    well_formed,
)

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


def _flag_result(value: Any, marks: Marks, path: Path) -> Any:
    return shorten(well_formed(value), 200, marks, path) if type(value) is str else value


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
