"""Categories and limits, as SDKs write and read them."""

import pytest

from chalicelib.protocol.limits import KEPT_ITEM_BYTES, UNSILENCED, category_of, format_rate_limit, retry_seconds


def test_strangers_share_a_category() -> None:
    assert category_of("sessions") == "session"
    assert category_of("made up by a hostile sender") == "default"


def test_what_is_kept_is_never_silenced() -> None:
    assert {category_of(item_type) for item_type in KEPT_ITEM_BYTES} <= UNSILENCED


def test_a_limit_reads_as_sdks_expect() -> None:
    assert format_rate_limit(60, {"session", "error"}, "key", "quota") == "60:error;session:key:quota"
    assert format_rate_limit(60, (), "key", "quota") == "60::key:quota"


@pytest.mark.parametrize(("until", "now", "seconds"), [(10, 9.2, 1), (10, 10, 1), (10, 20, 1), (70.1, 10, 61)])
def test_there_is_always_a_second_to_wait(until: float, now: float, seconds: int) -> None:
    assert retry_seconds(until, now) == seconds
