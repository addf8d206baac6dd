"""Lines for the person at the terminal."""

import sys


def say(line: str) -> None:
    """Print *line* at once, also into a pipe."""
    print(line, flush=True)


def complain(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
