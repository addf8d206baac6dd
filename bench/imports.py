"""Import times of the Lambda entry points, each in a fresh interpreter: the part of a cold start that is ours."""

import statistics
import subprocess
import sys

ENTRIES = {"api": "app", "worker": "chalicelib.grouping.worker"}
RUNS = 7
TIMED_IMPORT = "import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"


def measure_imports() -> dict[str, float]:
    """Milliseconds per entry point, the median of RUNS fresh interpreters after one that warms the disk cache."""
    return {name: _median_ms(module) for name, module in ENTRIES.items()}


def _median_ms(module: str) -> float:
    times = [_import_once(module) for _ in range(RUNS + 1)][1:]
    return statistics.median(times) * 1000


def _import_once(module: str) -> float:
    command = [sys.executable, "-c", TIMED_IMPORT.format(module=module)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])
