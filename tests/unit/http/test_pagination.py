import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import ValidationFailed
from chalicelib.http.pagination import decode_cursor, decode_text_cursor, encode_cursor


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists, max_leaves=5))
def test_a_cursor_comes_back_as_it_was(position: object) -> None:
    assert decode_cursor(encode_cursor(position)) == position


@pytest.mark.parametrize("cursor", ["!", "a", "é", "bm90IGpzb24", "====", "\x00"])
def test_a_cursor_nobody_made_is_a_validation_error(cursor: str) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        decode_cursor(cursor)

    assert "cursor" in refusal.value.fields


def test_a_cursor_of_another_list_is_a_validation_error() -> None:
    with pytest.raises(ValidationFailed):
        decode_text_cursor(encode_cursor(["not", "text"]))
