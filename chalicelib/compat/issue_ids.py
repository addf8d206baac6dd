"""Sentry's clients know issues by a number that fits 64 bits; ours are UUIDs. Project and short id make such a number.

Pure: nothing is stored for it, and it stays the issue's as long as its short id does.
"""

PROJECT_STEP = 1_000_000_000
# sentry-cli reads the number as an unsigned integer of 64 bits.
MAX_NUMERIC_ID = 2**64 - 1


def numeric_issue_id(project_id: str, number: int) -> str:
    return str(int(project_id) * PROJECT_STEP + number)


def read_numeric_issue_id(text: str) -> tuple[str, int] | None:
    """The project's id and the issue's number in it; None for what is no such number."""
    if not (text.isascii() and text.isdecimal()) or int(text) > MAX_NUMERIC_ID:
        return None
    project_id, number = divmod(int(text), PROJECT_STEP)
    return (str(project_id), number) if project_id and number else None
