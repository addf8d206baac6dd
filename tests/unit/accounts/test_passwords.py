import time

import pytest

from chalicelib import config
from chalicelib.accounts.passwords import hash_password, is_password, needs_rehash


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISENTRY_BCRYPT_ROUNDS", "4")
    config.settings.cache_clear()


@pytest.mark.parametrize("password", ["correct horse", "ü" * 100, "with\x00nul", "x" * 200])
def test_a_password_matches_its_own_hash_only(password: str) -> None:
    stored = hash_password(password)

    assert is_password(password, stored)
    assert not is_password(password + "x", stored)


def test_what_stands_behind_the_72nd_byte_counts() -> None:
    stored = hash_password("a" * 72 + "b")

    assert not is_password("a" * 72 + "c", stored)


def test_nobody_has_no_password_and_costs_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISENTRY_BCRYPT_ROUNDS", "10")
    config.settings.cache_clear()
    stored = hash_password("right password")

    somebody = _seconds(lambda: is_password("wrong password", stored))
    nobody = _seconds(lambda: is_password("wrong password", None))

    assert not is_password("wrong password", None)
    assert 0.5 < nobody / somebody < 2


def test_a_hash_of_another_cost_wants_to_be_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = hash_password("right password")

    assert not needs_rehash(stored)
    monkeypatch.setenv("MINISENTRY_BCRYPT_ROUNDS", "5")
    config.settings.cache_clear()
    assert needs_rehash(stored)


def _seconds(check: object) -> float:
    def once() -> float:
        started = time.perf_counter()
        check()  # type: ignore[operator]
        return time.perf_counter() - started

    return min(once() for _ in range(3))
