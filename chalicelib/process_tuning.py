"""What every Lambda's process sets once its modules are loaded. Called on the last line of each entry point."""

import gc

# An event is thousands of small objects that die with it. Looking for cycles every 700 of them, and each time through
# all that importing made, took a tenth of the worker's time.
ALLOCATIONS_PER_COLLECTION = 10_000


def tune_process() -> None:
    """Leave what is imported out of garbage collection, and collect less often."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_PER_COLLECTION)
