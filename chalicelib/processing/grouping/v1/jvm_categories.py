"""Frames of the JVM and of Android that begin a thread, or that only invoke what follows by reflection.

Sentry also counts rows of `java.*`, `android.*` and `androidx.*` once. Where an app has no frames of its own, that
makes one issue of many causes, so that they all count here.
"""

from functools import lru_cache
from typing import Final

from chalicelib.patterns import pattern

_FRAMES: Final = (
    r"(?P<indirection>(?:java\.lang|sun|jdk\.internal)\.reflect\.|java\.lang\.Class:getMethod\Z"
    r"|androidx\.work\.impl\.utils\.ForceStopRunnable:|android\.(?:view|text|widget)\.[^:]*:(?:handleMessage|run)\Z)"
    r"|(?P<threadbase>java\.util\.concurrent\.ThreadPoolExecutor:runWorker\Z|android\.os\.[^:]*:call\Z"
    r"|android\.os\.(?:Looper:loop|Handler:(?:dispatchMessage|handleCallback))\Z"
    r"|android\.app\.ActivityThread(?:[^:]*:handleMessage|:main)\Z)"
)


@lru_cache(maxsize=4096)
def jvm_kind(module: str, function: str) -> str:
    match = pattern(_FRAMES).match(f"{module}:{function}")
    return (match and match.lastgroup) or ""
