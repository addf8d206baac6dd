"""Answers too long for one are cut at ends of lines, and nothing of them is lost."""

import pytest

from chalicelib.mcp.tool import MAX_ANSWER_LENGTH, split_pages


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "one line\n" * 5_000,
        "x" * (3 * MAX_ANSWER_LENGTH + 1),
        "\n" * MAX_ANSWER_LENGTH * 2,
        "y" * (MAX_ANSWER_LENGTH - 1) + "\n" + "z",
    ],
)
def test_pages_are_short_and_whole(text: str) -> None:
    pages = split_pages(text)
    assert "".join(pages) == text
    assert all(len(page) <= MAX_ANSWER_LENGTH for page in pages)


def test_pages_end_at_lines() -> None:
    assert all(page.endswith("\n") for page in split_pages("one line\n" * 5_000)[:-1])
