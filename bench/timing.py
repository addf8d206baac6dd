"""Times of repeated calls."""

import math
import time
from collections.abc import Callable, Sequence


def time_ms(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least *share* (above 0, up to 1) of the values do not exceed; 0 for none."""
    if not 0 < share <= 1:
        raise ValueError(f"A share is above 0 and at most 1, not {share}")
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else 0.0
