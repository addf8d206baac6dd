"""A page begins next to where the one before ended, in either order, whatever became of that row."""

import pytest

from chalicelib.aws.tables import read_page
from chalicelib.issues.activity import ActivityRecord

PARTITION = "I#7#issue"


@pytest.fixture(autouse=True)
def _five_rows(stage: object) -> None:
    for number in range(5):
        put(number)
    ActivityRecord(PARTITION, "B#1", id="other", type="x", created_at="").save()


def put(number: int) -> None:
    ActivityRecord(PARTITION, f"A#{number}", id=str(number), type="x", created_at="").save()


@pytest.mark.parametrize(
    ("beyond", "newest_first", "limit", "expected"),
    [
        (None, False, 2, "01"),
        ("A#1", False, 2, "23"),
        ("A#1", False, 9, "234"),
        ("A#4", False, 9, ""),
        (None, True, 2, "43"),
        ("A#3", True, 2, "21"),
        ("A#0", True, 9, ""),
        ("A#0", False, 0, ""),
        ("@", True, 9, ""),
        ("Z", False, 9, ""),
    ],
)
def test_a_page_has_the_next_rows(beyond: str | None, newest_first: bool, limit: int, expected: str) -> None:
    rows = read_page(ActivityRecord, PARTITION, "A#", "A$", beyond=beyond, limit=limit, newest_first=newest_first)

    assert "".join(row.id for row in rows) == expected


@pytest.mark.parametrize(("newest_first", "expected"), [(False, "34"), (True, "10")])
def test_a_page_goes_on_beyond_a_row_that_is_gone(newest_first: bool, expected: str) -> None:
    ActivityRecord(PARTITION, "A#2").delete()

    rows = read_page(ActivityRecord, PARTITION, "A#", "A$", beyond="A#2", limit=9, newest_first=newest_first)

    assert "".join(row.id for row in rows) == expected
