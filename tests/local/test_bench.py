"""`make bench` measures every part. Whether it is fast is for people to read: here there is too little data to tell."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.timing import percentile
from infra.local.folders import ROOT

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

LITTLE = (
    "--events",
    "80",
    "--issues",
    "40",
    "--issue-events",
    "60",
    "--searched-issues",
    "2000",
    "--calls",
    "1",
    "--worst-bytes",
    "9000",
    "--map-megabytes",
    "0.5",
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What it printed and what it wrote."""
    folder = tmp_path_factory.mktemp("bench")
    done = subprocess.run(
        [sys.executable, "-m", "bench", *LITTLE],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, json.loads((folder / Path(".local/bench.json")).read_text())


def test_every_event_is_accepted_and_becomes_visible(bench: tuple[str, dict[str, Any]]) -> None:
    _, figures = bench

    assert figures["line"]["load"]["accepted"] == 80
    assert figures["line"]["visible_per_second"] > 0
    assert set(figures["line"]["handler_ms"]) >= {"/{project_id}/envelope", "group_events"}


def test_a_batch_costs_less_the_fewer_issues_it_has(bench: tuple[str, dict[str, Any]]) -> None:
    _, figures = bench

    dollars = [figures["units"][f"{issues} issues per 100, batches of 100"]["rest"]["total"] for issues in (1, 5, 50)]

    assert dollars == sorted(dollars)
    assert dollars[-1] < figures["units"]["5 issues per 100, batches of 1"]["rest"]["total"]


def test_every_route_of_the_table_is_timed(bench: tuple[str, dict[str, Any]]) -> None:
    printed, figures = bench

    assert len(figures["endpoints"]) > 85
    assert all(route in printed for route in figures["endpoints"])
    assert figures["search"]["issues"] == 2000


def test_people_are_asked_in_calm_and_in_the_storm(bench: tuple[str, dict[str, Any]]) -> None:
    people = bench[1]["people"]

    assert people["calm_calls"] > 0
    assert 0 < people["calm_p50_ms"] <= people["calm_p95_ms"]


def test_a_share_in_percent_is_refused() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    with pytest.raises(ValueError, match="at most 1, not 95"):
        percentile([3.0, 1.0, 2.0], 95)
