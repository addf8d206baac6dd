"""Events of any shape become text that stays within its code; hostile ones cost little."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.events.markdown import code_block, describe_event, inline_code
from chalicelib.events.rows import EventRow
from chalicelib.events.store import StoredEvent
from tests.conftest import corpus_files

ROW = EventRow(
    event_id="0" * 32,
    issue_id="i",
    project_id="1",
    occurred_at="2026-01-02T03:04:05Z",
    received_at="2026-01-02T03:04:05Z",
    level="error",
    title="t",
    message="",
    platform="python",
    environment=None,
    release=None,
    transaction=None,
    tags=[],
    user=None,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
NAMES = ("exception", "threads", "stacktrace", "request", "contexts", "breadcrumbs", "extra", "logentry")


def text_of(event: dict[str, object]) -> str:
    return describe_event(StoredEvent(ROW, event, {}, 0))


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=5))
def test_no_shape_breaks_it(event: dict[str, object]) -> None:
    assert text_of(event).startswith("## Event")


@given(st.text(alphabet=st.sampled_from("`~\n #<>ab\u202e\u2028\r")))
def test_nothing_leaves_its_code(text: str) -> None:
    fence, *_, last = code_block(text).split("\n")
    assert fence == last
    assert fence not in text.split("\n")
    assert len(inline_code(text).splitlines()) == 1


@pytest.mark.parametrize("path", corpus_files("events/**/*.json")[:40], ids=lambda path: path.name)
def test_real_events_are_told(path: Path) -> None:
    events = orjson.loads(path.read_bytes())
    event = events[0] if isinstance(events, list) else events
    assert len(text_of(event)) < 60_000
