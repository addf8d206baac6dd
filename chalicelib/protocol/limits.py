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


# Kept item types with the size each may have; of everything else only CLIENT_REPORT is read.
KEPT_ITEM_BYTES = MappingProxyType(
    {
        "event": MAX_EVENT_BYTES,
        "feedback": MAX_EVENT_BYTES,
        "user_report": MAX_EVENT_BYTES,
        "raw_security": MAX_EVENT_BYTES,
        "attachment": MAX_ATTACHMENT_BYTES,
    }
)

_CATEGORY_OF_ITEM = MappingProxyType(
    {
        "event": "error",
        "feedback": "feedback",
        "raw_security": "security",
        "user_report": "feedback",
        "attachment": "attachment",
        "transaction": "transaction",
        "span": "span",
        "otel_span": "span",
        "session": "session",
        "sessions": "session",
        "check_in": "monitor",
        "log": "log_item",
        "otel_log": "log_item",
        "trace_metric": "trace_metric",
        "metric": "trace_metric",
        "statsd": "metric_bucket",
        "metric_buckets": "metric_bucket",
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
CLIENT_REPORT = "client_report"
READ_ITEM_BYTES = MappingProxyType({**KEPT_ITEM_BYTES, CLIENT_REPORT: 256 * KIB})
# What SDKs count in their reports: our categories, and names that only they use.
CATEGORIES = frozenset(_CATEGORY_OF_ITEM.values()) | {
    SECURITY,
    OTHER,
    "crash",
    "log_byte",
    "metric",
    "profile_chunk_ui",
    "profile_duration",
    "replay_video",
    "trace_metric_byte",
    "transaction_indexed",
    "span_indexed",
    "unknown",
}
# Items of these types are containers: the header says how many they hold.
CONTAINER_TYPES = frozenset({"span", "log", "trace_metric"})
MAX_CONTAINED = 10_000
# Browsers' SDKs call a chunk of a profile `profile` where others have a name for it, and heed only their own word.
_SILENCED_WITH = MappingProxyType({"profile_chunk": ("profile", "profile_chunk_ui")})
# Categories that SDKs may not be asked to keep to themselves: what we keep, and what has no name of its own.
UNSILENCED = frozenset({*(_CATEGORY_OF_ITEM[item_type] for item_type in KEPT_ITEM_BYTES), SECURITY, OTHER, "internal"})


def silenced_names(categories: Iterable[str]) -> set[str]:
    """*categories* by all the names under which SDKs heed them, without those we keep."""
    silenced = set(categories) - UNSILENCED
    return silenced.union(*(_SILENCED_WITH.get(category, ()) for category in silenced))


def amount_of(item_type: str, item_count: object) -> int:
    """How much one item counts as; a container as much as it says that it holds."""
    if item_type not in CONTAINER_TYPES or type(item_count) is not int:
        return 1
    return min(max(item_count, 1), MAX_CONTAINED)


def category_of(item_type: str) -> str:
    """The category of an item type; strangers count as `default`, so that a hostile sender makes no new counters."""
    return _CATEGORY_OF_ITEM.get(item_type, OTHER)
