"""Times of repeated calls."""

import math
import time
from collections.abc import Callable, Sequence


def time_ms(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least *share* of the values do not exceed; 0 for none."""
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else 0.0
