"""The smaller parts of an event: SDK, debug images, templates, security reports, modules and earlier errors."""

import re
from typing import Any, Final

from chalicelib.grouping.names import names
from chalicelib.grouping.normalization.attributes import transaction
from chalicelib.grouping.normalization.bags import Bag, key_text, object_bag, value_bag
from chalicelib.grouping.normalization.marks import MAX_ERRORS, MAX_KEPT_DEPTH, Marks, Path
from chalicelib.grouping.normalization.structures import coerce_fields, structure
from chalicelib.grouping.normalization.timestamps import timestamp
from chalicelib.grouping.normalization.values import (
    ABSENT,
    Coerce,
    address,
    nonempty_text,
    printable,
    text,
    text_list,
    text_up_to,
    unsigned,
)

_DEBUG_ID: Final = re.compile(
    r"([0-9a-f]{8})(-?)([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{12})(?:\2([0-9a-f]{1,8}))?", re.IGNORECASE
)
MAX_IMAGES: Final = 2000
INFER_IP: Final = frozenset({"auto", "never"})


def sdk(value: Any, marks: Marks, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        marks.invalid(path, "expected clientsdkinfo", printable(value))
        return None
    result = coerce_fields(value, SDK_FIELDS, marks, path)
    for name in ("name", "version"):
        if name not in result:
            if not marks.already_noted((*path, name)):
                marks.invalid((*path, name), kind="missing_attribute")
            result[name] = None
    return result


_package: Final = structure({"name": text, "version": text}, "expected clientsdkpackage")


def _listed(item: Coerce) -> Coerce:
    """A coercer for a list without what is absent in it; a null stays where something was refused."""

    def coerce(value: Any, marks: Marks, path: Path) -> Any:
        if type(value) is not list:
            marks.invalid(path, "expected an array", printable(value))
            return None
        kept: list[Any] = []
        for entry in value:
            place = (*path, len(kept))
            coerced = item(entry, marks, place) if entry is not None else None if marks.already_noted(place) else ABSENT
            if coerced is not ABSENT:
                kept.append(coerced)
        return kept or ABSENT

    return coerce


def _infer_ip(value: Any, marks: Marks, path: Path) -> Any:
    """Whether the SDK wants the sender's address as its user's; `legacy` is what is done without a word."""
    wish = text(value, marks, path)
    if wish is None or wish in INFER_IP:
        return wish
    if wish != "legacy":
        marks.invalid(path, value=wish)
        return None
    return ABSENT


SDK_FIELDS: Final[dict[str, Coerce]] = {
    "name": text_up_to(256),
    "version": text_up_to(256),
    "integrations": _listed(nonempty_text),
    "features": _listed(nonempty_text),
    "packages": _listed(_package),
    "settings": structure({"infer_ip": _infer_ip}, "expected clientsdksettings"),
}


def sdk_from_client(client: str) -> dict[str, Any] | None:
    """The SDK as its HTTP header names it, `name/version`."""
    name, separator, version = client.partition("/")
    return {"name": name[:256], "version": version[:256]} if separator and name and version else None


def modules(value: Any, marks: Marks, path: Path) -> Any:
    """Installed packages and their versions."""
    if type(value) is not dict:
        marks.invalid(path, "expected an object", printable(value))
        return None
    checked: dict[Any, Any] = {}
    for key, entry in value.items():
        if entry == "" or (entry is None and not marks.already_noted((*path, key_text(key)))):
            continue
        checked[key] = None if entry is None else text(entry, marks, (*path, key_text(key)))
    if not any(checked.values()) and not marks.tree.get("modules") and not marks.incoming.get("modules"):
        return ABSENT
    return Bag(8192, marks).put_entries(checked, 7, path)


def debug_id(value: Any, marks: Marks, path: Path) -> str | None:
    match = _DEBUG_ID.fullmatch(value) if type(value) is str else None
    if match:
        appendix = match[7].lstrip("0").lower() if match[7] else ""
        identifier = "-".join(match.group(1, 3, 4, 5, 6)).lower()
        return f"{identifier}-{appendix}" if appendix else identifier
    marks.invalid(
        path, "invalid debug identifier" if type(value) is str else "expected debug identifier", printable(value)
    )
    return None


def _code_id(value: Any, marks: Marks, path: Path) -> Any:
    identifier = nonempty_text(value, marks, path)
    return identifier.lower() if type(identifier) is str else identifier


IMAGE_FIELDS: Final[dict[str, Coerce]] = {
    "type": text_up_to(64),
    "code_id": _code_id,
    "code_file": text_up_to(4096),
    "debug_id": debug_id,
    "debug_file": nonempty_text,
    "debug_checksum": nonempty_text,
    "arch": nonempty_text,
    "image_addr": address,
    "image_size": unsigned,
    "image_vmaddr": address,
    "uuid": debug_id,
}
_APPLE_NAMES: Final = {"uuid": "debug_id", "id": "debug_id", "name": "code_file"}
_NATIVE_TYPES: Final = frozenset({"macho", "elf", "elf_dwarf", "pe", "pe_dotnet", "wasm", "symbolic", "apple", "jvm"})
IMAGE_TYPES: Final = _NATIVE_TYPES | {"sourcemap", "proguard", "other"}


def _image(value: Any, marks: Marks, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        if value is not None:
            marks.invalid(path, "expected an object", printable(value))
        return None
    kind = value.get("type")
    if type(kind) is not str or kind not in IMAGE_TYPES:
        marks.invalid(path, "unsupported debug image type", value)
        return None
    if kind != "proguard":
        value = {_APPLE_NAMES.get(name, name): entry for name, entry in value.items() if _is_said(name, value)}
        value["type"] = "macho" if kind == "apple" else kind
    image = coerce_fields(value, IMAGE_FIELDS, marks, path)
    for name in ("code_file", "debug_id") if kind in _NATIVE_TYPES - {"jvm"} else ():
        if name not in image and not marks.already_noted((*path, name)):
            marks.invalid((*path, name), kind="missing_attribute")
            image[name] = None
    return image


def _is_said(name: Any, image: dict[Any, Any]) -> bool:
    """Old names of a field count only where its new name is missing."""
    return name not in _APPLE_NAMES or _APPLE_NAMES[name] not in image


def _images(value: Any, marks: Marks, path: Path) -> Any:
    if type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return None
    return [_image(entry, marks, (*path, index)) for index, entry in enumerate(value[:MAX_IMAGES])] or ABSENT


debug_meta: Final = structure(
    {"sdk_info": object_bag(3, 2048), "images": _images, "is_partial": value_bag(1, 16)}, "expected debugmeta"
)

_change: Final = structure(
    {"source": text_up_to(1024), "propagations": unsigned, "timestamp": timestamp},
    "expected transactionnamechange",
    keep_empty=True,
)


def _changes(value: Any, marks: Marks, path: Path) -> Any:
    if type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return None
    return [None if entry is None else _change(entry, marks, (*path, i)) for i, entry in enumerate(value)] or ABSENT


#: Where the transaction's name is from.
transaction_info: Final = structure(
    {
        "source": text_up_to(1024),
        "original": transaction,
        "changes": _changes,
        "propagations": unsigned,
    },
    "expected transactioninfo",
    keep_empty=True,
)

template: Final = structure(
    {
        "filename": text_up_to(128),
        "abs_path": text_up_to(4096),
        "lineno": unsigned,
        "colno": unsigned,
        "pre_context": text_list,
        "context_line": text,
        "post_context": text_list,
    },
    "expected templateinfo",
)

csp: Final = structure(
    {
        **dict.fromkeys(
            names(
                "effective_directive blocked_uri document_uri original_policy referrer violated_directive source_file "
                "script_sample disposition"
            ),
            text_up_to(8192),
        ),
        "status_code": unsigned,
        "line_number": unsigned,
        "column_number": unsigned,
    },
    "expected csp",
)
security_report: Final = object_bag(7, 16_384)


def errors(value: Any, marks: Marks, path: Path) -> list[Any]:
    """Problems that the SDK, or an earlier normalization, noted."""
    if type(value) is not list:
        marks.invalid(path, "expected an array", printable(value))
        return []
    kept: list[Any] = []
    for entry in value[:MAX_ERRORS]:
        if type(entry) is dict and type(entry.get("type")) is str:
            kept.append(Bag(8192, marks).put_entries(entry, MAX_KEPT_DEPTH + 4, (*path, len(kept))))
    return kept
