"""Opaque cursors: any small JSON value a route needs to go on. Nobody signs them, so routes check what they say."""

import base64
from collections.abc import Sequence
from typing import TypeVar

import orjson

from chalicelib.errors import ValidationFailed
from chalicelib.http.schemas import Page, Pagination

Item = TypeVar("Item")
CursorValue = str | int | float | bool | list["CursorValue"] | dict[str, "CursorValue"] | None


def encode_cursor(position: CursorValue) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(position)).decode().rstrip("=")


def decode_cursor(cursor: str) -> CursorValue:
    """What encode_cursor was given. Raises ValidationFailed: a cursor comes from a stranger."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position: CursorValue = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except ValueError:
        raise bad_cursor() from None
    return position


def decode_text_cursor(cursor: str | None) -> str | None:
    """The position of a list that goes on after one key. None is the start."""
    if cursor is None:
        return None
    position = decode_cursor(cursor)
    if not isinstance(position, str):
        raise bad_cursor()
    return position


def bad_cursor() -> ValidationFailed:
    return ValidationFailed("The cursor is not one of ours", fields={"cursor": "take next_cursor from the page before"})


def page_of(items: Sequence[Item], next_position: CursorValue = None) -> Page[Item]:
    """A page of *items*; *next_position* is where the next one starts, None at the end."""
    cursor = None if next_position is None else encode_cursor(next_position)
    # Items are models already; building the page anew would validate each of them once more.
    return Page.model_construct(
        data=list(items), pagination=Pagination(next_cursor=cursor, has_more=cursor is not None)
    )
