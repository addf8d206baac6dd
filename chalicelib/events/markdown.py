"""An event as Markdown, for programs and people that read text: what failed, where, with which values. Pure.

Whatever an SDK sent stands in code, behind fences that it cannot close, so that it stays data.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.events.serializers import all_tags, message_of
from chalicelib.events.store import StoredEvent

MAX_EXCEPTIONS = 5
MAX_FRAMES = 25
MAX_VARIABLES = 12
MAX_BREADCRUMBS = 15
MAX_TAGS = 40
MAX_VALUE_LENGTH = 200
MAX_EXTRA_LENGTH = 1500
# Contexts that say where it ran; all others are shown as they came.
NAMED_CONTEXTS = ("runtime", "browser", "client_os", "os", "device")
NAMES_OF_DEVICES = ("name", "version", "model", "family")
# What would end a line or is not shown at all, such as marks that turn the direction of text.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


def describe_event(stored: StoredEvent) -> str:
    """The event's facts, exceptions innermost frame first, request, breadcrumbs and extra data."""
    event = stored.event
    parts = [f"## Event {stored.row.event_id}", _facts(stored)]
    if not stored.is_body_kept:
        parts.append("Its body was not kept: the project's monthly budget ran low.")
    exceptions = _values(event.get("exception"))
    for number, exception in enumerate(reversed(exceptions[-MAX_EXCEPTIONS:])):
        parts.append(_describe_exception(exception, is_raised=number == 0))
    message = message_of(event)
    if message and not exceptions:
        parts.append(code_block(message[:2000]))
    if not exceptions:
        parts += [code_block(_describe_frames(frames)) for frames in _other_traces(event)]
    parts += _sections(event)
    tags = _tags_of(stored)
    parts.append(f"### Tags\n\n{_describe_pairs(tags)}" if tags else "")
    return "\n\n".join(part for part in parts if part)


def _describe_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {inline_code(key)}: {inline_code(value)}" for key, value in pairs)


