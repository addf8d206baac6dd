"""The AWS emulator: its own pinned environment, and its process on a loopback port."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from infra.local.errors import LocalStackError
from infra.local.folders import EMULATOR_ENVIRONMENT, ROOT, StateFolder
from infra.local.managed_process import Child
from infra.local.ports import find_free_port
from infra.local.progress import say

_REQUIREMENTS = ROOT / "infra" / "local" / "requirements-emulator.txt"


def ensure_emulator_environment() -> Path:
    """The Python of the emulator's environment, which is made when its requirements changed.

    It is apart from ours because the emulator pins botocore. Raises LocalStackError with pip's last words.
    """
    python = EMULATOR_ENVIRONMENT / "bin" / "python"
    marker = EMULATOR_ENVIRONMENT / ".requirements-sha256"
    wanted = hashlib.sha256(_REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    EMULATOR_ENVIRONMENT.parent.mkdir(parents=True, exist_ok=True)
    with EMULATOR_ENVIRONMENT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not marker.exists() or marker.read_text() != wanted:
            _make_environment(python)
            marker.write_text(wanted)
    return python


def emulator_child(folder: StateFolder, python: Path) -> tuple[Child, str]:
    """The emulator's process, not started yet, and the endpoint it will answer on."""
    port = find_free_port()
    environment = {"GATEWAY_PORT": str(port), "MINISENTRY_EMULATOR_FOLDER": str(folder.emulator)}
    command = [str(python), "-m", "infra.local.emulator_process"]
    return Child("emulator", command, environment, folder.log("emulator")), f"http://127.0.0.1:{port}"


def _make_environment(python: Path) -> None:
    say("Installing the AWS emulator into its own environment (first start only) ...")
    shutil.rmtree(EMULATOR_ENVIRONMENT, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(EMULATOR_ENVIRONMENT)])
    _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(_REQUIREMENTS)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise LocalStackError(f"The emulator's environment could not be made: {words[-1] if words else command}")
