"""A stage brought up by the real deploy command on the emulator, once per session."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.emulator import ensure_emulator_environment
from infra.local.ports import find_free_port
from tests.deploy.cloud import STAGE, Cloud, Owner, Site, build_environment, make_deployer, wait_until_up, write_config

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
        cloud = Cloud(endpoint, build_environment(endpoint), write_config(folder / "config.json"))
        cloud.deployer = make_deployer(cloud)
        yield cloud
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


@pytest.fixture(scope="session")
def owner(site: Site) -> Owner:
    """Made as docs/deploy.md tells a person to, by the command line and the API."""
    config = ["--stage", STAGE, "--config", str(site.cloud.config)]
    made = site.cloud.run("infra.operate", *config, "first-owner", "--email", "owner@example.com")
    assert made.returncode == 0, made.stderr
    credentials = {"email": "owner@example.com", "password": made.stdout.split()[-1]}
    token = post(site, "/api/auth/login", credentials)["token"]
    organization = post(site, "/api/organizations", {"name": "Acme"}, token)
    path = f"/api/organizations/{organization['slug']}/projects"
    project = post(site, path, {"name": "Shop", "platform": "python"}, token)
    assert project["dsn"].endswith(
        f"{site.cloud.outputs('edge')['IngestUrl'].removeprefix('https://')}/{project['id']}"
    )
    return Owner(site, token, project["id"], site.local_dsn(project["dsn"]))


def post(site: Site, path: str, content: object, token: str | None = None) -> dict[str, Any]:
    answer = site.web("POST", path, content, token)
    assert answer.status in {200, 201}, (path, answer.status, answer.data)
    return dict(answer.json())