def code_block(text: str) -> str:
    """*text* between fences longer than any run of backticks inside."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def inline_code(value: object, limit: int = MAX_VALUE_LENGTH) -> str:
    """*value* on one line, cut at *limit* characters, as code that it cannot leave."""
    text = one_line(value, limit)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return f"{'`' * (longest + 1)} {text} {'`' * (longest + 1)}" if longest else f"`{text or ' '}`"


def one_line(value: object, limit: int = MAX_VALUE_LENGTH) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = CONTROLS.sub(" ", text).strip()
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _facts(stored: StoredEvent) -> str:
    row = stored.row
    facts = {
        "Time": row.occurred_at,
        "Level": row.level,
        "Environment": row.environment,
        "Release": row.release,
        "Transaction": row.transaction,
        "User": row.user,
    }
    return "\n".join(f"- {name}: {inline_code(value)}" for name, value in facts.items() if value)


def _describe_exception(exception: Mapping[str, Any], *, is_raised: bool) -> str:
    title = ": ".join(one_line(exception[name], 1000) for name in ("type", "value") if exception.get(name))
    heading = "### Exception" if is_raised else "### Caused by, or raised before it"
    mechanism = exception.get("mechanism")
    if isinstance(mechanism, Mapping) and mechanism.get("handled") is False:
        heading += " (unhandled)"
    lines = [title or "(no type)", *_describe_frames(_frames(exception.get("stacktrace"))).splitlines()]
    return f"{heading}\n\n{code_block(chr(10).join(lines))}"


def _describe_frames(frames: Sequence[Mapping[str, Any]]) -> str:
    """One line a frame, those of the application marked; the first of these with its source and variables."""
    inward = list(reversed(frames))
    shown = inward[:MAX_FRAMES]
    detailed = next((at for at, frame in enumerate(shown) if frame.get("in_app")), 0)
    lines: list[str] = []
    for at, frame in enumerate(shown):
        lines.append(f"{'→' if frame.get('in_app') else ' '} {_name(frame)} ({_place(frame)})")
        lines += _source(frame) + _variables(frame) if at == detailed else _failing_line(frame)
    if len(inward) > MAX_FRAMES:
        lines.append(f"  … {len(inward) - MAX_FRAMES} outer frames")
    return "\n".join(lines)


def _name(frame: Mapping[str, Any]) -> str:
    return one_line(frame.get("function") or "<anonymous>")


def _place(frame: Mapping[str, Any]) -> str:
    file = next((frame[name] for name in ("filename", "abs_path", "module", "package") if frame.get(name)), "?")
    place = [one_line(file), *(str(frame[name]) for name in ("lineno", "colno") if isinstance(frame.get(name), int))]
    return ":".join(place)


def _source(frame: Mapping[str, Any]) -> list[str]:
    number = frame.get("lineno")
    if not frame.get("context_line") or not isinstance(number, int):
        return []
    before, after = _texts(frame.get("pre_context"))[-3:], _texts(frame.get("post_context"))[:3]
    numbered = [*before, str(frame["context_line"]), *after]
    first = number - len(before)
    return [
        f"    {'>' if first + offset == number else ' '} {first + offset:>5} | {_code_line(text)}"
        for offset, text in enumerate(numbered)
    ]


def _failing_line(frame: Mapping[str, Any]) -> list[str]:
    return [f"      {_code_line(frame['context_line']).strip()}"] if frame.get("context_line") else []


def _variables(frame: Mapping[str, Any]) -> list[str]:
    variables = frame.get("vars")
    if not isinstance(variables, Mapping):
        return []
    return [
        f"      {one_line(name, 60)} = {one_line(value)}" for name, value in list(variables.items())[:MAX_VARIABLES]
    ]


def _sections(event: Mapping[str, Any]) -> list[str]:
    request = event.get("request")
    sections: list[str] = []
    if isinstance(request, Mapping) and request.get("url"):
        query = request.get("query_string")
        words = (one_line(request.get("method") or "GET", 20), one_line(request["url"], 1000))
        asked = " ".join(words) + (f"?{one_line(query, 500)}" if query and isinstance(query, str) else "")
        sections.append(f"### Request\n\n{code_block(asked)}")
    places = _contexts(event.get("contexts"))
    if places:
        sections.append(f"### Where it ran\n\n{_describe_pairs(places)}")
    crumbs = [_crumb(crumb) for crumb in _values(event.get("breadcrumbs"))[-MAX_BREADCRUMBS:]]
    if crumbs:
        sections.append(f"### Breadcrumbs, the last {len(crumbs)}\n\n{code_block(chr(10).join(crumbs))}")
    if isinstance(event.get("extra"), Mapping) and event["extra"]:
        sections.append(f"### Extra\n\n{code_block(one_line(event['extra'], MAX_EXTRA_LENGTH))}")
    return sections


def _tags_of(stored: StoredEvent) -> list[tuple[str, str]]:
    """The event's tags without what its facts say already."""
    said = {"level", "environment", "release", "transaction", "user"}
    return [(key, value) for key, value in all_tags(stored.row, stored.event) if key not in said][:MAX_TAGS]


def _contexts(contexts: Any) -> list[tuple[str, str]]:
    if not isinstance(contexts, Mapping):
        return []
    found = []
    for name in NAMED_CONTEXTS:
        context = contexts.get(name)
        words = [context[key] for key in NAMES_OF_DEVICES if context.get(key)] if isinstance(context, Mapping) else []
        if words:
            found.append((name, " ".join(one_line(word, 80) for word in words)))
    return found


def _crumb(crumb: Mapping[str, Any]) -> str:
    said = crumb.get("message") or crumb.get("data") or ""
    words = (crumb.get("timestamp"), crumb.get("level"), crumb.get("category"))
    return "  ".join(one_line(word) for word in (*words, said) if word)


def _other_traces(event: Mapping[str, Any]) -> list[Sequence[Mapping[str, Any]]]:
    threads = [thread for thread in _values(event.get("threads")) if thread.get("crashed") or thread.get("current")]
    traces = [_frames(holder.get("stacktrace")) for holder in (event, *threads[:1])]
    return [frames for frames in traces if frames]


def _frames(stacktrace: Any) -> list[Mapping[str, Any]]:
    frames = stacktrace.get("frames") if isinstance(stacktrace, Mapping) else None
    return [frame for frame in frames if isinstance(frame, Mapping)] if isinstance(frames, list) else []


def _values(holder: Any) -> list[Mapping[str, Any]]:
    values = holder.get("values") if isinstance(holder, Mapping) else holder
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []


def _texts(lines: Any) -> list[str]:
    return [str(line) for line in lines] if isinstance(lines, list) else []


def _code_line(text: object) -> str:
    """A line of source keeps its indent."""
    return CONTROLS.sub(" ", str(text).expandtabs(4)).rstrip()[:MAX_VALUE_LENGTH]
