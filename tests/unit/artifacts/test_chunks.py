"""Chunks are an organization's own, are what their name says, and are asked for again before they expire."""

import pytest

from chalicelib.artifacts import chunks
from chalicelib.artifacts.chunks import find_missing_chunks, store_chunk
from chalicelib.artifacts.model import sha1_of
from chalicelib.config import Settings
from chalicelib.errors import BadRequest, TooLarge

FIRST, SECOND = sha1_of(b"first"), sha1_of(b"second")


def test_what_was_stored_is_not_missing(stage: Settings) -> None:
    store_chunk("org", FIRST, b"first")

    assert find_missing_chunks("org", [SECOND, FIRST, SECOND]) == [SECOND]


def test_another_organization_has_its_own_chunks(stage: Settings) -> None:
    store_chunk("org", FIRST, b"first")

    assert find_missing_chunks("other", [FIRST]) == [FIRST]


def test_a_chunk_that_is_about_to_expire_is_asked_for_again(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store_chunk("org", FIRST, b"first")
    later = chunks.time.time() + chunks.KEPT_SECONDS - chunks.MARGIN_SECONDS + 1
    monkeypatch.setattr(chunks.time, "time", lambda: later)

    assert find_missing_chunks("org", [FIRST]) == [FIRST]


def test_a_wrong_checksum_stores_nothing(stage: Settings) -> None:
    with pytest.raises(BadRequest, match=SECOND):
        store_chunk("org", FIRST, b"second")

    assert find_missing_chunks("org", [FIRST, SECOND]) == [FIRST, SECOND]


@pytest.mark.parametrize("checksum", ["", "../../x", "A" * 40, "g" * 40, "a" * 39])
def test_what_is_no_checksum_is_refused(checksum: str) -> None:
    with pytest.raises(BadRequest):
        find_missing_chunks("org", [checksum])


def test_too_many_and_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadRequest, match="4000"):
        find_missing_chunks("org", [f"{number:040x}" for number in range(4001)])
    monkeypatch.setattr(chunks, "MAX_CHUNK_BYTES", 3)
    with pytest.raises(TooLarge):
        store_chunk("org", FIRST, b"first")
