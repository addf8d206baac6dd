"""Contexts: what the SDK knows of device, system, browser and trace, typed by their name or their `type`."""

from typing import Any, Final

from chalicelib.processing.normalize.context_fields import CONTEXT_FIELDS
from chalicelib.processing.normalize.meta import Marks, Path
from chalicelib.processing.normalize.meta_trees import MAX_KEY_CHARACTERS
from chalicelib.processing.normalize.pairs import cut_pairs
from chalicelib.processing.normalize.raw_descriptions import describe_os, describe_runtime
from chalicelib.processing.normalize.request import header, move_cookies, parse_body
from chalicelib.processing.normalize.size_limit import Bag, is_null, key_text
from chalicelib.processing.normalize.values import ABSENT, Coerce, printable, well_formed

CONTEXT_DEPTH: Final = 7
CONTEXT_BYTES: Final = 8192
MAX_CONTEXTS: Final = 200

#: Pairs of a response have limits of their own.
PAIR_BYTES: Final = {"cookies": 2048, "headers": 8192}
#: Of these, what is not a known field is dropped.
CLOSED: Final = frozenset({"profile"})


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
        if name == "trace" and type(entry) is not dict:
            # There is always a trace: what is none makes room for one that is made up.
            continue
        if name == "trace" and entry.get("type") != "trace":
            entry = {**entry, "type": "trace"}  # noqa: PLW2901 - under this name there is nothing else
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
    fields = CONTEXT_FIELDS.get(kind)
    if fields is None:
        free = {name: entry for name, entry in value.items() if name != "type"}
        result = Bag(CONTEXT_BYTES, marks).put_entries(free, CONTEXT_DEPTH, path)
    else:
        result = _known_context(kind, value, fields, marks, path)
    result["type"] = kind
    return result


def _known_context(
    kind: str, value: dict[Any, Any], fields: dict[str, Coerce], marks: Marks, path: Path
) -> dict[str, Any]:
    """A context without its nulls, its fields checked, completed and cut in the order of the fields."""
    checked = _checked(value, fields, marks, path)
    _complete(kind, checked, marks, path)
    ordered = {name: checked.pop(name) for name in fields if name in checked}
    if kind not in CLOSED:
        ordered |= {name: checked[name] for name in sorted(checked, key=str)}
    pairs: dict[str, Any] = {}
    if kind == "response":
        for name, limit in PAIR_BYTES.items():
            if ordered.get(name):
                pairs[name] = cut_pairs(ordered.pop(name), limit, marks, (*path, name))
    return pairs | Bag(CONTEXT_BYTES, marks).put_in_order(ordered, CONTEXT_DEPTH, path)


def _complete(kind: str, context: dict[Any, Any], marks: Marks, path: Path) -> None:
    complete = COMPLETE.get(kind)
    if complete is None:
        return
    refused = [name for name, entry in context.items() if entry is None]
    complete(context)
    for name in refused:
        if context.get(name) is not None:
            marks.forget((*path, name))


def _checked(value: dict[Any, Any], fields: dict[str, Coerce], marks: Marks, path: Path) -> dict[Any, Any]:
    checked: dict[Any, Any] = {}
    for name, entry in value.items():
        if name == "type":
            continue
        if is_null(entry):
            if marks.incoming and marks.already_noted((*path, key_text(name))):
                checked[name] = None
            continue
        coerce = fields.get(name)
        coerced = coerce(entry, marks, (*path, name)) if coerce else entry
        if coerced is not ABSENT:
            checked[name] = coerced
    return checked


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
    """What a content type was inferred from before is parsed already."""
    if context.get("inferred_content_type") == "application/json":
        return context
    context = {name: entry for name, entry in context.items() if name != "inferred_content_type"}
    content_type, parsed = parse_body(context["data"]) if type(context.get("data")) is str else (None, None)
    if content_type == "application/json":
        context |= {"data": parsed, "inferred_content_type": content_type}
    return context


def _complete_response(context: dict[str, Any]) -> None:
    if "cookies" not in context:
        move_cookies(context, "Set-Cookie")
    declared = header(context, "Content-Type")
    if declared and "inferred_content_type" not in context:
        context["inferred_content_type"] = declared.split(";")[0]


def _complete_trace(context: dict[str, Any]) -> None:
    context["status"] = context.get("status") or "unknown"


def trace(event_id: str, given: dict[str, Any] | None, marks: Marks) -> dict[str, Any]:
    """A trace context is always there: what the SDK said where it is valid, else ids made from the event's id."""
    result = dict(given or {})
    for field in ("trace_id", "span_id") if given is not None else ():
        if field not in result:
            marks.invalid(("contexts", "trace", field), kind="missing_attribute")
    result["trace_id"] = result.get("trace_id") or event_id
    result["span_id"] = result.get("span_id") or result["trace_id"][:16]
    return {**result, "status": result.get("status") or "unknown", "type": "trace"}


COMPLETE: Final = {
    "os": _complete_os,
    "runtime": _complete_runtime,
    "browser": _complete_browser,
    "response": _complete_response,
    "trace": _complete_trace,
}
