"""Chalice's own commands, as people who know Chalice type them in a fresh clone."""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.deploy.folders import ROOT
from infra.deploy.plain_chalice import list_policies, render
from infra.deploy.policies import FUNCTIONS
from infra.local.ports import find_free_port

CHALICE = str(Path(sys.executable).with_name("chalice"))
FILES = ("app.py", "requirements.txt")
STARTED_WITHIN_SECONDS = 60


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Chalice reads of a clone, without what a deploy may have left in it."""
    folder = tmp_path_factory.mktemp("clone")
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "chalicelib", folder / "chalicelib", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / ".chalice", folder / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    return folder


def test_the_checked_in_policies_are_current() -> None:
    outdated = [path.name for path, policy in list_policies() if path.read_text() != render(policy)]

    assert outdated == [], "run `make policies`"
    assert {path for path, _ in list_policies()} == set((ROOT / ".chalice").glob("policy-*.json"))


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_chalice_package_makes_a_template_with_each_functions_own_policy(
    clone: Path, tmp_path: Path, stage: str
) -> None:
    arguments = [] if stage == "dev" else ["--stage", stage]
    done = subprocess.run(
        [CHALICE, "package", *arguments, str(tmp_path / "out")],
        cwd=clone,
        env=environment(clone, AWS_DEFAULT_REGION="us-east-1"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    resources = json.loads((tmp_path / "out" / "sam.json").read_text())["Resources"]
    names = {name.title().replace("_", "") for name in FUNCTIONS}
    for name in names:
        (policy,) = resources[f"{name}Role"]["Properties"]["Policies"]
        assert f"table/minisentry-{stage}-core" in json.dumps(policy)
    assert "app.py" in zipfile.ZipFile(tmp_path / "out" / "deployment.zip").namelist()


def test_chalice_local_serves_sdks_and_people_at_the_addresses_of_a_deployed_stage(clone: Path, stack: Any) -> None:
    with chalice_local(clone, stack.aws_endpoint) as url:
        key, project = stack.dsn.split("//")[1].split("@")[0], stack.dsn.rsplit("/", 1)[1]
        headers = {"X-Sentry-Auth": f"Sentry sentry_key={key}, sentry_version=7"}
        envelope = b'{}\n{"type":"event"}\n{"message":"hello from chalice local"}\n'
        accepted = requests.post(f"{url}/api/{project}/envelope/", data=envelope, headers=headers, timeout=30)
        login = {"email": stack.email, "password": stack.password}
        token = requests.post(f"{url}/api/auth/login", json=login, timeout=30).json()["token"]
        me = requests.get(f"{url}/api/auth/me", headers={"Authorization": f"Bearer {token}"}, timeout=30)

    assert (accepted.status_code, set(accepted.json())) == (200, {"id"})
    assert me.json()["email"] == stack.email


@contextmanager
def chalice_local(clone: Path, endpoint: str) -> Iterator[str]:
    port = find_free_port()
    server = subprocess.Popen(
        [CHALICE, "local", "--stage", "local", "--port", str(port), "--no-autoreload"],
        cwd=clone,
        env=environment(clone, AWS_DEFAULT_REGION="us-east-1", AWS_ENDPOINT_URL=endpoint),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + STARTED_WITHIN_SECONDS
        while not answers(url):
            assert server.poll() is None, "chalice local ended"
            assert time.monotonic() < until, "chalice local did not start"
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/health", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def environment(clone: Path, **more: str) -> dict[str, str]:
    """A person's: no variable of ours, a home folder of its own, and credentials that no check needs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MINISENTRY_", "AWS_"))}
    kept.pop("PYTHONPATH", None)
    return {**kept, "HOME": str(clone), "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", **more}
