"""Sentry's data categories: what an item counts as in outcomes and rate limits, and which items we keep at all."""

from types import MappingProxyType

from chalicelib.protocol.sizes import MAX_ATTACHMENT_BYTES, MAX_EVENT_BYTES

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
