"""Normalizes small events for the tests beside this file, each of them twice."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

from chalicelib.processing.normalize.event import IngestContext, normalize

RECEIVED_AT = datetime(2026, 11, 23, 6, tzinfo=UTC)


def normalized(event: dict[str, Any], **context: Any) -> dict[str, Any]:
    """The normalized event, which a second normalization leaves as it is."""
    told = IngestContext(**{"project_id": "42", "event_id": "1" * 32, "received_at": RECEIVED_AT} | context)
    once = normalize(copy.deepcopy(event), told)

    assert normalize(json.loads(json.dumps(once)), told) == once
    return once


def reasons(event: dict[str, Any]) -> dict[str, str]:
    """Why values were refused, by their place."""
    return {error["name"]: error.get("reason", error["type"]) for error in event.get("errors", ())}
