"""Whatever JSON a stranger sends: no exception, bounded size, and the same result when done twice."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from chalicelib.processing.filters.apply import REASONS, FilterSettings, apply_filters
from chalicelib.processing.grouping.engine import GroupingConfig, explain, group
from chalicelib.processing.grouping.rules import FingerprintRule, InAppRule, Matcher
from chalicelib.processing.names import names
from chalicelib.processing.normalize.event import IngestContext, normalize
from chalicelib.processing.scrubbing.scrub import scrub
from chalicelib.processing.scrubbing.sensitive import ScrubSettings
from chalicelib.processing.tags import tags_of, user_identity, user_label
from chalicelib.processing.title import describe
from tests.unit.processing.json_strategies import ANY_JSON, NEAR_EVENT

CONTEXT = IngestContext(
    project_id="42",
    event_id="1" * 32,
    received_at=datetime(2026, 11, 23, tzinfo=UTC),
    client_ip="203.0.113.9",
    user_agent="curl/8",
    sdk="sentry.python/2.75.0",
)
RULES = GroupingConfig(
    fingerprint_rules=(
        FingerprintRule((Matcher("type", "*"), Matcher("function", "*a*")), ("{{ default }}", "{{ tags.x }}")),
    ),
    in_app_rules=(InAppRule((Matcher("path", "*/a/*"),), in_app=True),),
)
EVERYTHING = FilterSettings(
    ip_addresses=("10.0.0.0/8", "::1"),
    releases=("1.*",),
    error_messages=("*boom*",),
    browser_extensions=True,
    web_crawlers=True,
    localhost=True,
    legacy_browsers=True,
)
quick = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@quick
@given(NEAR_EVENT)
def test_normalizing_twice_changes_nothing(event: dict[str, Any]) -> None:
    once = normalize(copy.deepcopy(event), CONTEXT)

    twice = normalize(copy.deepcopy(once), CONTEXT)

    assert json.dumps(twice, sort_keys=True) == json.dumps(once, sort_keys=True)


@quick
@given(NEAR_EVENT)
def test_a_normalized_event_is_json_that_any_writer_accepts(event: dict[str, Any]) -> None:
    normalized = normalize(event, CONTEXT)

    json.dumps(normalized, allow_nan=False).encode()
    json.dumps(normalized, ensure_ascii=False).encode()
    assert all(abs(number) < 2**64 for number in numbers_in(normalized))


@quick
@given(NEAR_EVENT)
def test_every_step_accepts_what_normalization_makes(event: dict[str, Any]) -> None:
    normalized = normalize(event, CONTEXT)

    reason = apply_filters(normalized, EVERYTHING, CONTEXT)
    scrubbed = scrub(normalized, ScrubSettings(fields=("card*", "extra.*.x"), safe_fields=("token",)))
    grouping = group(scrubbed, RULES)
    title = describe(scrubbed)

    assert reason is None or reason in REASONS
    assert len(grouping.hash) == 32
    assert len(title.title) <= 200
    assert len(title.culprit) <= 200
    assert all(key and 0 < len(value) <= 200 for key, value in tags_of(scrubbed))
    assert user_label(scrubbed) is None or user_identity(scrubbed) or user_label(scrubbed)
    json.dumps(explain(grouping), allow_nan=False).encode()


@quick
@given(NEAR_EVENT)
def test_scrubbing_twice_changes_nothing(event: dict[str, Any]) -> None:
    once = scrub(normalize(event, CONTEXT), ScrubSettings())

    twice = scrub(copy.deepcopy(once), ScrubSettings())

    assert twice == once


@quick
@given(NEAR_EVENT)
def test_grouping_is_the_same_when_done_again(event: dict[str, Any]) -> None:
    normalized = normalize(event, CONTEXT)

    first, second = group(normalized, RULES), group(normalized, RULES)

    assert first.hash == second.hash


@quick
@given(ANY_JSON)
def test_any_json_under_any_name_is_survived(value: Any) -> None:
    event = dict.fromkeys(NAMES, value)

    assert normalize(event, CONTEXT)["event_id"]


NAMES = sorted(
    names(
        "event_id level platform timestamp message logentry exception threads stacktrace request user tags extra "
        "contexts breadcrumbs fingerprint modules sdk debug_meta csp template release environment dist transaction "
        "_meta errors"
    )
)


@pytest.mark.parametrize("name", NAMES)
def test_deep_nesting_is_cut(name: str) -> None:
    nested: Any = "bottom"
    for _ in range(5000):
        nested = {"values": [nested]} if name in {"exception", "threads", "breadcrumbs"} else {"a": [nested]}

    normalized = normalize({name: nested, "platform": "python"}, CONTEXT)

    assert depth_of(normalized) < 40


def test_huge_values_stay_bounded() -> None:
    huge = "x" * 300_000
    event = {
        "exception": {"type": huge, "value": huge},
        "extra": {f"{huge}{i}": huge for i in range(3)} | {str(i): huge for i in range(100)},
        "tags": {huge: huge},
        "user": {"id": huge, huge: huge},
        "message": huge,
        "request": {"url": huge, "data": huge, "headers": {huge: huge}, "query_string": huge},
        "contexts": {huge: {"a": huge}, "os": {"name": huge}},
        "breadcrumbs": [{"message": huge, "data": {"a": huge}}] * 100,
    }

    normalized = normalize(event, CONTEXT)

    assert len(json.dumps(normalized)) < 1_700_000


def numbers_in(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for child in value.values() for number in numbers_in(child)]
    if isinstance(value, list):
        return [number for child in value for number in numbers_in(child)]
    return [value] if isinstance(value, int) and not isinstance(value, bool) else []


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0
