"""How an exception was caught: its mechanism, with the signal, error number or Mach exception of a native crash."""

from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import limited_object
from chalicelib.processing.normalize.structures import coerce_fields, structure
from chalicelib.processing.normalize.values import (
    ABSENT,
    Coerce,
    boolean,
    printable,
    quoted,
    shorten,
    signed,
    text,
    text_up_to,
    unsigned,
)

_mechanism_data: Final = limited_object(5, 2048)

SIGNAL_FIELDS: Final[dict[str, Coerce]] = {"number": signed, "code": signed, "name": text, "code_name": text}
MACH_FIELDS: Final[dict[str, Coerce]] = {"exception": signed, "code": unsigned, "subcode": unsigned, "name": text}
_ERRNO: Final[dict[str, Coerce]] = {"number": signed, "name": text}
META_FIELDS: Final[dict[str, Coerce]] = {
    "errno": structure(_ERRNO, "expected cerror", keep_empty=True),
    "signal": structure(SIGNAL_FIELDS, "expected posixsignal", keep_empty=True),
    "mach_exception": structure(MACH_FIELDS, "expected machexception", keep_empty=True),
    "ns_error": structure({"code": signed, "domain": text}, "expected nserror", keep_empty=True),
}
#: What SDKs before 2018 said instead of `meta`: the name there, its coercer, and the names of fields that changed.
_LEGACY: Final[dict[str, tuple[str, Coerce, dict[str, str]]]] = {
    "posix_signal": (
        "signal",
        structure(SIGNAL_FIELDS, "expected legacyposixsignal", keep_empty=True),
        {"signal": "number"},
    ),
    "mach_exception": (
        "mach_exception",
        structure(MACH_FIELDS, "expected legacymachexception", keep_empty=True),
        {"exception_name": "name"},
    ),
}


def _nonempty(value: Any, meta: Meta, path: Path) -> Any:
    if value == "":
        meta.invalid(path, "expected a non-empty string")
        return None
    return text(value, meta, path)


def _name(value: Any, meta: Meta, path: Path) -> Any:
    name = _nonempty(value, meta, path)
    return name if name is None else shorten(name, 128, meta, path)


def _source(value: Any, meta: Meta, path: Path) -> Any:
    """Where in its parent an exception was found, like `errors[0]`; a name without spaces."""
    source = _name(value, meta, path)
    for character in source or "":
        if character in " \t\r\n":
            meta.invalid(path, f"invalid character {quoted(character)}", value)
            return None
    return source


def _help_link(value: Any, meta: Meta, path: Path) -> str | None:
    if type(value) is str and value and not value.startswith(("http://", "https://")):
        meta.invalid(path, "expected http URL", value)
        return None
    link = _nonempty(value, meta, path)
    return None if link is None else shorten(link, 256, meta, path)


_read_meta: Final = structure(META_FIELDS, "expected mechanismmeta")


def _crash_meta(value: Any, meta: Meta, path: Path) -> Any:
    parts = _read_meta(value, meta, path)
    return ABSENT if type(parts) is dict and all(part == {} for part in parts.values()) else parts


MECHANISM_FIELDS: Final[dict[str, Coerce]] = {
    "type": _name,
    "synthetic": boolean,
    "description": text_up_to(8192),
    "help_link": _help_link,
    "handled": boolean,
    "source": _source,
    "is_exception_group": boolean,
    "exception_id": unsigned,
    "parent_id": unsigned,
    "data": _mechanism_data,
    "meta": _crash_meta,
}


def mechanism(value: Any, meta: Meta, path: Path) -> Any:
    """The mechanism in today's form; of one without a type, what is no signal becomes its data."""
    if type(value) is not dict:
        meta.invalid(path, "expected exception mechanism", printable(value))
        return None
    if not value:
        return ABSENT
    if "type" not in value:
        return _legacy_mechanism(value, meta, path)
    result = coerce_fields(value, MECHANISM_FIELDS, meta, path)
    if "type" not in result:
        meta.invalid((*path, "type"), kind="missing_attribute")
        result["type"] = None
    return result


def _legacy_mechanism(value: dict[Any, Any], meta: Meta, path: Path) -> dict[str, Any]:
    result: dict[str, Any] = {"type": "generic"}
    others = {name: entry for name, entry in value.items() if name not in _LEGACY}
    if others:
        result["data"] = _mechanism_data(others, meta, (*path, "data"))
    parts: dict[str, Any] = {}
    for old_name, (name, coerce, renamed) in _LEGACY.items():
        part = value.get(old_name)
        if type(part) is dict:
            part = {renamed.get(field, field): entry for field, entry in part.items()}
        if part is not None:
            parts[name] = coerce(part, meta, (*path, "meta", name))
    if parts:
        result["meta"] = parts
    return result
