"""Import times of the Lambda entry points, each in a fresh interpreter: the part of a cold start that is ours.

With bytecode at hand, as the deployed package ships it for every module.
"""

import os
import statistics
import subprocess
import sys
import tempfile

ENTRIES = {"api": "app", "worker": "chalicelib.processing.worker"}
RUNS = 7
TIMED_IMPORT = "import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"


def measure_imports() -> dict[str, float]:
    """Milliseconds per entry point, the median of RUNS fresh interpreters after one that compiled everything."""
    with tempfile.TemporaryDirectory(prefix="minisentry-bytecode-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPYCACHEPREFIX": folder, "AWS_DEFAULT_REGION": "us-east-1"}
        return {name: _median_ms(module, environment) for name, module in ENTRIES.items()}


def _median_ms(module: str, environment: dict[str, str]) -> float:
    times = [_import_once(module, environment) for _ in range(RUNS + 1)][1:]
    return statistics.median(times) * 1000


def _import_once(module: str, environment: dict[str, str]) -> float:
    command = [sys.executable, "-c", TIMED_IMPORT.format(module=module)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(done.stdout.split()[-1])
