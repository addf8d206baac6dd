"""Pages of a partition's rows: each goes on beyond the row that the one before ended with, be that row gone by now."""

from typing import TypeVar

from chalicelib.aws.tables import Record

Row = TypeVar("Row", bound=Record)


def read_page(
    model: type[Row], pk: str, first: str, last: str, *, beyond: str | None, limit: int, newest_first: bool = False
) -> list[Row]:
    """Up to *limit* rows with range keys from *first* to *last*, starting next to *beyond*. One query."""
    low, high = (first, beyond or last) if newest_first else (beyond or first, last)
    # DynamoDB refuses an empty range, such as a page beyond rows that are too old to be listed.
    if low > high:
        return []
    # A range includes both ends, so that the row we go on from may come once more.
    rows = model.query(pk, model.sk.between(low, high), limit=limit + 1, scan_index_forward=not newest_first)
    return [row for row in rows if row.sk != beyond][:limit]
