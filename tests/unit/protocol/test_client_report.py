"""Client reports are counted by known words only, whatever a sender writes."""

import json
from typing import Any

import pytest

from chalicelib.protocol.client_report import MAX_ENTRIES, MAX_QUANTITY, count_discarded


def discarded(*entries: Any) -> dict[str, int]:
    return dict(count_discarded(json.dumps({"discarded_events": list(entries)}).encode()))


@pytest.mark.parametrize(
    ("entry", "counted"),
    [
        ({"reason": "queue_overflow", "category": "error", "quantity": 23}, {"queue_overflow:error": 23}),
        (
            {"reason": "ratelimit_backoff", "category": "trace_metric", "quantity": 1},
            {"ratelimit_backoff:trace_metric": 1},
        ),
        ({"reason": "no_parent_span", "category": "span", "quantity": 1.0}, {"no_parent_span:span": 1}),
        ({"reason": "network", "category": "session", "quantity": 2}, {"network_error:session": 2}),
        ({"reason": "x" * 10_000, "category": "error", "quantity": 1}, {"other:error": 1}),
        ({"reason": "sample_rate", "category": "a:b", "quantity": 1}, {"sample_rate:default": 1}),
        ({"reason": {}, "category": [], "quantity": 1}, {"other:default": 1}),
        ({"reason": "sample_rate", "category": "error", "quantity": 10**30}, {"sample_rate:error": MAX_QUANTITY}),
        ({"reason": "sample_rate", "category": "error", "quantity": 0}, {}),
        ({"reason": "sample_rate", "category": "error", "quantity": -5}, {}),
        ({"reason": "sample_rate", "category": "error", "quantity": True}, {}),
        ({"reason": "sample_rate", "category": "error", "quantity": None}, {}),
        ({}, {}),
        (7, {}),
    ],
)
def test_an_entry_counts_under_known_words(entry: Any, counted: dict[str, int]) -> None:
    assert discarded(entry) == counted


def test_a_report_counts_so_many_entries() -> None:
    entry = {"reason": "sample_rate", "category": "error", "quantity": 1}

    assert discarded(*[entry] * 5000) == {"sample_rate:error": MAX_ENTRIES}
