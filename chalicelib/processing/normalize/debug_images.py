"""Debug images: the files of a program that its frames point into, and the numbers of machines: addresses, threads."""

import re
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import key_text
from chalicelib.processing.normalize.structures import coerce_fields, structure
from chalicelib.processing.normalize.uuids import uuid
from chalicelib.processing.normalize.values import ABSENT, MAX_UNSIGNED, Coerce, printable, text, unsigned

MAX_REGISTERS: Final = 100


def address(value: Any, meta: Meta, path: Path, expected: str = "expected address") -> str | None:
    """A machine address as Sentry writes it: lower-case hexadecimal with 0x."""
    if type(value) is int and -(2**63) <= value <= MAX_UNSIGNED:
        return hex(value & MAX_UNSIGNED)
    if type(value) is not str:
        meta.invalid(path, expected, printable(value))
        return None
    digits, base = (value[2:], 16) if value[:2] in {"0x", "0X"} else (value, 10)
    try:
        number = int(digits, base) if digits.isalnum() and len(digits) <= 20 else -1
    except ValueError:
        number = -1
    if 0 <= number <= MAX_UNSIGNED:
        return hex(number)
    if number > MAX_UNSIGNED:
        meta.invalid(path, "number too large to fit in target type", value)
        return None
    meta.invalid(path, "invalid digit found in string" if digits else "cannot parse integer from empty string", value)
    return None


def thread_id(value: Any, meta: Meta, path: Path) -> int | str | None:
    if type(value) is str:
        return text(value, meta, path)
    if type(value) is int and -(2**63) <= value < 2**64:
        # A signed number that its SDK meant to be unsigned.
        return value % 2**64
    meta.invalid(path, "expected a thread id", printable(value))
    return None


def registers(value: Any, meta: Meta, path: Path) -> Any:
    """Register values by name, written like addresses."""
    if type(value) is not dict:
        meta.invalid(path, "expected an object", printable(value))
        return None
    entries = list(value.items())[:MAX_REGISTERS]
    return {
        key_text(name): None
        if entry is None
        else address(entry, meta, (*path, key_text(name)), "expected register value")
        for name, entry in entries
    }


MAX_IMAGES: Final = 2000
_DEBUG_ID: Final = re.compile(
    r"([0-9a-f]{8})(-?)([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{12})(?:\2([0-9a-f]{1,8}))?", re.IGNORECASE
)
_NOT_HEX: Final = re.compile(r"[^0-9a-f]")


def debug_id(value: Any, meta: Meta, path: Path) -> str | None:
    match = _DEBUG_ID.fullmatch(value) if type(value) is str else None
    if match:
        appendix = match[7].lstrip("0").lower() if match[7] else ""
        identifier = "-".join(match.group(1, 3, 4, 5, 6)).lower()
        return f"{identifier}-{appendix}" if appendix else identifier
    expected = "invalid debug identifier" if type(value) is str else "expected a debug identifier"
    meta.invalid(path, expected, printable(value))
    return None


def _code_id(value: Any, meta: Meta, path: Path) -> str | None:
    if type(value) is str:
        return _NOT_HEX.sub("", value.lower())
    meta.invalid(path, "expected a code identifier", printable(value))
    return None


_NATIVE_FIELDS: Final[dict[str, Coerce]] = {
    "code_id": _code_id,
    "code_file": text,
    "debug_id": debug_id,
    "debug_file": text,
    "debug_checksum": text,
    "arch": text,
    "image_addr": address,
    "image_size": unsigned,
    "image_vmaddr": address,
}
_SOURCEMAP_FIELDS: Final[dict[str, Coerce]] = {"code_file": text, "debug_id": debug_id, "debug_file": text}
#: The fields of each kind of image.
FIELDS: Final[dict[str, dict[str, Coerce]]] = {
    **dict.fromkeys(("macho", "elf", "elf_dwarf", "pe", "pe_dotnet", "wasm", "symbolic"), _NATIVE_FIELDS),
    "apple": _NATIVE_FIELDS | {"debug_id": uuid},
    "sourcemap": _SOURCEMAP_FIELDS,
    "jvm": {"debug_id": debug_id},
    "proguard": {"uuid": uuid},
}
IMAGE_FIELDS: Final = {"type": text, **_NATIVE_FIELDS, "uuid": uuid}
_IDENTIFYING: Final = ("code_file", "debug_id", "uuid")
_APPLE_NAMES: Final = {"uuid": "debug_id", "id": "debug_id", "name": "code_file"}


def _image(value: Any, meta: Meta, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        if value is not None:
            meta.invalid(path, "expected an object", printable(value))
        return None
    kind = value.get("type")
    fields = FIELDS.get(kind) if type(kind) is str else None
    if fields is None:
        meta.invalid(path, "unsupported debug image type", value)
        return None
    if fields.get("code_id"):
        value = {_APPLE_NAMES.get(name, name): entry for name, entry in value.items() if _is_said(name, value)}
    image = coerce_fields(value, fields, meta, path)
    for name in _IDENTIFYING:
        if name in fields and name not in image:
            meta.invalid((*path, name), kind="missing_attribute")
            image[name] = None
    image["type"] = "macho" if kind == "apple" else kind
    return image


def _is_said(name: Any, image: dict[Any, Any]) -> bool:
    """Old names of a field count only where its new name is missing."""
    return name not in _APPLE_NAMES or _APPLE_NAMES[name] not in image


def _images(value: Any, meta: Meta, path: Path) -> Any:
    if type(value) is not list:
        meta.invalid(path, "expected an array", printable(value))
        return None
    return [_image(entry, meta, (*path, index)) for index, entry in enumerate(value[:MAX_IMAGES])] or ABSENT


_sdk_info: Final = structure(
    {"sdk_name": text, "version_major": unsigned, "version_minor": unsigned, "version_patchlevel": unsigned},
    "expected systemsdkinfo",
)
debug_meta: Final = structure({"sdk_info": _sdk_info, "images": _images}, "expected debugmeta")
