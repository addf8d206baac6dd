"""One queued message in, one event ready for storage out, or the reason why it is not wanted.

The steps: read, normalize, filter, symbolicate, scrub, group, describe, seal. UnreadableEvent is for what
can never succeed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import orjson

from chalicelib.aws import keys
from chalicelib.aws.encryption import DataKey
from chalicelib.events.packs import seal_blob
from chalicelib.events.rows import NewEvent, seal_summary, summarize
from chalicelib.events.store import format_ms
from chalicelib.messages import EventMessage
from chalicelib.process_tuning import no_collection
from chalicelib.processing.filters.apply import apply_filters
from chalicelib.processing.grouping.engine import Grouping, explain, group
from chalicelib.processing.normalize.event import IngestContext, normalize
from chalicelib.processing.project_cache import EventProject
from chalicelib.processing.reports import event_from_feedback, event_from_report
from chalicelib.processing.scrubbing.scrub import scrub
from chalicelib.processing.symbolication.symbolicate import symbolicate
from chalicelib.processing.tags import tags_of, user_aliases, user_identity, user_label
from chalicelib.processing.title import Title, describe, message_of
from chalicelib.times import format_time, parse_time

Event = dict[str, Any]

MAX_MESSAGE_LENGTH = 8192
MAX_TITLE_LENGTH = 200
# Each issue keeps these words in the index's memory.
MAX_SEARCHED_FRAMES = 4
MAX_SEARCH_WORD_LENGTH = 40
MAX_SEARCHED_URL_LENGTH = 120
MAX_SEARCH_WORDS_LENGTH = 320
READERS: dict[str, Callable[[Event], Event]] = {"csp": event_from_report, "feedback": event_from_feedback}


class UnreadableEvent(ValueError):
    """The message's body is no event and never will be; the text says why."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that the project's filters keep out."""

    reason: str


def process_event(message: EventMessage, project: EventProject, key: DataKey) -> NewEvent | Refused:
    """Everything that needs no other event. Raises UnreadableEvent."""
    with no_collection():
        return _process(message, project, key)


def _process(message: EventMessage, project: EventProject, key: DataKey) -> NewEvent | Refused:
    context = _context(message, project)
    event = normalize(_read(message), context)
    reason = apply_filters(event, project.settings.filters, context)
    if reason is not None:
        return Refused(reason)
    lacks_maps = frozenset(symbolicate(event, project.project_id).missing)
    event = scrub(event, project.settings.scrub)
    processed = _describe(message, event, group(event, project.settings.grouping), key)
    return replace(processed, lacks_maps=lacks_maps) if lacks_maps else processed


def process_again(message: EventMessage, event: Event, project: EventProject, key: DataKey) -> NewEvent | None:
    """A stored *event* with what source maps now say of it, grouped anew; None where they say nothing new.

    *message* is what is known of its arrival. The event is normalized and scrubbed already; only what was just put into
    it has to be scrubbed.
    """
    outcome = symbolicate(event, project.project_id)
    if not outcome.mapped:
        return None
    event = scrub(event, project.settings.scrub)
    processed = _describe(message, event, group(event, project.settings.grouping), key)
    return replace(processed, lacks_maps=frozenset(outcome.missing))


def _read(message: EventMessage) -> Event:
    try:
        body = orjson.loads(message.body)
    except orjson.JSONDecodeError as error:
        raise UnreadableEvent(f"not JSON: {error}") from error
    if not isinstance(body, dict):
        raise UnreadableEvent(f"expected a JSON object, not {type(body).__name__}")
    try:
        event = READERS[message.kind](body) if message.kind in READERS else body
    except ValueError as error:
        raise UnreadableEvent(str(error)) from error
    if message.kind == "feedback":
        # Each message is an entry of its own: somebody is waiting for an answer to it.
        event["fingerprint"] = ["feedback", message.event_id]
    # The queue's id is the one the sender was told, and the one that duplicates are found by.
    return event | {"event_id": message.event_id}


def _context(message: EventMessage, project: EventProject) -> IngestContext:
    return IngestContext(
        project_id=message.project_id,
        event_id=message.event_id,
        received_at=parse_time(message.received_at),
        client_ip=message.client_ip,
        user_agent=message.user_agent,
        sdk=message.sdk,
        store_ip=project.settings.store_ip,
        clock_drift_seconds=message.clock_drift_seconds,
    )


def _describe(message: EventMessage, event: Event, grouping: Grouping, key: DataKey) -> NewEvent:
    title, tags, user = describe(event), tags_of(event), user_label(event)
    identity = user_identity(event)
    text = message_of(event)[:MAX_MESSAGE_LENGTH]
    summary = summarize(event, title=title.title, message=title.value or text, user=user, tags=tags)
    summary["occurred_at"] = occurred_at = _occurred_at(event, message)
    return NewEvent(
        event_id=message.event_id,
        issue_id=keys.issue_id(message.project_id, grouping.hash),
        fingerprint=grouping.hash,
        received_at=message.received_at,
        received_ms=round(parse_time(message.received_at).timestamp() * 1000),
        occurred_at=occurred_at,
        title=title.title[:MAX_TITLE_LENGTH],
        culprit=title.culprit[:MAX_TITLE_LENGTH],
        type=title.type,
        level=title.level,
        platform=event.get("platform") or "other",
        handled=title.handled,
        environment=event.get("environment"),
        release=event.get("release"),
        transaction=event.get("transaction"),
        message=text,
        user=user,
        user_hash=key.hash_user(identity) if identity else None,
        user_aliases=tuple(map(key.hash_user, user_aliases(event))),
        tags=tags,
        metadata=_metadata(title),
        explain_grouping=partial(explain, grouping),
        search_words=_search_words(event),
        summary=seal_summary(key, message.event_id, summary),
        blob=seal_blob(key, message.event_id, {"event": event, "culprit": title.culprit[:MAX_TITLE_LENGTH]}),
    )


def _metadata(title: Title) -> dict[str, Any]:
    return {"type": title.exception_type, "value": title.value} if title.exception_type else {"value": title.value}


def _search_words(event: Event) -> str:
    """Files and functions nearest to the error and the page's URL, for free text to find. At most 320 characters."""
    exceptions = (event.get("exception") or {}).get("values") or [{}]
    frames = [frame for frame in ((exceptions[-1] or {}).get("stacktrace") or {}).get("frames") or () if frame]
    own = [frame for frame in frames if frame.get("in_app")] or frames
    nearest = own[: -MAX_SEARCHED_FRAMES - 1 : -1]
    files = [(frame.get("filename") or "").rpartition("/")[2] for frame in nearest]
    functions = [(frame.get("function") or "").rpartition(".")[2] for frame in nearest]
    words = dict.fromkeys(word[:MAX_SEARCH_WORD_LENGTH] for word in (*files, *functions) if len(word) > 1)
    url = (event.get("request") or {}).get("url")
    return " ".join([*words, url[:MAX_SEARCHED_URL_LENGTH]] if type(url) is str else words)[:MAX_SEARCH_WORDS_LENGTH]


def _occurred_at(event: Event, message: EventMessage) -> str:
    timestamp = event.get("timestamp")
    if isinstance(timestamp, int | float):
        return format_ms(round(timestamp * 1000))
    return message.received_at if not isinstance(timestamp, str) else format_time(parse_time(timestamp))
