"""What of an event version 1 looks at: exceptions, threads, frames, texts and tags, absent or not."""

from collections.abc import Iterator
from typing import Any, Final

from chalicelib.processing.grouping.v1.platforms import family_of

TAG_PREFIX: Final = "tags."

Frame = dict[str, Any]


def event_values(event: dict[str, Any], subject: str) -> tuple[Any, ...]:
    """The texts of an event that a matcher of that subject looks at."""
    if subject.startswith(TAG_PREFIX):
        return (tag_value(event, subject[len(TAG_PREFIX) :]) or "",)
    if subject == "message":
        return tuple(message_texts(event)) or ("",)
    if subject == "family":
        return (family_of(event.get("platform")),)
    if subject == "sdk":
        return ((event.get("sdk") or {}).get("name") or "",)
    return (event.get(subject) or "",)


def message_texts(event: dict[str, Any]) -> Iterator[str]:
    """The message in both its forms, and what every exception says, alone and after its type."""
    entry = event.get("logentry") or {}
    yield from (entry[form] for form in ("formatted", "message") if entry.get(form))
    for exception in exceptions_of(event):
        value = exception.get("value") or ""
        if value:
            yield value
        if exception.get("type"):
            yield f"{exception['type']}: {value}"


def tag_value(event: dict[str, Any], key: str) -> str | None:
    for pair in event.get("tags") or ():
        if pair and pair[0] == key:
            return pair[1] if type(pair[1]) is str else None
    return None


def exceptions_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The exceptions that say anything, oldest first."""
    return [exception for exception in (event.get("exception") or {}).get("values") or () if exception]


def threads_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    return [thread for thread in (event.get("threads") or {}).get("values") or () if thread]


def frames_of(holder: dict[str, Any]) -> list[Frame]:
    """The frames of an exception, thread or event that has a stack trace, oldest first."""
    return [frame for frame in (holder.get("stacktrace") or {}).get("frames") or () if frame]


def all_frames(event: dict[str, Any]) -> Iterator[Frame]:
    for holder in (*exceptions_of(event), *threads_of(event), event):
        yield from frames_of(holder)
