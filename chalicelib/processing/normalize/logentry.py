"""The message of an event: its template, its parameters, and the text they make together."""

import math
import re
from decimal import Decimal
from typing import Any, Final

from chalicelib.processing.normalize.meta import Meta, Path
from chalicelib.processing.normalize.size_limit import limited_value
from chalicelib.processing.normalize.values import ABSENT, compact_json, json_lenient_text, shorten, text

MAX_MESSAGE: Final = 8192

_PERCENT: Final = re.compile(
    r"%(?:(?P<percent>%)|(?:\((?P<key>[^)]*)\))?[#0\-+]*(?:\*|\d*)(?:\.\d+)?(?:ll?|[hL])?(?P<conversion>[diouxXeEfFgGcrsa]))"
)
_CURLY: Final = re.compile(r"\{(?P<name>[^{}:!]*)\}")
_params: Final = limited_value(5, 2048)


def logentry(value: Any, meta: Meta, path: Path) -> Any:
    """`formatted`, and `message` with `params` where a template was given."""
    if type(value) is not dict:
        if value is False:
            return ABSENT
        plain = shorten(json_lenient_text(value, meta, path), MAX_MESSAGE, meta, (*path, "formatted"))
        return {"formatted": plain} if plain else ABSENT
    message = _text(value, "message", meta, path)
    formatted = _text(value, "formatted", meta, path)
    params = _parameters(value, meta, path)
    if message is None and formatted is None:
        return _refuse(value, params, meta, path)
    if formatted is None and message is not None:
        meta.forget((*path, "formatted"))
        formatted = format_message(message, params) if params is not None else None
    if formatted is None or message == formatted:
        message, formatted = None, formatted if formatted is not None else message
    entry = {"message": message, "formatted": formatted, "params": params}
    kept = {name: item for name, item in entry.items() if item is not None}
    kept |= {name: None for name in entry if name not in kept and _was_refused(value, name, meta, path)}
    return _shortened(kept, meta, path) if kept != {"formatted": ""} else ABSENT


def _was_refused(value: dict[str, Any], name: str, meta: Meta, path: Path) -> bool:
    """Whether a note explains why a part is null."""
    if value.get(name) is None:
        return name in value and meta.already_noted((*path, name))
    return name in meta.tree.get(str(path[0]), {})


def _refuse(value: dict[str, Any], params: Any, meta: Meta, path: Path) -> Any:
    if not any(entry is not None for entry in value.values()):
        return ABSENT
    meta.tree.pop(str(path[0]), None)
    meta.errors[:] = [error for error in meta.errors if error[0][0] != path[0]]
    meta.invalid(path, "no message present", {**value, "formatted": None, "message": None, "params": params})
    return None


def _text(value: dict[str, Any], name: str, meta: Meta, path: Path) -> str | None:
    given = value.get(name)
    return None if given is None else text(given, meta, (*path, name))


def _parameters(value: dict[str, Any], meta: Meta, path: Path) -> Any:
    params = value.get("params")
    if type(params) is list or type(params) is dict:
        return params
    if params is not None:
        meta.invalid((*path, "params"), "expected message parameters", params)
    return None


def _shortened(entry: dict[str, Any], meta: Meta, path: Path) -> dict[str, Any]:
    for name in ("message", "formatted"):
        if entry.get(name) is not None:
            entry[name] = shorten(entry[name], MAX_MESSAGE, meta, (*path, name))
    if entry.get("params") is not None:
        entry["params"] = _params(entry["params"], meta, (*path, "params"))
    return entry


def format_message(template: str, params: Any) -> str | None:
    """The template with its parameters filled in, or None when it does not fit them."""
    if "%" in template:
        return _filled(_PERCENT, template, params, "key")
    if "{" in template:
        return _filled(_CURLY, template, params, "name")
    return None


def _filled(pattern: re.Pattern[str], template: str, params: Any, group: str) -> str | None:
    position = 0
    length = 0
    parts: list[str] = []
    start = 0
    for match in pattern.finditer(template):
        parts.append(template[start : match.start()])
        start = match.end()
        if match.groupdict().get("percent"):
            parts.append("%")
            continue
        found, argument = _argument(params, match[group], position)
        if not found:
            return None
        position += 1
        parts.append(_written(argument, match.groupdict().get("conversion")))
        length += len(parts[-1])
        if length > 2 * MAX_MESSAGE:
            break
    return "".join([*parts, template[start:]])


def _argument(params: Any, name: str | None, position: int) -> tuple[bool, Any]:
    if type(params) is dict:
        argument = params.get(name) if name else None
    elif not name or (name.isascii() and name.isdigit() and len(name) < 5):
        index = int(name) if name else position
        argument = params[index] if index < len(params) else None
    else:
        argument = None
    return argument is not None, argument


def _written(argument: Any, conversion: str | None) -> str:
    if type(argument) is str:
        return compact_json(argument) if conversion == "r" else argument
    if type(argument) is int and conversion in {"x", "X", "o"} and abs(argument) < 2**64:
        return format(argument, conversion)
    if type(argument) is float and math.isfinite(argument):
        return format(Decimal(repr(argument)), "f").removesuffix(".0")
    return compact_json(argument)
