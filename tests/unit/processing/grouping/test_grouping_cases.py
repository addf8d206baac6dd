"""One file per rule of grouping: two events that must, or must not, be one issue."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.processing.grouping.engine import Grouping, GroupingConfig, explain, group
from chalicelib.processing.grouping.rules import FingerprintRule, InAppRule, Matcher
from chalicelib.processing.normalize.event import IngestContext, normalize

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
CONTEXT = IngestContext("42", "1" * 32, datetime(2026, 11, 23, tzinfo=UTC))


def config_of(case: dict[str, Any]) -> GroupingConfig:
    given = case.get("config", {})
    return GroupingConfig(
        fingerprint_rules=tuple(
            FingerprintRule(matchers_of(rule), tuple(rule["fingerprint"]))
            for rule in given.get("fingerprint_rules", ())
        ),
        in_app_rules=tuple(InAppRule(matchers_of(rule), rule["in_app"]) for rule in given.get("in_app_rules", ())),
    )


def matchers_of(rule: dict[str, Any]) -> tuple[Matcher, ...]:
    return tuple(Matcher(**matcher) for matcher in rule["matchers"])


def group_raw(event: dict[str, Any], config: GroupingConfig) -> Grouping:
    return group(normalize(event, CONTEXT), config)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_rule(path: Path) -> None:
    case = json.loads(path.read_text())
    config = config_of(case)

    first, second = group_raw(case["a"], config), group_raw(case["b"], config)

    why = json.dumps([explain(first), explain(second)], indent=1)
    assert (first.hash == second.hash) is (case["expect"] == "same"), f"{case['rule']}\n{why}"
    assert first.method == case.get("method", first.method)
    assert first.components.id == case.get("variant", first.components.id)
