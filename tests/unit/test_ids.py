"""Ids that sort by time."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.ids import first_time_id, new_time_id, time_of
from chalicelib.times import format_time

TIMES = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone.


@given(TIMES)
def test_an_id_tells_its_time(at: datetime) -> None:
    assert time_of(new_time_id(at)) == format_time(at)


@given(TIMES, TIMES)
def test_ids_sort_as_their_times_do(one: datetime, other: datetime) -> None:
    earlier, later = sorted([one, other])

    if format_time(earlier) < format_time(later):
        assert new_time_id(earlier) < first_time_id(later) <= new_time_id(later)


@given(st.text(max_size=40))
def test_anything_else_is_no_such_id(text: str) -> None:
    assert time_of(text) is None


def test_a_random_uuid_is_no_such_id() -> None:
    assert time_of("6fa459ea-ee8a-4ca4-894e-db77e160355e") is None
