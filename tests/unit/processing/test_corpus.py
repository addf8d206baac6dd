"""Real events: normalized as Relay normalizes them, grouped as Sentry groups them. Prints its score."""

import json
import math
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.processing.grouping.engine import explain, group
from chalicelib.processing.normalize.event import IngestContext, normalize
from chalicelib.processing.tags import tags_of
from chalicelib.processing.title import describe
from tests.conftest import corpus_files

#: What Relay's library writes and we do not; see docs/adr on normalization.
NOT_COPIED = {"key_id"}
#: Relay makes up an id where there is none; so does our ingestion, before normalization.
MADE_UP_IDS = {"eid_bad", "eid_missing", "eid_nil"}


def context_at(received: float | None = None) -> IngestContext:
    moment = datetime.fromtimestamp(received, UTC) if received else datetime(2026, 11, 23, 6, tzinfo=UTC)
    return IngestContext("42", "1" * 32, moment, sdk="sentry.python/2.75.0")


def differences(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            missing = "<absent>"
            yield from differences(ours.get(key, missing), theirs.get(key, missing), f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, f"{path}.{index}")
    elif not same_scalar(ours, theirs):
        yield f"{path}: ours {str(ours)[:200]!r}, Relay's {str(theirs)[:200]!r}"


def same_scalar(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, abs_tol=2e-6, rel_tol=0)
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def comparable(event: dict[str, Any], case: str) -> dict[str, Any]:
    event = {key: value for key, value in event.items() if key not in NOT_COPIED}
    if case in MADE_UP_IDS:
        event.pop("event_id", None)
        event["contexts"] = {key: value for key, value in event["contexts"].items() if key != "trace"}
    return event


def test_normalization_cases(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = json.loads((corpus / "normalization" / "cases.json").read_text())
    failures: dict[str, list[str]] = {}

    for case in cases:
        expected = comparable(case["normalized"], case["case"])
        ours = comparable(normalize(case["input"], context_at(expected["received"])), case["case"])
        found = list(differences(ours, expected))
        if found:
            failures[case["case"]] = found

    with capsys.disabled():
        sys.stdout.write(f"\nnormalization: {len(cases) - len(failures)} of {len(cases)} cases as Relay" + "\n")
    assert not failures


def test_grouping_pairs(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [json.loads(line) for line in (corpus / "grouping" / "pairs.jsonl").read_text().splitlines() if line]
    failures = []

    for pair in pairs:
        first, second = (group(normalize(pair[side], context_at())) for side in "ab")
        if (first.hash == second.hash) is not (pair["expect"] == "same"):
            failures.append(f"{pair['id']} ({pair['why']}): {explain(first)} {explain(second)}")

    with capsys.disabled():
        sys.stdout.write(f"\ngrouping: {len(pairs) - len(failures)} of {len(pairs)} pairs as expected" + "\n")
    assert not failures


@pytest.mark.parametrize("path", corpus_files("events/*/*.json"), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_event_gets_an_issue(path: Path) -> None:
    event = json.loads(path.read_text())
    if not isinstance(event, dict):
        pytest.skip("the file holds no event")

    normalized = normalize(event, context_at())
    title = describe(normalized)

    says_something = any(normalized.get(name) for name in ("exception", "threads", "stacktrace", "logentry", "csp"))
    assert (group(normalized).method != "fallback") is says_something
    assert title.title
    assert "<un" not in title.title or title.title.startswith("<unlabeled")
    assert ("level", normalized["level"]) in tags_of(normalized)
    assert normalize(json.loads(json.dumps(normalized)), context_at()) == normalized
