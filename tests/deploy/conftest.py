"""A stage brought up by the real deploy command on the emulator, once per session."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.emulator import ensure_emulator_environment
from infra.local.ports import find_free_port
from tests.deploy.cloud import Cloud, Site, build_environment, wait_until_up, write_config

SERVER = Path(__file__).with_name("emulator_server.py")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    port = find_free_port()
    endpoint = f"http://127.0.0.1:{port}"
    python = ensure_emulator_environment()
    with (folder / "emulator.log").open("wb") as log:
        server = subprocess.Popen(
            [str(python), str(SERVER), str(folder / "bare")],
            cwd=folder,
            env={**os.environ, "GATEWAY_PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_up(endpoint, server)
        yield Cloud(endpoint, build_environment(endpoint), write_config(folder / "config.json"))
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def site(cloud: Cloud) -> Site:
    """The stage after `make deploy`."""
    started = time.monotonic()
    done = cloud.deploy()
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(cloud, time.monotonic() - started)
