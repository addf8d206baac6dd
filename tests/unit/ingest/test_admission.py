"""A process reads a key once a minute at most, and forgets soon that a key is unknown."""

from dataclasses import replace

import pytest

from chalicelib.ingest import admission as keys
from chalicelib.ingest.admission import KNOWN_SECONDS, UNKNOWN_SECONDS, KeyCache
from chalicelib.projects.model import ProjectKey

KEY = ProjectKey("a" * 32, "k", "42", "o", is_active=True)


class Keys:
    """Storage that counts its reads."""

    def __init__(self) -> None:
        self.known = {KEY.public_key: KEY}
        self.reads = 0

    def find(self, public_key: str) -> ProjectKey | None:
        self.reads += 1
        return self.known.get(public_key)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> Keys:
    stored = Keys()
    monkeypatch.setattr(keys, "find_project_key", stored.find)
    return stored


def test_a_key_is_read_once(stored: Keys) -> None:
    cache = KeyCache()

    assert [cache.find(KEY.public_key, now) for now in (0, 1, KNOWN_SECONDS - 1)] == [KEY] * 3
    assert stored.reads == 1


def test_a_disabled_key_stops_within_a_minute(stored: Keys) -> None:
    cache = KeyCache()
    cache.find(KEY.public_key, 0)
    stored.known[KEY.public_key] = replace(KEY, is_active=False)

    found = cache.find(KEY.public_key, 60)

    assert found is not None
    assert not found.is_active


def test_an_unknown_key_is_asked_for_again_soon(stored: Keys) -> None:
    cache = KeyCache()
    assert [cache.find("b" * 32, now) for now in (0, 1)] == [None, None]
    assert stored.reads == 1

    stored.known["b" * 32] = KEY

    assert cache.find("b" * 32, UNKNOWN_SECONDS) == KEY


def test_guessed_keys_do_not_fill_the_memory(stored: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MAX_REMEMBERED", 10)
    cache = KeyCache()
    for number in range(50):
        cache.find(f"{number:032x}", 0)
    stored.reads = 0

    cache.find(f"{49:032x}", 1)
    cache.find(f"{0:032x}", 1)

    assert stored.reads == 1
