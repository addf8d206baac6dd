"""What every Lambda's process sets once its modules are loaded. Called on the last line of each entry point."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# An event is thousands of small objects that die with it. Looking for cycles every 700 of them, and each time through
# all that importing made, took a tenth of the worker's time.
ALLOCATIONS_PER_COLLECTION = 10_000


def tune_process() -> None:
    """Leave what is imported out of garbage collection, and collect less often."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_PER_COLLECTION)


@contextmanager
def no_collection() -> Iterator[None]:
    """Put garbage collection off for the block: reading a large event would look for cycles at every 10,000 objects."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
