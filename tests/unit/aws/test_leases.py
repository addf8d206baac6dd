"""However many senders share a key, they never pass its limit together."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.aws.leases import take_lease
from chalicelib.config import Settings
from tests.atomic_calls import make_calls_atomic


def lease(tokens: int, limit: int = 250, window: int = 1) -> int:
    return take_lease("42", "k", window, tokens=tokens, limit=limit, ends_at=2_000_000_000)


def test_a_lease_grants_what_was_asked(stage: Settings) -> None:
    assert lease(100) == 100


def test_the_last_lease_is_what_is_left(stage: Settings) -> None:
    assert [lease(100), lease(100), lease(100), lease(100)] == [100, 100, 50, 0]


def test_a_lease_larger_than_the_limit_is_the_limit(stage: Settings) -> None:
    assert lease(100, limit=7) == 7


def test_a_new_window_starts_afresh(stage: Settings) -> None:
    lease(100, limit=100, window=1)

    assert lease(100, limit=100, window=2) == 100


def test_another_projects_window_is_its_own(stage: Settings) -> None:
    lease(100, limit=100)

    assert take_lease("43", "k", 1, tokens=100, limit=100, ends_at=2_000_000_000) == 100


def test_concurrent_leases_are_exact(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    make_calls_atomic(monkeypatch)

    with ThreadPoolExecutor(8) as pool:
        granted = list(pool.map(lambda _: lease(30, limit=1000), range(60)))

    assert sum(granted) == 1000
