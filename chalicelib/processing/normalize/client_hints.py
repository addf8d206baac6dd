"""Browser, system and device from the Sec-CH-UA headers, which say what a reduced User-Agent no longer does."""

from typing import Any, Final

from chalicelib.patterns import pattern
from chalicelib.processing.normalize.user_agent import MAX_CHARACTERS, UserAgent, named

_CLIENT_HINT_BRAND: Final = r'"([^"]{1,100})";v="([^"]{1,50})"'
_CLIENT_HINT_NAMES: Final = {"Google Chrome": "Chrome"}
_ENGINES: Final = ("Brand", "Chromium", "Gecko", "WebKit")


def client_hints(headers: dict[str, str]) -> UserAgent:
    """What the Sec-CH-UA headers tell; names of *headers* are lower-case."""
    model = headers.get("sec-ch-ua-model", "").strip().replace('"', "")[:200]
    platform = headers.get("sec-ch-ua-platform", "").strip().replace('"', "")[:200]
    version = headers.get("sec-ch-ua-platform-version", "").strip().replace('"', "")[:200]
    return UserAgent(
        _browser_hint(headers.get("sec-ch-ua", "")[:MAX_CHARACTERS]),
        named(platform, version) if platform else None,
        {"model": model} if model else None,
    )


def _browser_hint(hint: str) -> dict[str, Any] | None:
    for item in hint.split(","):
        if any(engine in item for engine in _ENGINES):
            continue
        match = pattern(_CLIENT_HINT_BRAND).search(item)
        if match and match[1].strip() and match[2].strip():
            return named(_CLIENT_HINT_NAMES.get(match[1], match[1]), match[2])
        return None
    return None
