"""How a refusal reads to SDKs: `Retry-After`, and `X-Sentry-Rate-Limits: <seconds>:<categories>:<scope>:<reason>`."""

import math
from collections.abc import Iterable

RATE_LIMITS_HEADER = "X-Sentry-Rate-Limits"


def retry_seconds(until: float, now: float) -> int:
    """Whole seconds from *now* to *until*, at least one: SDKs read 0 as no limit at all."""
    return max(1, math.ceil(until - now))


def format_rate_limit(seconds: int, categories: Iterable[str], scope: str, reason: str) -> str:
    """One limit. No categories means all of them, which silences an SDK entirely until the limit ends."""
    return f"{seconds}:{';'.join(sorted(categories))}:{scope}:{reason}"
