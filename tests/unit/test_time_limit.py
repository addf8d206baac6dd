import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.time_limit import TimeLimitExceeded, time_limit


def loop(seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"


def limited(seconds: float, limit: float) -> str:
    with time_limit(limit):
        return loop(seconds)


def test_a_loop_is_interrupted_in_the_main_thread() -> None:
    started = time.monotonic()

    with pytest.raises(TimeLimitExceeded):
        limited(10, 0.1)

    assert time.monotonic() - started < 2


def test_a_regular_expression_is_interrupted_in_the_main_thread() -> None:
    started = time.monotonic()

    with pytest.raises(TimeLimitExceeded), time_limit(0.1):
        re.fullmatch("(a+)+b", "a" * 40)

    assert time.monotonic() - started < 5


def test_a_loop_is_interrupted_in_any_thread() -> None:
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(TimeLimitExceeded):
            pool.submit(limited, 10, 0.1).result()

        assert pool.submit(loop, 0.3).result() == "done"


@pytest.mark.parametrize("count", [1, 2])
def test_what_ends_in_time_is_left_alone_afterwards(count: int) -> None:
    assert limited(0, 0.1) == "done"
    with ThreadPoolExecutor(count) as pool:
        found = list(pool.map(lambda _: limited(0, 0.1), range(50)))

    assert found == ["done"] * 50
    assert loop(0.3) == "done"
