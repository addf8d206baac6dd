"""Fault schedules: seeded runs of the worker under lost calls and replies, conflicts, throttling and sudden death.

The same tests as in `make test`, with as many seeds as are asked for: each is a schedule of its own.
"""

import os
import re
import subprocess
import sys

from bench.prove.result import Result
from infra.local.folders import ROOT

# How many schedules the seeded tests try; unset, as many as fit into `make test`.
SCHEDULES = "MINISENTRY_SCHEDULES"
SEEDED = {
    "tests/flow/test_exactly_once.py": (
        "test_random_faults_change_no_count",
        "test_two_workers_out_of_date_with_each_other_change_no_count",
        "test_triage_in_between_changes_no_count",
    ),
    "tests/flow/test_late_maps.py": ("test_crashes_leave_every_count_exact",),
}


def try_schedules(count: int) -> Result:
    tests = [f"{file}::{test}" for file, names in SEEDED.items() for test in names]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, SCHEDULES: str(count)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    summary = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr.strip()
    passed = int(found[1]) if (found := re.search(r"(\d+) passed", summary)) else 0
    broken = [] if done.returncode == 0 and passed >= count else [done.stdout[-4000:]]
    return Result("fault schedules", f"{passed} of {passed + len(broken)} leave every count exact", broken)
