"""Errors of JavaScript that have one cause wherever they come up, as Sentry groups them by built-in rules."""

from typing import Any, Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.v1.component import Component, branch, leaf
from chalicelib.processing.grouping.v1.interfaces import exceptions_of, message_texts
from chalicelib.processing.grouping.v1.platforms import family_of

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
#: The same in production builds, and what other frameworks say of it.
HYDRATION_CODES: Final = (
    r"\bMinified React error #(?:418|419|421|422|423|425)\b|\bNG-?0?50[0-9]\b"
    r"|^Hydration (?:completed but contains|(?:\w+ )?mismatch|failed)"
    r"|\bhydration_mismatch\b|/e/hydration_(?:mismatch|failed)\b"
)
#: What browsers, bundlers and frameworks say when a deploy took the files away that an open page still asks for.
STALE_FILES: Final = (
    r"^(?:(?:[A-Z]\w{2,20}Error|Error|Unhandled [Pp]romise [Rr]ejection|Uncaught(?: \(in promise\))?"
    r"|UnhandledRejection|Non-Error promise rejection captured with value):? ){0,3}"
    r"(?:Unable to preload CSS for |Failed to fetch dynamically imported module\b"
    r"|error loading dynamically imported module\b|Importing a module script failed\b"
    r"|Loading (?:CSS )?chunk [\w./~@\[\]-]{1,100} failed|Couldn't resolve component \"|Failed to load module script\b"
    r"|Cannot find module '[^']{1,200}[-.][0-9A-Za-z_-]{8,20}\.m?js'$|Load(?:ing)? failed for (?:the )?module\b"
    r"|Error loading route module\b|Loading module from \S{1,300} was blocked because of a disallowed MIME"
    r"|(?:Unable to|Could not|Failed to) load (?:JavaScript |CSS |script )?(?:chunk|bundle) "
    r"|'?text/html'? is not a valid JavaScript MIME type\b)"
)


def built_in_component(event: dict[str, Any]) -> Component | None:
    """Files of an old release that are gone: one issue. Pages that do not hydrate: one for each transaction."""
    if family_of(event.get("platform")) != "javascript":
        return None
    has_type = any(exception.get("type") == CHUNK_LOAD_ERROR for exception in exceptions_of(event))
    if has_type or any(map(_is_of_stale_file, message_texts(event))):
        return branch("built_in_fingerprint", [leaf("kind", "chunkloaderror")])
    transaction = event.get("transaction")
    if transaction and any(map(_is_hydration_error, message_texts(event))):
        return branch("built_in_fingerprint", [leaf("kind", "hydrationerror"), leaf("transaction", str(transaction))])
    return None


def _is_hydration_error(text: str) -> bool:
    return text.startswith(HYDRATION_MESSAGES) or pattern(HYDRATION_CODES).search(text[:500]) is not None


def _is_of_stale_file(text: str) -> bool:
    start = text[:500]
    return start.startswith(CHUNK_LOAD_ERROR) or pattern(STALE_FILES).search(start) is not None
