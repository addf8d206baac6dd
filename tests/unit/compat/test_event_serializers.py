"""Events as entries, whatever an SDK wrote into them."""

from typing import Any

import pytest

from chalicelib.compat.event_serializers import _entries, _frame


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"exception": None, "threads": "x", "breadcrumbs": 3, "request": [], "logentry": ""},
        {"exception": {"values": [None, "x"]}},
        {"exception": {"values": [{}]}},
        {"exception": {"values": [{"stacktrace": {"frames": [None, 3, {}]}}]}},
        {"threads": {"values": [{"id": 1, "stacktrace": None}]}},
    ],
)
def test_what_is_missing_or_of_another_type_is_left_out(event: dict[str, Any]) -> None:
    entries = [entry.model_dump(mode="json") for entry in _entries(event)]

    assert all(entry["type"] in {"exception", "threads"} for entry in entries)


@pytest.mark.parametrize(
    ("frame", "context"),
    [
        ({"lineno": 3, "context_line": "c", "pre_context": ["a", "b"]}, [[1, "a"], [2, "b"], [3, "c"]]),
        ({"lineno": 3, "context_line": "c", "post_context": [None]}, [[3, "c"], [4, ""]]),
        ({"context_line": "c"}, []),
        ({"lineno": 3, "pre_context": ["a"]}, []),
    ],
)
def test_lines_of_code_are_numbered(frame: dict[str, Any], context: list[list[Any]]) -> None:
    assert _frame(frame)["context"] == context
