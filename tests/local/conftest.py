"""Fixtures of the local stack's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.echo_server import EchoServer, serve


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[EchoServer]:
    """The gateway in front of an app that tells what it was called with."""
    yield from serve(tmp_path, timeout_seconds=29.0)


@pytest.fixture
def impatient_echo(tmp_path: Path) -> Iterator[EchoServer]:
    """As echo, but handlers get only half a second."""
    yield from serve(tmp_path, timeout_seconds=0.5)
