"""The person an event happened to: known fields as text, everything else under `data`."""

import ipaddress
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import SizeLimit, key_text, limited_object
from chalicelib.processing.normalize.structures import coerce_fields, structure
from chalicelib.processing.normalize.values import (
    ABSENT,
    Coerce,
    lenient_text,
    nonempty_text,
    printable,
    shorten,
    text,
    text_up_to,
)

AUTO_ADDRESS: Final = "{{auto}}"

#: Relay leaves `user.data` unbounded; these keep one event's storage and recursion bounded.
DATA_DEPTH: Final = 12
DATA_BYTES: Final = 16_384


def ip_address(value: Any, meta: Meta, path: Path) -> str | None:
    if type(value) is str and (value == AUTO_ADDRESS or is_ip_address(value)):
        return value
    meta.invalid(path, "expected an ip address", printable(value))
    return None


def is_ip_address(value: str) -> bool:
    if len(value) > 45 or "%" in value:
        return False
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _identifier(value: Any, meta: Meta, path: Path) -> Any:
    if value == "":
        return ABSENT
    identifier = lenient_text(value, meta, path)
    return None if identifier is None else shorten(identifier, 128, meta, path)


def _email(value: Any, meta: Meta, path: Path) -> Any:
    email = nonempty_text(value, meta, path)
    return shorten(email, 75, meta, path) if type(email) is str else email


def _short_name(value: Any, meta: Meta, path: Path) -> Any:
    name = nonempty_text(value, meta, path)
    return shorten(name, 128, meta, path) if type(name) is str else name


_place: Final = structure(
    {"country_code": text_up_to(102)} | dict.fromkeys(("city", "subdivision", "region"), text_up_to(1024)),
    "expected geo",
)


def _geo(value: Any, meta: Meta, path: Path) -> Any:
    place = _place(value, meta, path)
    return ABSENT if type(place) is dict and all(name == "" for name in place.values()) else place


USER_FIELDS: Final[dict[str, Coerce]] = {
    "id": _identifier,
    "email": _email,
    "ip_address": ip_address,
    "username": _identifier,
    "name": _short_name,
    "sentry_user": text,
    "geo": _geo,
    "segment": nonempty_text,
    "data": limited_object(DATA_DEPTH, DATA_BYTES),
}


def user(value: Any, meta: Meta, path: Path) -> Any:
    """The known fields; what else the SDK said moves to `data`. `sentry_user` is left to complete_user."""
    if type(value) is not dict:
        meta.invalid(path, "expected user", printable(value))
        return None
    result = coerce_fields(value, USER_FIELDS, meta, path)
    others = {key_text(key): item for key, item in value.items() if key not in USER_FIELDS}
    if others:
        given = value.get("data") if type(value.get("data")) is dict else {}
        result["data"] = SizeLimit(DATA_BYTES, meta).put_entries(
            {**(given or {}), **others}, DATA_DEPTH, (*path, "data")
        )
    result.pop("sentry_user", None)
    return result or ABSENT


def complete_user(person: dict[str, Any]) -> None:
    """Writes the one name under which Sentry counts this person."""
    for field, prefix in (("id", "id"), ("username", "username"), ("email", "email"), ("ip_address", "ip")):
        value = person.get(field)
        if value is not None:
            person["sentry_user"] = f"{prefix}:{value}"
            return
