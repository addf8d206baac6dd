"""What an SDK says it discarded itself, as counts by reason and category. Never a reason to refuse anything.

Format: https://develop.sentry.dev/sdk/telemetry/client-reports/
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from chalicelib.protocol.limits import CATEGORIES, OTHER

#: The reasons that SDKs give; another one counts as `other`, so that a hostile sender makes no new counters.
REASONS = frozenset(
    {
        "backpressure",
        "before_send",
        "buffer_overflow",
        "cache_overflow",
        "callback_error",
        "event_processor",
        "ignored",
        "insufficient_data",
        "internal_sdk_error",
        "invalid",
        "network_error",
        "no_parent_span",
        "queue_overflow",
        "ratelimit_backoff",
        "sample_rate",
        "send_error",
        "too_large",
    }
)
OTHER_REASON = "other"
#: Names that some SDKs use for a reason above.
_ALIASES = {"network": "network_error", "too_big": "too_large", "before_send_transaction": "before_send"}
# Relays report under these names what they turned away on an SDK's behalf.
_LISTS = ("discarded_events", "rate_limited_events", "filtered_events", "filtered_sampling_events")
MAX_ENTRIES = 200
MAX_QUANTITY = 1_000_000


def count_discarded(payload: bytes) -> Counter[str]:
    """`<reason>:<category>` and how many; nothing from a report that cannot be read."""
    try:
        report = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return Counter()
    counts: Counter[str] = Counter()
    for entry in _entries(report):
        counts[f"{_reason_of(entry)}:{_category_of(entry)}"] += _quantity_of(entry)
    return +counts


def _entries(report: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(report, dict):
        return
    for name in _LISTS:
        entries = report.get(name)
        if isinstance(entries, list):
            yield from (entry for entry in entries[:MAX_ENTRIES] if isinstance(entry, dict))


def _reason_of(entry: dict[str, Any]) -> str:
    reason = entry.get("reason")
    reason = _ALIASES.get(reason, reason) if isinstance(reason, str) else None
    return reason if reason in REASONS else OTHER_REASON


def _category_of(entry: dict[str, Any]) -> str:
    category = entry.get("category")
    return category if isinstance(category, str) and category in CATEGORIES else OTHER


def _quantity_of(entry: dict[str, Any]) -> int:
    quantity = entry.get("quantity")
    if isinstance(quantity, float) and quantity.is_integer():
        quantity = int(quantity)
    return min(quantity, MAX_QUANTITY) if type(quantity) is int and quantity > 0 else 0
