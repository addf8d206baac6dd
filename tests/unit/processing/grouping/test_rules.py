import time
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from chalicelib.processing.grouping.engine import GroupingConfig, group
from chalicelib.processing.grouping.rules import FingerprintRule, InAppRule, Matcher, decide_in_app, find_fingerprint
from chalicelib.processing.grouping.v1.in_app import mark_in_app
from chalicelib.projects.settings import reject_costly_rules

EVENT: dict[str, Any] = {
    "platform": "python",
    "level": "error",
    "release": "web@1.2",
    "transaction": "/pay",
    "tags": [["shard", "7"]],
    "sdk": {"name": "sentry.python.django"},
    "logentry": {"formatted": "hello"},
    "exception": {
        "values": [
            {
                "type": "DbError",
                "value": "timeout",
                "stacktrace": {
                    "frames": [
                        {"module": "app.db", "function": "query", "abs_path": "/srv/app/db.py", "in_app": True},
                        {"module": "psycopg", "function": "wait", "abs_path": "/venv/psycopg.py", "in_app": False},
                    ]
                },
            }
        ]
    },
}


@pytest.mark.parametrize(
    ("matchers", "fits"),
    [
        ([("type", "Db*")], True),
        ([("type", "DbError"), ("value", "timeout")], True),
        ([("type", "DbError"), ("value", "refused")], False),
        ([("message", "dberror: *")], True),
        ([("message", "hello")], True),
        ([("path", "*/app/*")], True),
        ([("module", "psycopg"), ("app", "no")], True),
        ([("module", "psycopg"), ("app", "yes")], False),
        ([("function", "query"), ("module", "psycopg")], False),
        ([("level", "error"), ("release", "web@1.*"), ("transaction", "/pay")], True),
        ([("tags.shard", "7")], True),
        ([("tags.other", "*x")], False),
        ([("sdk", "sentry.python*")], True),
        ([("family", "native")], False),
    ],
)
def test_matchers(matchers: list[tuple[str, str]], fits: bool) -> None:
    rule = FingerprintRule(tuple(Matcher(*matcher) for matcher in matchers), ("x",))

    assert (find_fingerprint(EVENT, (rule,)) is rule) is fits


def test_a_negated_matcher_fits_what_its_pattern_does_not() -> None:
    rule = FingerprintRule((Matcher("type", "Other*", negated=True),), ("x",))

    assert find_fingerprint(EVENT, (rule,)) is rule


def test_the_first_fitting_rule_gives_the_fingerprint() -> None:
    first = FingerprintRule((Matcher("type", "*"),), ("first",))
    second = FingerprintRule((Matcher("type", "DbError"),), ("second",))

    assert find_fingerprint(EVENT, (first, second)) is first


def test_in_app_rules_keep_what_the_sdk_said() -> None:
    event = {"platform": "python", "stacktrace": {"frames": [{"module": "a", "in_app": True}, {"module": "b"}]}}
    rules = (InAppRule((Matcher("module", "a"),), in_app=False), InAppRule((Matcher("module", "b"),), in_app=True))

    mark_in_app(event, decide_in_app(rules, event))
    mark_in_app(event, decide_in_app(rules, event))

    assert event["stacktrace"]["frames"] == [
        {"module": "a", "in_app": False, "data": {"orig_in_app": 1}},
        {"module": "b", "in_app": True, "data": {"orig_in_app": -1}},
    ]


def test_without_the_rules_the_sdk_is_right_again() -> None:
    event = {"platform": "python", "stacktrace": {"frames": [{"module": "a", "in_app": True}]}}
    mark_in_app(event, decide_in_app((InAppRule((Matcher("module", "a"),), in_app=False),), event))

    mark_in_app(event)

    assert event["stacktrace"]["frames"][0]["in_app"] is True


@pytest.mark.parametrize(
    "config",
    [
        {"version": "v9"},
        {"fingerprint_rules": [{"matchers": [], "fingerprint": ["x"]}]},
        {"fingerprint_rules": [{"matchers": [{"subject": "type", "pattern": "a"}], "fingerprint": []}]},
        {"fingerprint_rules": [{"matchers": [{"subject": "colour", "pattern": "a"}], "fingerprint": ["x"]}]},
        {"fingerprint_rules": [{"matchers": [{"subject": "type", "pattern": "a" * 500}], "fingerprint": ["x"]}]},
        {"in_app_rules": [{"matchers": [{"subject": "type", "pattern": "a"}], "in_app": True}]},
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(config: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(GroupingConfig).validate_python(config)


def test_settings_go_to_json_and_back() -> None:
    adapter = TypeAdapter(GroupingConfig)
    config = GroupingConfig(
        fingerprint_rules=(FingerprintRule((Matcher("type", "Db*"),), ("db", "{{ default }}")),),
        in_app_rules=(InAppRule((Matcher("path", "/srv/*"),), in_app=True),),
    )

    assert adapter.validate_json(adapter.dump_json(config)) == config
    assert group(EVENT, config).method == "rule"


def test_the_dearest_rules_that_may_be_stored_take_little_of_an_event_with_many_frames() -> None:
    """100 rules of 10 matchers over 250 frames took minutes."""
    frames = [{"function": f"do_{number}_" + "a" * 200, "filename": f"app/{number}.py"} for number in range(250)]
    event = {"platform": "python", "exception": {"values": [{"type": "E", "stacktrace": {"frames": frames}}]}}
    plain = tuple(
        FingerprintRule(tuple(Matcher("function", f"*a*{rule}_{one}x*") for one in range(5)), ("x",))
        for rule in range(50)
    )
    dear = tuple(InAppRule((Matcher("function", "*" + "a?" * rule + "b*"),), in_app=True) for rule in range(90, 100))
    reject_costly_rules(GroupingConfig("v1", plain, dear))
    started = time.process_time()

    group(event, GroupingConfig("v1", plain, dear))

    assert time.process_time() - started < 0.5
