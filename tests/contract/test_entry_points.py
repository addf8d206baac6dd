"""Each Lambda's entry point, by the handler string that its package names, sets up the process it runs in."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import app
from chalicelib.process_tuning import ALLOCATIONS_PER_COLLECTION

ROOT = Path(__file__).resolve().parents[2]
HANDLERS = [
    "app.app",
    *sorted(one.handler_string for one in (*app.pure_lambda_functions, *app.event_sources)),
]


@pytest.mark.parametrize("handler", HANDLERS)
def test_an_entry_point_collects_garbage_less_often(handler: str) -> None:
    module = handler.rpartition(".")[0]
    read = f"import gc, {module}; print(gc.get_threshold()[0], gc.get_freeze_count() > 10_000)"

    printed = subprocess.run([sys.executable, "-c", read], cwd=ROOT, check=True, capture_output=True, text=True)

    assert printed.stdout.split() == [str(ALLOCATIONS_PER_COLLECTION), "True"]
