"""The smaller interfaces of an event: the SDK that sent it, templates, security reports, modules and earlier errors."""

from typing import Any, Final

from chalicelib.processing.names import names
from chalicelib.processing.normalize.attributes import transaction
from chalicelib.processing.normalize.meta import MAX_ERRORS, MAX_KEPT_DEPTH, Meta, Path
from chalicelib.processing.normalize.size_limit import SizeLimit, key_text, limited_object
from chalicelib.processing.normalize.structures import coerce_fields, structure
from chalicelib.processing.normalize.timestamps import timestamp
from chalicelib.processing.normalize.values import (
    ABSENT,
    Coerce,
    nonempty_text,
    printable,
    text,
    text_list,
    text_up_to,
    unsigned,
)

INFER_IP: Final = frozenset({"auto", "never"})


def sdk(value: Any, meta: Meta, path: Path) -> dict[str, Any] | None:
    if type(value) is not dict:
        meta.invalid(path, "expected clientsdkinfo", printable(value))
        return None
    result = coerce_fields(value, SDK_FIELDS, meta, path)
    for name in ("name", "version"):
        if name not in result:
            if not meta.already_noted((*path, name)):
                meta.invalid((*path, name), kind="missing_attribute")
            result[name] = None
    return result


_package: Final = structure({"name": text, "version": text}, "expected clientsdkpackage")


def _listed(item: Coerce) -> Coerce:
    """A coercer for a list without what is absent in it; a null stays where something was refused."""

    def coerce(value: Any, meta: Meta, path: Path) -> Any:
        if type(value) is not list:
            meta.invalid(path, "expected an array", printable(value))
            return None
        kept: list[Any] = []
        for entry in value:
            place = (*path, len(kept))
            coerced = item(entry, meta, place) if entry is not None else None if meta.already_noted(place) else ABSENT
            if coerced is not ABSENT:
                kept.append(coerced)
        return kept or ABSENT

    return coerce


def _infer_ip(value: Any, meta: Meta, path: Path) -> Any:
    """Whether the SDK wants the sender's address as its user's; `legacy` is what is done without a word."""
    wish = text(value, meta, path)
    if wish is None or wish in INFER_IP:
        return wish
    if wish != "legacy":
        meta.invalid(path, value=wish)
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


def modules(value: Any, meta: Meta, path: Path) -> Any:
    """Installed packages and their versions."""
    if type(value) is not dict:
        meta.invalid(path, "expected an object", printable(value))
        return None
    checked: dict[Any, Any] = {}
    for key, entry in value.items():
        if (
            entry == ""
            or (key == "" and type(entry) is not str)
            or (entry is None and not meta.already_noted((*path, key_text(key))))
        ):
            continue
        checked[key] = None if entry is None else text(entry, meta, (*path, key_text(key)))
    if not any(checked.values()) and not meta.tree.get("modules") and not meta.incoming.get("modules"):
        return ABSENT
    return SizeLimit(8192, meta).put_entries(checked, 7, path)


_change: Final = structure(
    {"source": text_up_to(1024), "propagations": unsigned, "timestamp": timestamp},
    "expected transactionnamechange",
    keep_empty=True,
)


def _changes(value: Any, meta: Meta, path: Path) -> Any:
    if type(value) is not list:
        meta.invalid(path, "expected an array", printable(value))
        return None
    return [None if entry is None else _change(entry, meta, (*path, i)) for i, entry in enumerate(value)] or ABSENT


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
security_report: Final = limited_object(7, 16_384)


def errors(value: Any, meta: Meta, path: Path) -> list[Any]:
    """Problems that the SDK, or an earlier normalization, noted."""
    if type(value) is not list:
        meta.invalid(path, "expected an array", printable(value))
        return []
    kept: list[Any] = []
    for entry in value[:MAX_ERRORS]:
        if type(entry) is dict and type(entry.get("type")) is str:
            kept.append(SizeLimit(8192, meta).put_entries(entry, MAX_KEPT_DEPTH + 4, (*path, len(kept))))
    return kept
