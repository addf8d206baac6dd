"""Sentry's data categories, how much of each is taken, and how a refusal reads to SDKs.

The gateways refuse larger bodies before us: API Gateway 10 MB, Lambda 6 MB.
"""

import math
from collections.abc import Iterable
from types import MappingProxyType

RATE_LIMITS_HEADER = "X-Sentry-Rate-Limits"


def retry_seconds(until: float, now: float) -> int:
    """Whole seconds from *now* to *until*, at least one: SDKs read 0 as no limit at all."""
    return max(1, math.ceil(until - now))


def format_rate_limit(seconds: int, categories: Iterable[str], scope: str, reason: str) -> str:
    """One limit. No categories means all of them, which silences an SDK entirely until the limit ends."""
    return f"{seconds}:{';'.join(sorted(categories))}:{scope}:{reason}"


KIB = 1024
MIB = 1024 * KIB

MAX_EVENT_BYTES = MIB
MAX_ATTACHMENT_BYTES = 100 * MIB
MAX_REPORT_BYTES = MIB
MAX_ENVELOPE_BYTES = 100 * MIB
MAX_COMPRESSED_BYTES = 20 * MIB
MAX_HEADER_BYTES = 64 * KIB
MAX_ENVELOPE_ITEMS = 1000
# orjson writes no deeper JSON than this, so that everything behind the queue can count on it.
MAX_DEPTH = 254

LAMBDA_NOTE = "(on AWS Lambda a whole request is limited to 6 MB, about 4.5 MB of compressed body)"


def describe_bytes(size: int) -> str:
    return f"{size // MIB} MiB" if size % MIB == 0 else f"{size // KIB} KiB"


# Kept item types with the size each may have; everything else in an envelope is counted and dropped.
KEPT_ITEM_BYTES = MappingProxyType(
    {
        "event": MAX_EVENT_BYTES,
        "feedback": MAX_EVENT_BYTES,
        "user_report": MAX_EVENT_BYTES,
        "attachment": MAX_ATTACHMENT_BYTES,
    }
)

_CATEGORY_OF_ITEM = MappingProxyType(
    {
        "event": "error",
        "feedback": "feedback",
        "user_report": "feedback",
        "attachment": "attachment",
        "transaction": "transaction",
        "span": "span",
        "session": "session",
        "sessions": "session",
        "check_in": "monitor",
        "log": "log_item",
        "otel_log": "log_item",
        "trace_metric": "trace_metric",
        "statsd": "metric_bucket",
        "replay_event": "replay",
        "replay_recording": "replay",
        "replay_video": "replay",
        "profile": "profile",
        "profile_chunk": "profile_chunk",
        "client_report": "internal",
    }
)
ATTACHMENT = "attachment"
SECURITY = "security"
TRANSACTION = "transaction"
OTHER = "default"
# Categories that SDKs may not be asked to keep to themselves: what we keep, and what has no name of its own.
UNSILENCED = frozenset({*(_CATEGORY_OF_ITEM[item_type] for item_type in KEPT_ITEM_BYTES), SECURITY, OTHER, "internal"})


def category_of(item_type: str) -> str:
    """The category of an item type; strangers count as `default`, so that a hostile sender makes no new counters."""
    return _CATEGORY_OF_ITEM.get(item_type, OTHER)
