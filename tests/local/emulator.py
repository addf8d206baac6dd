"""The real emulator for tests that need queues, apart from the environment variables of the test process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from infra.local.emulator import emulator_child, ensure_emulator_environment
from infra.local.folders import StateFolder
from infra.local.managed_process import Child
from infra.local.web import answers


@dataclass
class Emulator:
    """A running emulator; *child* can be stopped or killed."""

    child: Child
    endpoint: str

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


@contextmanager
def running_emulator(folder: Path) -> Iterator[Emulator]:
    state = StateFolder(folder)
    state.create()
    child, endpoint = emulator_child(state, ensure_emulator_environment())
    child.start()
    while not answers(f"{endpoint}/_ministack/health"):
        assert child.is_running(), child.log_tail()
    try:
        yield Emulator(child, endpoint)
    finally:
        child.stop(grace_seconds=10)
