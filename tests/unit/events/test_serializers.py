"""What the API says of an event's tags."""

from types import SimpleNamespace
from typing import Any

from chalicelib.events.serializers import all_tags


def test_refused_keys_and_values_are_no_tags() -> None:
    row: Any = SimpleNamespace(tags=[("level", "error")])
    event = {"tags": [["plan", "pro"], [None, "x"], ["region", None], None, ["level", "error"]]}

    assert all_tags(row, event) == [("level", "error"), ("plan", "pro")]
