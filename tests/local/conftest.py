"""Fixtures of the local stack's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.echo_server import EchoServer, serve
from tests.local.emulator import Emulator, running_emulator


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[EchoServer]:
    """The gateway in front of an app that tells what it was called with."""
    yield from serve(tmp_path, timeout_seconds=29.0)


@pytest.fixture
def impatient_echo(tmp_path: Path) -> Iterator[EchoServer]:
    """As echo, but handlers get only half a second."""
    yield from serve(tmp_path, timeout_seconds=0.5)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One emulator for all tests that bring their own queues."""
    with running_emulator(tmp_path_factory.mktemp("emulator")) as emulator:
        yield emulator
