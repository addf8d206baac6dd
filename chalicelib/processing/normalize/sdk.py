"""The SDK that sent an event: its name and version, what it is made of, what it wishes."""

from typing import Any, Final

from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.structures import coerce_fields, structure
from chalicelib.processing.normalize.values import ABSENT, Coerce, nonempty_text, printable, text, text_up_to

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
