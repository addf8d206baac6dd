"""Errors of JavaScript that have one cause wherever they come up, as Sentry groups them by built-in rules."""

from typing import Any, Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.component import Component, branch, leaf
from chalicelib.processing.grouping.platforms import family_of
from chalicelib.processing.grouping.rules import exceptions_of, message_texts

CHUNK_LOAD_ERROR: Final = "ChunkLoadError"
#: React's words for a page that is not what the server rendered.
HYDRATION_MESSAGES: Final = (
    "Hydration failed because the initial UI does not match what was rendered on the server.",
    "Hydration failed because the server rendered HTML didn't match the client.",
    "Text content does not match server-rendered HTML.",
    (
        "The server could not finish this Suspense boundary, likely due to an error during server rendering. "
        "Switched to client rendering."
    ),
    "There was an error while hydrating this Suspense boundary. Switched to client rendering.",
    (
        "There was an error while hydrating. Because the error happened outside of a Suspense boundary, the entire "
        "root will switch to client rendering."
    ),
)
#: What browsers, bundlers and frameworks say when a deploy took the files away that an open page still asks for.
STALE_FILES: Final = (
    r"^(?:Unable to preload CSS for |Failed to fetch dynamically imported module\b"
    r"|error loading dynamically imported module\b|Importing a module script failed\b"
    r"|Loading (?:CSS )?chunk [\w./~-]{1,100} failed)"
)


def built_in_component(event: dict[str, Any]) -> Component | None:
    """Files of an old release that are gone: one issue. Pages that do not hydrate: one for each transaction."""
    if family_of(event.get("platform")) != "javascript":
        return None
    if any(map(_is_chunk_load_error, exceptions_of(event))):
        return branch("built_in_fingerprint", [leaf("kind", "chunkloaderror")])
    transaction = event.get("transaction")
    if transaction and any(text.startswith(HYDRATION_MESSAGES) for text in message_texts(event)):
        return branch("built_in_fingerprint", [leaf("kind", "hydrationerror"), leaf("transaction", str(transaction))])
    return None


def _is_chunk_load_error(exception: dict[str, Any]) -> bool:
    value = exception.get("value") or ""
    return (
        exception.get("type") == CHUNK_LOAD_ERROR
        or value.startswith(CHUNK_LOAD_ERROR)
        or pattern(STALE_FILES).search(value) is not None
    )
